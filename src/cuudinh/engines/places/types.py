"""What leaves the places engine: units, where a point lies, trees in time, shapes for a map, refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final, Literal

from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere

# How the unit of a period was decided: chosen by name, went over whole, by the point, by the point in a cell
# drawn around a centre, by the largest part.
Placed = Literal["named", "whole", "point", "cell", "share"]
# Those of which nobody can be sure: pages and figures say so.
UNSURE: Final = frozenset({"cell", "share"})


class UnknownUnit(NotThere):
    """404: no administrative unit has this code or number."""

    code: ClassVar[str] = "unknown-unit"
    sentence: ClassVar[str] = "Không có đơn vị hành chính “{unit}”."


class UnknownCalendar(NotThere):
    """404: the packs applied here define no calendar of this name."""

    code: ClassVar[str] = "unknown-calendar"
    sentence: ClassVar[str] = "Không có lịch làm việc “{calendar}”."


class BadBoundaries(Incomplete):
    """422: a boundary file cannot be used; the facts say which feature and why."""

    code: ClassVar[str] = "bad-boundaries"
    sentence: ClassVar[str] = "Không dùng được tệp ranh giới."


class UnitsVanished(NotNow):
    """409: a new version of a pack lacks units that records hold by number; they must be ended instead."""

    code: ClassVar[str] = "units-vanished"
    sentence: ClassVar[str] = (
        "Gói mới thiếu đơn vị {units} đã được dùng. Hãy ghi ngày kết thúc thay vì xóa dòng."
    )


@dataclass(frozen=True, slots=True)
class UnitView:
    """One administrative unit during one period of its life.

    `code` is ours and never repeats; `official_code` does: a merged commune keeps the code of one
    predecessor, so it is for people and exchange, never a key. `valid_to` is the last day, None today.
    """

    id: int
    code: str
    official_code: str
    names: Mapping[str, str] = field(hash=False)
    kind: str
    level: int
    parent_code: str
    lat: float | None
    lon: float | None
    area_km2: float | None
    valid_from: date
    valid_to: date | None

    def name(self, language: str = "vi") -> str:
        """Give the name in a language, else in whichever the pack has."""
        return self.names.get(language) or next(iter(self.names.values()))

    def in_force(self, day: date) -> bool:
        """Whether the unit exists on a day (first and last day included)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Located:
    """The commune in which a point lies.

    `is_approximate`: drawn from centres, not from a boundary; pages must say so. `metres_outside` is
    above 0 for a point just off the shore that was given to the nearest commune.
    """

    unit: UnitView
    is_approximate: bool
    metres_outside: float = 0.0


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit in force that a search found; `was` is the former unit whose name matched, if one did.

    `since` is the day on which the former unit became part of `unit`.
    """

    unit: UnitView
    was: UnitView | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class TreeDay:
    """A period in which the tree of units did not change; `counts` maps each level to how many there are."""

    first: date
    last: date | None
    counts: Mapping[int, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class CommuneShapes:
    """The communes of one day as GeoJSON bytes, ready to serve, with an ETag of their content."""

    body: bytes
    etag: str
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class BoundariesImported:
    """What an import of boundaries did: units drawn, units of that day still without a boundary."""

    imported: int
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
