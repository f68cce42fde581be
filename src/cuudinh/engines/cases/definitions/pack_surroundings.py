"""Offices and units as a pack writes them, for checking it: the same questions, answered from its tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from cuudinh.engines.cases.rules.standing import FoundPlace, OfficeRef, UnitRef
from cuudinh.engines.identity.definitions import OfficeCodeRow, OfficeRow, codes_of, offices_of
from cuudinh.engines.places.definitions import SuccessorRow, UnitRow, successions_of, units_of
from cuudinh.kernel.geo import metres_between
from cuudinh.packs.world import PackWorld

LEVELS = {1: "province", 2: "district", 3: "commune"}
_FAR_METRES = 50_000.0


def in_force(row: UnitRow | OfficeRow | OfficeCodeRow, day: date) -> bool:
    """Whether a row of a table is in force on a day."""
    return row.valid_from <= day.isoformat() and (not row.valid_to or day.isoformat() <= row.valid_to)


class PackOffices:
    """The offices of a pack; their numbers are their places in the table."""

    def __init__(self, rows: Iterable[OfficeRow], official: Iterable[OfficeCodeRow] = ()) -> None:
        self._official: dict[tuple[str, str], list[OfficeCodeRow]] = defaultdict(list)
        for given in official:
            self._official[given.office, given.system].append(given)
        self._by_code: dict[str, list[OfficeRow]] = defaultdict(list)
        self._serving: dict[tuple[str, str, str], list[OfficeRow]] = defaultdict(list)
        for row in rows:
            self._by_code[row.code].append(row)
            for function in row.functions:
                self._serving[function, row.unit, row.level].append(row)
        self.ids = {code: number for number, code in enumerate(self._by_code, 1)}
        self.codes = {number: code for code, number in self.ids.items()}

    def name_of(self, office_id: int, day: date, language: str) -> str:
        """Give what an office is called on a day; its code where the pack has no name for it."""
        code = self.codes[office_id]
        row = next((one for one in self._by_code[code] if in_force(one, day)), self._by_code[code][-1])
        return (row.name_en if language == "en" else "") or row.name_vi or code

    def by_code(self, code: str, day: date) -> OfficeRef | None:
        """Give the office with a code, if it is in force."""
        return self._first(self._by_code.get(code, ()), day)

    def serving(self, function: str, unit_code: str, level: str, day: date) -> OfficeRef | None:
        """Give the office that serves a function for a unit at a level."""
        return self._first(self._serving.get((function, unit_code, level), ()), day)

    def official_code(self, office_id: int, system: str, day: date) -> str:
        """Give the code of an office in a system, else of the nearest office above it that has one."""
        code = self.codes.get(office_id, "")
        while code:
            given = next((one for one in self._official[code, system] if in_force(one, day)), None)
            if given is not None:
                return given.value
            row = next((one for one in self._by_code[code] if in_force(one, day)), None)
            code = row.parent if row is not None else ""
        return ""

    def _first(self, rows: Iterable[OfficeRow], day: date) -> OfficeRef | None:
        row = next((row for row in rows if in_force(row, day)), None)
        return OfficeRef(self.ids[row.code], row.code) if row is not None else None


class PackPlaces:
    """The units of a pack; their numbers are their places in the table."""

    def __init__(self, units: Iterable[UnitRow], successions: Iterable[SuccessorRow]) -> None:
        self.units = list(units)
        self._numbers = {unit.code: number for number, unit in enumerate(self.units)}
        self._became: dict[str, list[SuccessorRow]] = defaultdict(list)
        for row in successions:
            self._became[row.predecessor].append(row)

    def locate(self, place: Mapping[str, Any], day: date) -> FoundPlace | None:
        """Give the unit named, or the one whose centre is nearest: good enough for an example."""
        if "unit" in place:
            number = self._numbers.get(place["unit"])
            return FoundPlace(number) if number is not None else None
        lat, lon = place["lat"], place["lon"]
        near = [(_metres(unit, lat, lon), unit.code) for unit in self.lowest(day)]
        metres, code = min(near, default=(_FAR_METRES, ""))
        return FoundPlace(self._numbers[code], "", lat, lon) if metres < _FAR_METRES else None

    def number_of(self, code: str) -> int:
        """Give the number of the unit with a code."""
        return self._numbers[code]

    def lowest(self, day: date) -> list[UnitRow]:
        """Give the units of the lowest level on a day: its communes."""
        level = max((unit.level for unit in self.units), default=0)
        return [unit for unit in self.units if unit.level == level and in_force(unit, day)]

    def chain(self, unit_id: int, day: date) -> tuple[UnitRef, ...]:
        """Give the unit of that day and those above it; a unit that ended is replaced by what it became."""
        unit = self._on(self.units[unit_id], day)
        return tuple(UnitRef(one.code, LEVELS[one.level]) for one in self._upward(unit))

    def _on(self, unit: UnitRow, day: date) -> UnitRow | None:
        while not in_force(unit, day):
            became = max(self._became.get(unit.code, ()), key=lambda row: row.share, default=None)
            if became is None or unit.valid_from > day.isoformat():
                return None
            unit = self.units[self._numbers[became.successor]]
        return unit

    def _upward(self, unit: UnitRow | None) -> Iterator[UnitRow]:
        while unit is not None:
            yield unit
            unit = self.units[self._numbers[unit.parent]] if unit.parent in self._numbers else None


def _metres(unit: UnitRow, lat: float, lon: float) -> float:
    if unit.lat is None or unit.lon is None:
        return _FAR_METRES
    return metres_between(unit.lat, unit.lon, lat, lon)


def surroundings_of(world: PackWorld) -> tuple[PackOffices, PackPlaces]:
    """Give the offices and the units of a pack."""
    return PackOffices(offices_of(world), codes_of(world)), PackPlaces(units_of(world), successions_of(world))


def days_of_change(world: PackWorld) -> list[date]:
    """Give the days on which a unit or an office begins or is gone: between them nothing changes."""
    days = set()
    rows: list[UnitRow | OfficeRow] = [*units_of(world), *offices_of(world)]
    for row in rows:
        days.add(date.fromisoformat(row.valid_from))
        if row.valid_to:
            days.add(date.fromisoformat(row.valid_to) + timedelta(days=1))
    return sorted(days)
