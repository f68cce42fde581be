"""The tree of units in time, pure: look-ups by code, by day, up, down, back and forward.

A merged commune keeps the code of one predecessor and a name may wander to another commune, so
everything here goes by our own number of one unit in one period; codes and names are only found.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cuudinh.engines.places.types import TreeDay, UnitView
from cuudinh.kernel.text import fold

WHOLE = 1.0 - 1e-9


@dataclass(frozen=True, slots=True)
class Succession:
    """The part (`share`, 0 to 1) of a former unit that went to a successor."""

    predecessor: int
    successor: int
    share: float


def natural_order(name: str) -> str:
    """Give the sort key of a name: without accents, and with numbers in the order of their value.

    >>> sorted(["Ward 10", "Ward 9"], key=natural_order)
    ['Ward 9', 'Ward 10']
    """
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), fold(name))


class Tree:
    """All units of a province with their successions; never changed once built."""

    def __init__(self, units: Iterable[UnitView], successions: Iterable[Succession]) -> None:
        ordered = sorted(units, key=lambda unit: (natural_order(unit.name()), unit.code))
        self.by_id: Mapping[int, UnitView] = {unit.id: unit for unit in ordered}
        self.by_code: Mapping[str, UnitView] = {unit.code: unit for unit in ordered}
        self.successors: dict[int, list[Succession]] = defaultdict(list)
        self.origins: dict[int, list[Succession]] = defaultdict(list)
        for succession in successions:
            self.successors[succession.predecessor].append(succession)
            self.origins[succession.successor].append(succession)
        self._in_force: dict[tuple[date | None, int], tuple[UnitView, ...]] = {}
        self._parts: dict[tuple[int, date], Mapping[int, float]] = {}

    @cached_property
    def lowest(self) -> int:
        """The level of the communes: the lowest the pack has."""
        return max((unit.level for unit in self.by_id.values()), default=3)

    @cached_property
    def turns(self) -> tuple[date, ...]:
        """The days on which some unit began or had just ended, in order."""
        begun = {unit.valid_from for unit in self.by_id.values()}
        ended = {unit.valid_to + timedelta(1) for unit in self.by_id.values() if unit.valid_to}
        return tuple(sorted(begun | ended))

    def turn(self, day: date) -> date | None:
        """Give the first day of the period in which a day lies; None before everything known."""
        place = bisect_right(self.turns, day)
        return self.turns[place - 1] if place else None

    def in_force(self, day: date, level: int) -> tuple[UnitView, ...]:
        """Give the units of a level on a day, in the order of their names."""
        key = (self.turn(day), level)
        if key not in self._in_force:
            self._in_force[key] = tuple(
                unit for unit in self.by_id.values() if unit.level == level and unit.in_force(day)
            )
        return self._in_force[key]

    @cached_property
    def days(self) -> tuple[TreeDay, ...]:
        """The periods without a change, oldest first; periods without any unit are left out."""
        ends = [turn - timedelta(1) for turn in self.turns[1:]] + [None]
        levels = sorted({unit.level for unit in self.by_id.values()})
        found = []
        for first, last in zip(self.turns, ends, strict=True):
            counts = {level: len(self.in_force(first, level)) for level in levels}
            if any(counts.values()):
                found.append(TreeDay(first, last, {level: n for level, n in counts.items() if n}))
        return tuple(found)

    def ancestors(self, unit: UnitView) -> tuple[UnitView, ...]:
        """Give the units above, nearest first."""
        above = []
        while unit.parent_code:
            unit = self.by_code[unit.parent_code]
            above.append(unit)
        return tuple(above)

    def restate(self, unit: UnitView, day: date) -> dict[int, float]:
        """Map a unit to those of another day with their shares; empty where it cannot be said."""
        if unit.in_force(day):
            return {unit.id: 1.0}
        if unit.valid_from > day:
            return self._backward(unit, day)
        shares: dict[int, float] = defaultdict(float)
        for part in self.successors.get(unit.id, ()):
            for successor, share in self.restate(self.by_id[part.successor], day).items():
                shares[successor] += share * part.share
        return dict(shares)

    def _backward(self, unit: UnitView, day: date) -> dict[int, float]:
        origin = self.same_before(unit.id)
        return {} if origin is None else self.restate(self.by_id[origin], day)

    def same_before(self, unit_id: int) -> int | None:
        """Give the one former unit of exactly this extent, if there was one."""
        origins = self.origins.get(unit_id, [])
        is_same = len(origins) == 1 and origins[0].share > WHOLE
        return origins[0].predecessor if is_same else None

    def parts(self, unit: UnitView, day: date) -> Mapping[int, float]:
        """Give what a unit became by a day, or what it was made of, each with its weight.

        Every filing asks for the few periods anew, and a unit of a tree always gives the same.
        """
        key = (unit.id, day)
        if key not in self._parts:
            self._parts[key] = self.restate(unit, day) if unit.valid_from <= day else self._made_of(unit, day)
        return self._parts[key]

    def _made_of(self, unit: UnitView, day: date) -> Mapping[int, float]:
        found: dict[int, float] = defaultdict(float)
        for part in self.origins.get(unit.id, ()):
            origin = self.by_id[part.predecessor]
            is_there = origin.in_force(day)
            before = {origin.id: origin.area_km2 or 1.0} if is_there else self._made_of(origin, day)
            for unit_id, weight in before.items():
                found[unit_id] += weight * part.share
        return found
