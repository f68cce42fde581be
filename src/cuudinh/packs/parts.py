"""What an engine declares of packs: its files, their shapes, its checks, and how it tells a difference."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cuudinh.packs.faults import Fault
from cuudinh.packs.grammar import Shape
from cuudinh.packs.world import PackWorld

_NAMED_MOST = 5


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which files hold a shape: a glob such as `services/*/service.yaml`, and how they are written.

    `*` stands for one name, never for a folder within. A table holds one shape in each row; a file of
    `text` has no shape and only has to be readable.
    """

    glob: str
    shape: type[Shape] | None = None
    kind: Literal["yaml", "csv", "text"] = "yaml"

    def __post_init__(self) -> None:
        assert (self.shape is None) == (self.kind == "text"), f"{self.glob}: a shape, or a text"


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a plan, in both languages of those who run provinces."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Versioned:
    """Something in a pack whose content never changes under one version, such as a service.

    `content` is any text that differs when the content does; `path` is the file that holds the version. Where a
    case is of one piece of it, such as a topic, `pieces` are their contents by name and `rest` is what concerns all.
    """

    kind: Said
    id: str
    version: int
    content: str
    path: str
    pieces: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One engine's part of every pack.

    `check` is asked only when this part's files have sound shapes and the parts before it have no fault, so
    that it can rely on what is below; it sees the whole world. `sentences` tells what a change means; files
    and rows are counted without it. `losses` tells, of a world in force and a new one, what the new one lacks and
    may not: it is what applying would refuse.
    """

    name: str
    patterns: tuple[Pattern, ...]
    check: Callable[[PackWorld], Iterable[Fault]] = lambda _world: ()
    sentences: Callable[[PackWorld | None, PackWorld], Iterable[Said]] = lambda _old, _new: ()
    versions: Callable[[PackWorld], Iterable[Versioned]] = lambda _world: ()
    losses: Callable[[PackWorld, PackWorld], Iterable[Fault]] = lambda _in_force, _new: ()


def lost(
    world: PackWorld, path: str, kind: str, before: Iterable[str], after: Iterable[str]
) -> Iterable[Fault]:
    """Give one fault for rows of a table that may end but not disappear, because numbers of them are held."""
    gone = sorted(set(before).difference(after))
    if gone:
        named = ", ".join(gone[:_NAMED_MOST]) + (
            f" and {len(gone) - _NAMED_MOST} more" if len(gone) > _NAMED_MOST else ""
        )
        expected = "their rows, with a last day when they end: cases hold their numbers"
        yield world.fault_at(path, (), f"{len(gone)} {kind} in force here have no row: {named}", expected)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The parts a platform understands, lowest first, and its version. Handed in, never global."""

    parts: tuple[Part, ...]
    platform: str

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Give the patterns of all parts."""
        return tuple(pattern for part in self.parts for pattern in part.patterns)
