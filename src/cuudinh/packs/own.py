"""The part of a pack that belongs to no engine: its sheet, its look and what it tells people about itself."""

import re
from collections.abc import Iterator

from cuudinh.packs.faults import Fault
from cuudinh.packs.loading import MANIFEST
from cuudinh.packs.manifest import PackShape
from cuudinh.packs.parts import Part, Pattern
from cuudinh.packs.theme import MARK, THEME, ThemeShape, check_theme
from cuudinh.packs.world import PackWorld

CHANGELOG = "CHANGELOG.md"


def _check(world: PackWorld) -> Iterator[Fault]:
    yield from _unlogged(world)
    yield from check_theme(world)


def _unlogged(world: PackWorld) -> Iterator[Fault]:
    """Every version says what changed, so that an office can be told."""
    if CHANGELOG not in world.files:
        yield Fault(CHANGELOG, 1, "the file is missing", f"a heading “## {world.version}” and what changed")
        return
    text = world.files[CHANGELOG].decode("utf-8")
    if not re.search(rf"^## {world.version}\b", text, re.MULTILINE):
        yield Fault(CHANGELOG, 1, f"nothing on version {world.version}", f"a heading “## {world.version}”")


PART = Part(
    name="pack",
    patterns=(
        Pattern(MANIFEST, PackShape),
        Pattern(CHANGELOG, kind="text"),
        Pattern("README.md", kind="text"),
        Pattern("LICENSE", kind="text"),
        Pattern(THEME, ThemeShape),
        Pattern(MARK, kind="text"),
    ),
    check=_check,
)
