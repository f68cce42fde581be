"""Reads of places: units in time, where a point lies, search, trees, shapes of a map and calendars.

Everything is answered from one snapshot in memory (a province has some hundred units), rebuilt when
the packs or boundaries change; none of these is personal, so none needs the actor.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from cuudinh.engines.places import finding, placing, snapshot
from cuudinh.engines.places.types import (
    CommuneShapes,
    FoundUnit,
    Located,
    Placed,
    TreeDay,
    UnitView,
    UnknownCalendar,
    UnknownUnit,
)
from cuudinh.kernel.worktime import Calendar


def unit(code: str) -> UnitView:
    """Give the unit with our own stable code, such as 19753-2025-07. Raises `UnknownUnit`."""
    found = snapshot.current().tree.by_code.get(code)
    if found is None:
        raise UnknownUnit(unit=code)
    return found


def unit_by_id(unit_id: int) -> UnitView:
    """Give the unit with this number. Raises `UnknownUnit`."""
    found = snapshot.current().tree.by_id.get(unit_id)
    if found is None:
        raise UnknownUnit(unit=unit_id)
    return found


def units_by_id(unit_ids: Iterable[int]) -> Mapping[int, UnitView]:
    """Give the units of these numbers; a number that no unit has is left out."""
    by_id = snapshot.current().tree.by_id
    return {unit_id: by_id[unit_id] for unit_id in unit_ids if unit_id in by_id}


def unit_at(lat: float, lon: float, day: date | None = None) -> Located | None:
    """Give the commune in which a point lies on a day (today by default), or None outside the province.

    A point at most `geometry.SHORE_METRES` outside (a pier, a boat, a rough position) belongs to the
    nearest commune, because a report must not be lost to the drawing of a shore.
    """
    return snapshot.current().atlas.unit_at(lat, lon, day or snapshot.today())


def units_in_force(day: date | None = None, level: int | None = None) -> tuple[UnitView, ...]:
    """Give the units of a level (communes by default) on a day (today by default), by name."""
    tree = snapshot.current().tree
    return tree.in_force(day or snapshot.today(), tree.lowest if level is None else level)


def units_to_choose(day: date | None = None) -> tuple[UnitView, ...]:
    """Give the units a list can be narrowed to on a day: districts and the like by name, then the communes."""
    tree, on = snapshot.current().tree, day or snapshot.today()
    levels = [*range(2, tree.lowest), tree.lowest]
    return tuple(unit for level in levels for unit in tree.in_force(on, level))


def ancestors(unit_code: str, day: date | None = None) -> tuple[UnitView, ...]:
    """Give the units above a unit, nearest first: those of its own time, or those of `day` when given.

    With a day on which the unit itself is not in force nothing stands above it. Raises `UnknownUnit`.
    """
    found = unit(unit_code)
    if day is not None and not found.in_force(day):
        return ()
    return snapshot.current().tree.ancestors(found)


def communes_of(unit_code: str, day: date | None = None) -> tuple[int, ...]:
    """Give the numbers of the communes of a unit on a day: itself, or those below it.

    When the unit is not in force on that day, the last day counts on which it was, so that an old district
    has its old communes. Raises `UnknownUnit`.
    """
    found = unit(unit_code)
    asked = day or snapshot.today()
    on = asked if found.in_force(asked) else found.valid_to or found.valid_from
    tree = snapshot.current().tree
    communes = tree.in_force(on, tree.lowest)
    return tuple(one.id for one in communes if found in (one, *tree.ancestors(one)))


def placed_over_time(unit_id: int, lat: float | None, lon: float | None) -> Mapping[int, Placed]:
    """Give the commune of every period of the tree for what was filed in a unit at a point, and how it was decided.

    What was decided "cell" or "share" is a guess; pages and figures say so. Raises `UnknownUnit`.
    """
    kept = snapshot.current()
    point = (lat, lon) if lat is not None and lon is not None else None
    return placing.placed_over_time(kept.tree, kept.atlas, unit_by_id(unit_id), point)


def restate(unit_ids: Iterable[int], day: date) -> Mapping[int, Mapping[int, float]]:
    """Map units to those of another day: `{unit: {unit of the day: share}}`.

    Forward along successors with their shares; backward only where one former unit had exactly this
    extent, since nothing says where in a merged commune a past report would lie: an empty mapping
    means "cannot be said" (ask `unit_at` with the point and the day instead). Raises `UnknownUnit`.
    """
    tree = snapshot.current().tree
    return {unit_id: tree.restate(unit_by_id(unit_id), day) for unit_id in unit_ids}


def today_of(unit_id: int, day: date | None = None) -> tuple[int, ...]:
    """Give the units of a day (today by default) that a unit became, the largest share first."""
    shares = restate([unit_id], day or snapshot.today())[unit_id]
    return tuple(sorted(shares, key=lambda successor: -shares[successor]))


def search_units(text: str, day: date | None = None, limit: int = 10) -> tuple[FoundUnit, ...]:
    """Give the units of a day (today by default) whose name, or a former name, matches the text.

    Accents may be left out; a former name leads to the unit it became. An exact match with accents
    comes first, so that Hương Vân and Hương Văn stay two wards.
    """
    return finding.find(snapshot.current().tree, text, day or snapshot.today(), limit)


def tree_days() -> tuple[TreeDay, ...]:
    """Give the periods in which the tree did not change, the oldest first."""
    return snapshot.current().tree.days


def commune_shapes(day: date | None = None) -> CommuneShapes:
    """Give the communes of a day (today by default) as simplified GeoJSON with an ETag.

    Each feature carries `id` (our number), `code`, `official_code`, `name`, `name_en` and `approximate`.
    """
    return snapshot.current().atlas.map_of(day or snapshot.today())


def has_approximate_shapes(day: date | None = None) -> bool:
    """Whether any commune of a day is drawn from centres instead of a boundary: pages must say so."""
    return snapshot.current().atlas.map_of(day or snapshot.today()).is_approximate


def calendar(calendar_id: str) -> Calendar:
    """Give a calendar of working time by its name in the pack. Raises `UnknownCalendar`."""
    found = snapshot.current().calendars.get(calendar_id)
    if found is None:
        raise UnknownCalendar(calendar=calendar_id)
    return found
