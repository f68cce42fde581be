"""What makes units, successions and calendars sound, as pure rules over the rows of a pack.

Each rule gives the rows that break it with a sentence in English, for whoever writes the pack; the caller
knows in which file and line a row stands.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cuudinh.engines.places.shapes import (
    CalendarShape,
    CoversShape,
    FunctionShape,
    HolidayShape,
    SuccessorRow,
    SwapShape,
    UnitRow,
)
from cuudinh.kernel.worktime import parse_hours
from cuudinh.packs.grammar import Shape

_SHARE_SLACK = 0.001
_FOR_EVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What breaks a rule: the row, what is wrong, what was expected; for an unknown name also the known."""

    row: Shape
    what: str
    expected: str
    names: tuple[str, ...] = ()
    given: str = ""


def holds_throughout(whole: UnitRow, part: UnitRow) -> bool:
    """Whether one period lies within another."""
    if part.valid_from < whole.valid_from:
        return False
    return whole.valid_to is None or (part.valid_to is not None and part.valid_to <= whole.valid_to)


def wrong_units(units: Sequence[UnitRow]) -> Iterator[Wrong]:
    """Give the units that cannot stand together."""
    by_code: dict[str, UnitRow] = {}
    for unit in units:
        if unit.code in by_code:
            yield Wrong(unit, f"two units have the code “{unit.code}”", "a code that is used once")
        by_code.setdefault(unit.code, unit)
    for unit in units:
        yield from _wrong_alone(unit)
        yield from _wrong_parent(unit, by_code)
    yield from _same_code_at_once(units)
    yield from _same_centre_at_once(units)


def _wrong_alone(unit: UnitRow) -> Iterator[Wrong]:
    if unit.valid_to is not None and unit.valid_to < unit.valid_from:
        yield Wrong(unit, "the unit ends before it begins", f"valid_to on or after {unit.valid_from}")
    if (unit.lat is None) != (unit.lon is None):
        yield Wrong(unit, "half a point", "both lat and lon, or neither")
    if not unit.names:
        yield Wrong(unit, f"“{unit.code}” has no name", "name_vi or name_en")


def _wrong_parent(unit: UnitRow, by_code: Mapping[str, UnitRow]) -> Iterator[Wrong]:
    """A parent stands higher, so that no circle can close, and lasts as long as what is under it."""
    if not unit.parent:
        return
    parent = by_code.get(unit.parent)
    if parent is None:
        yield Wrong(
            unit, f"unknown parent “{unit.parent}”", "the code of a unit", tuple(by_code), given=unit.parent
        )
    elif parent.level >= unit.level:
        yield Wrong(
            unit, f"the parent “{unit.parent}” is of level {parent.level}", f"a level below {unit.level}"
        )
    elif not holds_throughout(parent, unit):
        expected = "a parent in force for the whole period of the unit"
        yield Wrong(unit, f"the parent “{unit.parent}” is not in force all the time", expected)


def _same_code_at_once(units: Sequence[UnitRow]) -> Iterator[Wrong]:
    """Official codes repeat in time, never at one time."""
    lives: dict[tuple[int, str], list[UnitRow]] = defaultdict(list)
    for unit in units:
        lives[unit.level, unit.official_code].append(unit)
    for same in lives.values():
        for earlier, later in pairwise(sorted(same, key=lambda unit: unit.valid_from)):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                what = f"official code {later.official_code} is in force twice on {later.valid_from}"
                yield Wrong(later, what, f"the end of {earlier.code} before that day")


def _same_centre_at_once(units: Sequence[UnitRow]) -> Iterator[Wrong]:
    """Two communes at one point cannot be told apart on a map, and one of them is surely elsewhere."""
    lowest = max((unit.level for unit in units), default=0)
    seen: dict[tuple[float, float], list[UnitRow]] = defaultdict(list)
    for unit in units:
        if unit.level != lowest or unit.lat is None or unit.lon is None:
            continue
        others = seen[unit.lat, unit.lon]
        twin = next((other for other in others if overlap(unit, other)), None)
        if twin is not None:
            yield Wrong(
                unit, f"the same centre as {twin.code} at the same time", "a centre of its own, or none"
            )
        others.append(unit)


def overlap(one: UnitRow, other: UnitRow) -> bool:
    """Whether two periods share a day."""
    one_last, other_last = one.valid_to or _FOR_EVER, other.valid_to or _FOR_EVER
    return one.valid_from <= other_last and other.valid_from <= one_last


def wrong_parts(parts: Sequence[SuccessorRow], units: Mapping[str, UnitRow]) -> Iterator[Wrong]:
    """Give the successions that do not fit the units or each other."""
    named: dict[str, list[SuccessorRow]] = defaultdict(list)
    for part in parts:
        unknown = [code for code in (part.predecessor, part.successor) if code not in units]
        for code in unknown:
            yield Wrong(part, f"unknown unit “{code}”", "the code of a unit", tuple(units), given=code)
        if not unknown:
            yield from _wrong_moment(part, units[part.predecessor], units[part.successor])
            named[part.predecessor].append(part)
    for same in named.values():
        yield from _wrong_sum(same)
    yield from _without_successor(units, named)


def _without_successor(units: Mapping[str, UnitRow], named: Mapping[str, object]) -> Iterator[Wrong]:
    """Cases of a commune that ended go on in what it became; a whole level may end with nothing in its place."""
    lowest = max((unit.level for unit in units.values()), default=0)
    for unit in units.values():
        if unit.level == lowest and unit.parent and unit.valid_to is not None and unit.code not in named:
            what = f"“{unit.code}” ends on {unit.valid_to} and nothing follows it"
            yield Wrong(unit, what, "a row in successors.csv that names it as predecessor")


def _wrong_moment(part: SuccessorRow, before: UnitRow, after: UnitRow) -> Iterator[Wrong]:
    if before.valid_to is None:
        yield Wrong(part, f"“{part.predecessor}” has not ended", "a unit with a last day")
    elif part.on != day_after(before.valid_to):
        expected = f"{day_after(before.valid_to)}, the day after the end"
        yield Wrong(part, f"the succession is on {part.on}", expected)
    elif not (after.valid_from <= part.on and (after.valid_to is None or part.on <= after.valid_to)):
        yield Wrong(
            part, f"“{part.successor}” is not in force on {part.on}", "a successor in force on that day"
        )
    if before.level != after.level:
        yield Wrong(
            part, f"a unit of level {before.level} becomes one of level {after.level}", "the same level"
        )


def _wrong_sum(same: Sequence[SuccessorRow]) -> Iterator[Wrong]:
    successors = [part.successor for part in same]
    if len(set(successors)) < len(successors):
        yield Wrong(same[-1], f"the same succession twice for “{same[0].predecessor}”", "each successor once")
    total = sum(part.share for part in same)
    if abs(total - 1) > _SHARE_SLACK:
        yield Wrong(same[0], f"the shares of “{same[0].predecessor}” sum to {total:.4g}", "1 in all")


def day_after(day: str) -> str:
    """Give the next day, both as ISO dates.

    >>> day_after("2024-12-31")
    '2025-01-01'
    """
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def wrong_calendars(calendars: Sequence[CalendarShape]) -> Iterator[Wrong]:
    """Give the calendars that cannot be counted with."""
    by_id: dict[str, CalendarShape] = {}
    for calendar in calendars:
        if calendar.id in by_id:
            yield Wrong(calendar, f"two calendars are called “{calendar.id}”", "a name that is used once")
        by_id.setdefault(calendar.id, calendar)
    for calendar in calendars:
        yield from _wrong_base(calendar, by_id)
        yield from _wrong_hours(calendar)
        yield from _wrong_days(calendar)


def _wrong_base(calendar: CalendarShape, by_id: Mapping[str, CalendarShape]) -> Iterator[Wrong]:
    if calendar.base is None:
        if calendar.covers is None:
            yield Wrong(calendar, f"“{calendar.id}” says nothing of its days", "covers, or a base")
        return
    base = by_id.get(calendar.base)
    if base is None:
        what, names = f"unknown base “{calendar.base}”", tuple(by_id)
        yield Wrong(calendar, what, "the name of a calendar", names, given=calendar.base)
    elif base.base is not None:
        yield Wrong(calendar, f"the base “{calendar.base}” has a base itself", "a calendar without a base")
    if calendar.covers is not None:
        yield Wrong(
            calendar, f"“{calendar.id}” has covers and a base", "one of them: a base covers its own days"
        )


def _wrong_hours(calendar: CalendarShape) -> Iterator[Wrong]:
    for where, hours in [*calendar.weekly.items(), *((swap.day, swap.hours) for swap in calendar.swap_work)]:
        try:
            parse_hours(hours or [])
        except ValueError as fault:
            yield Wrong(calendar, f"hours of {where}: {fault}", "stretches such as 07:30-11:30, in order")
    if not any(calendar.weekly.values()):
        yield Wrong(calendar, f"“{calendar.id}” has no working day", "hours on some weekday")


def _days_of(calendar: CalendarShape) -> list[HolidayShape | SwapShape]:
    return [*calendar.holidays, *calendar.swap_work]


def _wrong_days(calendar: CalendarShape) -> Iterator[Wrong]:
    """Days are listed once, off or worked, and exchanged days name each other."""
    seen: set[str] = set()
    for row in _days_of(calendar):
        if row.day in seen:
            yield Wrong(row, f"{row.day} is listed twice", "each day once, either off or worked")
        seen.add(row.day)
    worked_for = {swap.stands_for for swap in calendar.swap_work}
    exchanged = {holiday.day for holiday in calendar.holidays if holiday.kind == "swap_off"}
    for holiday in calendar.holidays:
        if holiday.day in exchanged - worked_for:
            yield Wrong(holiday, f"no day is worked for {holiday.day}", "a swap_work day that stands for it")
    for swap in calendar.swap_work:
        if swap.stands_for not in exchanged:
            yield Wrong(swap, f"{swap.stands_for} is no swap_off day", "the day off it is exchanged for")
    if calendar.covers is not None:
        yield from _wrong_covers(calendar, calendar.covers)


def _wrong_covers(calendar: CalendarShape, covers: CoversShape) -> Iterator[Wrong]:
    if covers.last < covers.first:
        yield Wrong(covers, f"“{calendar.id}” ends before it begins", f"a last day after {covers.first}")
        return
    for row in _days_of(calendar):
        if not covers.first <= row.day <= covers.last:
            yield Wrong(row, f"{row.day} lies outside the covered days", f"{covers.first} to {covers.last}")
    for year in years_without_days_off(covers.first, covers.last, [row.day for row in calendar.holidays]):
        yield Wrong(covers, f"no day off is known in {year}", "the days off of every covered year")


def years_without_days_off(first: str, last: str, days_off: Iterable[str]) -> list[int]:
    """Give the years a calendar covers without knowing any day off in them: nobody has filled them in.

    >>> years_without_days_off("2026-01-01", "2027-12-31", ["2026-01-01"])
    [2027]
    """
    known = {int(day[:4]) for day in days_off}
    return [year for year in range(int(first[:4]), int(last[:4]) + 1) if year not in known]


def wrong_functions(functions: Sequence[FunctionShape]) -> Iterator[Wrong]:
    """Give the functions that are listed twice."""
    times = Counter(function.id for function in functions)
    for function in functions:
        if times[function.id] > 1:
            yield Wrong(function, f"the function “{function.id}” is listed twice", "each function once")
