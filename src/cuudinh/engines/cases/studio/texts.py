"""A draft as files over the pack in force: what it has changed, and the same with its versions raised.

What is published never keeps its version: cases stay with the one they were filed under. So versions are not for
people to think of; they are raised by one where a file differs, with the sheet of the pack and its list of changes.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from cuudinh.engines.cases.models import DraftText, ServiceDraft
from cuudinh.engines.cases.types.studio import DraftOvertaken, PathNotDrafted
from cuudinh.packs import editing
from cuudinh.packs.loading import MANIFEST
from cuudinh.packs.own import CHANGELOG
from cuudinh.packs.world import PackWorld

# What a studio changes: services, and what several of them share. Units, offices and the policy are for others.
_DRAFTED: Final = re.compile(
    r"(services/{id}/[a-z]+(\.[a-z]{{2}})?\.(yaml|md)|(flows|fees|messages|questions)/{id}\.yaml)".format(
        id=r"[a-z0-9][a-z0-9_.-]{0,59}"
    )
)
_VERSIONED: Final = re.compile(r"services/[^/]+/service\.yaml|flows/[^/]+\.yaml")
_TOPICS: Final = "topics.yaml"
_HEADING: Final = re.compile(r"^## ", re.MULTILINE)


def refuse_path(path: str) -> None:
    """Refuse a file that is not the studio's. Raises `PathNotDrafted`."""
    if not _DRAFTED.fullmatch(path):
        raise PathNotDrafted(path=path)


def changed_texts(draft: ServiceDraft) -> dict[str, str]:
    """Give the files that a draft has, by their paths."""
    return dict(DraftText.objects.filter(draft=draft).order_by("path").values_list("path", "body"))


def text_in(world: PackWorld, changed: Mapping[str, str], path: str) -> str:
    """Give a file as it stands in a draft: its own, else that in force, else nothing."""
    return changed[path] if path in changed else world.files.get(path, b"").decode("utf-8")


def digest_in(world: PackWorld, path: str) -> str:
    """Give the digest of a file in force; empty when there is none."""
    return sha256(world.files[path]).hexdigest() if path in world.files else ""


def differing(world: PackWorld, changed: Mapping[str, str]) -> dict[str, str]:
    """Give the files of a draft that are not as they are in force."""
    return {path: text for path, text in changed.items() if world.files.get(path) != text.encode("utf-8")}


def refuse_overtaken(world: PackWorld, draft: ServiceDraft) -> None:
    """Refuse a draft whose files were changed in force since it began. Raises `DraftOvertaken`."""
    for path, digest in DraftText.objects.filter(draft=draft).values_list("path", "base_digest"):
        if digest_in(world, path) != digest:
            raise DraftOvertaken(path=path)


def encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Give texts as files."""
    return {path: text.encode("utf-8") for path, text in texts.items()}


def raised(world: PackWorld, changed: Mapping[str, str], title: str) -> dict[str, bytes]:
    """Give the files of a draft as they are published: with every version that has to be raised by one."""
    found = differing(world, changed)
    if not found:
        return {}
    for path in {_version_file(path) for path in found} - {""}:
        found[path] = _raised(world, path, text_in(world, found, path))
    return encoded({**found, **_sheet(world, title)})


def _version_file(path: str) -> str:
    """Give the file whose version a change of a file raises; none where nothing of a service has one."""
    if _VERSIONED.fullmatch(path):
        return path
    return f"{path.removesuffix(_TOPICS)}service.yaml" if path.endswith(f"/{_TOPICS}") else ""


def _raised(world: PackWorld, path: str, text: str) -> str:
    if path not in world.files:
        return text
    before = editing.value_at(world.files[path].decode("utf-8"), ("version",))
    return editing.put(text, ("version",), before + 1)


def _sheet(world: PackWorld, title: str) -> dict[str, str]:
    """Give the sheet of the pack with the next version, and what it tells of that one."""
    version = world.version + 1
    told = text_in(world, {}, CHANGELOG)
    heading = _HEADING.search(told)
    place = heading.start() if heading else len(told)
    entry = f"## {version}\n\n- {title.strip()}\n\n"
    return {
        MANIFEST: editing.put(text_in(world, {}, MANIFEST), ("version",), version),
        CHANGELOG: told[:place] + entry + told[place:],
    }
