"""A pack together with the packs it stands on, read into shapes, each knowing its file and line.

A file of the pack replaces the whole file of the same path in a pack it requires; nothing is merged. So
whoever reads one file knows everything that holds there. Services of a national frame are there where they are offered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import BaseModel

from cuudinh.kernel.text import nearest as nearest_of
from cuudinh.packs.faults import Fault, KeyPath
from cuudinh.packs.loading import Pack
from cuudinh.packs.manifest import PackShape

AnyShape = TypeVar("AnyShape", bound=BaseModel)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Located(Generic[AnyShape]):
    """A shape with where it stands: a YAML file, or one row of a table."""

    path: str
    line: int
    value: AnyShape
    lines: Mapping[KeyPath, int] = field(repr=False, default_factory=dict)

    def line_of(self, keys: KeyPath) -> int:
        """Give the line of a key, else of the nearest one above it."""
        for length in range(len(keys), 0, -1):
            if keys[:length] in self.lines:
                return self.lines[keys[:length]]
        return self.line


@dataclass(frozen=True)
class PackWorld:
    """Everything that holds where a pack is applied: its files over those of the packs it requires.

    `packs` are those it stands on and itself, lowest first; `origins` names the pack whose file holds at each
    path; `records` are in order of files and lines.
    """

    manifest: PackShape
    packs: tuple[Pack, ...] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    origins: Mapping[str, str] = field(repr=False)
    records: tuple[Located[BaseModel], ...] = field(repr=False)

    @property
    def id(self) -> str:
        """Give the id of the pack."""
        return self.manifest.id

    @property
    def version(self) -> int:
        """Give the version of the pack."""
        return self.manifest.version

    @property
    def timezone(self) -> str:
        """Give the name of the time zone of the province."""
        return self.manifest.timezone

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the languages of the pack; the first one is never missing."""
        return tuple(self.manifest.languages)

    @property
    def is_frame(self) -> bool:
        """Whether this is no province, but what provinces stand on: it has no offices and no communes."""
        return self.manifest.root_office is None

    def once(self, make: Callable[["PackWorld"], Made]) -> Made:
        """Give what a function makes of this world, made the first time it is asked for."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return self._kept[make]  # type: ignore[return-value]  # kept under what made it

    def shapes(self, shape: type[AnyShape], glob: str = "*") -> list[Located[AnyShape]]:
        """Give every shape of a kind, in order of files and lines; `glob` narrows to some files."""
        return [
            record  # type: ignore[misc]  # the list below holds exactly this shape
            for record in self._by_shape.get(shape, [])
            if glob == "*" or fits(record.path, glob)
        ]

    def shape_at(self, path: str, shape: type[AnyShape]) -> Located[AnyShape] | None:
        """Give the shape of one YAML file, or None when there is no such file."""
        return next((record for record in self.shapes(shape) if record.path == path), None)

    def shown(self, path: str) -> str:
        """Give a path as faults name it: relative to the pack, also where the file is of another one."""
        origin = self.origins.get(path, self.id)
        return shown_path(self.id, origin, path)

    def fault_at(
        self, path: str, keys: KeyPath, what: str, expected: str = "", nearest: str | None = None
    ) -> Fault:
        """Give a fault at a key of a YAML file, such as `("acts", 3, "to")`."""
        record = next((one for one in self.records if one.path == path), None)
        return Fault(self.shown(path), record.line_of(keys) if record else 1, what, expected, nearest)

    def fault_in(self, record: Located[AnyShape], keys: KeyPath, what: str, expected: str = "") -> Fault:
        """Give a fault at a key of a record, such as the row of a table."""
        return Fault(self.shown(record.path), record.line_of(keys), what, expected)

    def fault_of(
        self,
        shape: BaseModel,
        what: str,
        *keys: str | int,
        expected: str = "",
        given: str = "",
        names: Iterable[str] = (),
    ) -> Fault:
        """Give a fault of a shape anywhere in the world (a row, a calendar, an act), at one of its keys.

        For an unknown name, `given` and the known `names` make the hint.
        """
        record, path = self._places[id(shape)]
        near = nearest_of(given, names) if given else None
        return Fault(self.shown(record.path), record.line_of((*path, *keys)), what, expected, near)

    def made_of(self, shape: BaseModel, kind: type[AnyShape], make: Callable[[], AnyShape]) -> AnyShape:
        """Give what is made of a shape and others, once for each kind; faults of it are told where the shape stands.

        Parts that it has of other shapes as they are, such as an act of a flow, are told where these stand.
        """
        made = self._made.get((id(shape), kind))
        if made is None:
            made = self._made[id(shape), kind] = make()
            place = self._places[id(shape)]
            for _, part in within(made):
                if isinstance(part, BaseModel):
                    self._places.setdefault(id(part), place)
        return made  # type: ignore[return-value]  # kept under its kind

    @cached_property
    def _kept(self) -> dict[object, object]:
        return {}

    @cached_property
    def _made(self) -> dict[tuple[int, type[BaseModel]], BaseModel]:
        return {}

    @cached_property
    def _by_shape(self) -> dict[type[BaseModel], list[Located[BaseModel]]]:
        found: dict[type[BaseModel], list[Located[BaseModel]]] = {}
        for record in self.records:
            found.setdefault(type(record.value), []).append(record)
        return found

    @cached_property
    def _places(self) -> dict[int, tuple[Located[BaseModel], KeyPath]]:
        """Where each shape stands, by identity: two equal rows are still two."""
        return {
            id(shape): (record, keys)
            for record in self.records
            for keys, shape in within(record.value)
            if isinstance(shape, BaseModel)
        }


def shown_path(pack_id: str, origin: str, path: str) -> str:
    """Give a path relative to a pack, also where the file is of another one beside it.

    >>> shown_path("hue", "vn", "policy/cases.yaml")
    '../vn/policy/cases.yaml'
    """
    return path if origin == pack_id else f"../{origin}/{path}"


def fits(path: str, glob: str) -> bool:
    """Whether a path fits a glob, whose stars never reach into a folder.

    >>> fits("services/x/guide.vi.md", "services/*/guide.*.md"), fits("a/b/c.yaml", "a/*.yaml")
    (True, False)
    """
    names, wanted = path.split("/"), glob.split("/")
    return len(names) == len(wanted) and all(map(fnmatchcase, names, wanted))


def within(value: object, keys: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Give a shape and all that it holds, each with its keys as the file writes them."""
    yield keys, value
    if isinstance(value, BaseModel):
        for name, described in type(value).model_fields.items():
            yield from within(getattr(value, name), (*keys, described.alias or name))
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from within(held, (*keys, key))
    elif isinstance(value, list | tuple):
        for number, held in enumerate(value):
            yield from within(held, (*keys, number))
