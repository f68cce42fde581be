"""The part of a pack that places understands: units, successions, calendars and functions of offices."""

from collections.abc import Iterable, Iterator
from datetime import date

from cuudinh.engines.places.calendars import calendar_of
from cuudinh.engines.places.rules import (
    Wrong,
    wrong_calendars,
    wrong_functions,
    wrong_parts,
    wrong_units,
)
from cuudinh.engines.places.shapes import (
    CalendarShape,
    CalendarsShape,
    CoversShape,
    FunctionShape,
    FunctionsShape,
    HolidayShape,
    SuccessorRow,
    SwapShape,
    UnitRow,
)
from cuudinh.kernel.numbers import date_text
from cuudinh.kernel.worktime import Calendar
from cuudinh.packs.faults import Fault
from cuudinh.packs.parts import Part, Pattern, Said, lost
from cuudinh.packs.world import PackWorld

__all__ = [
    "PART",
    "CalendarShape",
    "CalendarsShape",
    "CoversShape",
    "FunctionShape",
    "FunctionsShape",
    "HolidayShape",
    "SuccessorRow",
    "SwapShape",
    "UnitRow",
    "calendar_in",
    "calendars_of",
    "functions_of",
    "successions_of",
    "units_of",
]


def units_of(world: PackWorld) -> list[UnitRow]:
    """Give the units of a pack, in the order of its table."""
    return [row.value for row in world.shapes(UnitRow)]


def successions_of(world: PackWorld) -> list[SuccessorRow]:
    """Give the successions of a pack, in the order of its table."""
    return [row.value for row in world.shapes(SuccessorRow)]


def calendars_of(world: PackWorld) -> list[CalendarShape]:
    """Give the calendars of a pack and of those it stands on, from all their files."""
    return [calendar for one in world.shapes(CalendarsShape) for calendar in one.value.calendars]


def calendar_in(world: PackWorld, name: str) -> Calendar:
    """Give a calendar of a sound pack as one that counts, for whoever checks deadlines by it."""
    return calendar_of(name, {one.id: one.model_dump(by_alias=True) for one in calendars_of(world)})


def functions_of(world: PackWorld) -> list[FunctionShape]:
    """Give what offices may be asked to do."""
    return [function for one in world.shapes(FunctionsShape) for function in one.value.functions]


def _check(world: PackWorld) -> Iterator[Fault]:
    units = units_of(world)
    by_code = {unit.code: unit for unit in units}
    for wrong in (
        *wrong_units(units),
        *wrong_parts(successions_of(world), by_code),
        *wrong_calendars(calendars_of(world)),
        *wrong_functions(functions_of(world)),
    ):
        yield _fault(world, wrong)
    yield from _wrong_root(world, by_code)
    for unit in units:
        yield from _unnamed(world, unit)


def _fault(world: PackWorld, wrong: Wrong) -> Fault:
    return world.fault_of(
        wrong.row, wrong.what, expected=wrong.expected, given=wrong.given, names=wrong.names
    )


def _wrong_root(world: PackWorld, by_code: dict[str, UnitRow]) -> Iterator[Fault]:
    root = world.manifest.root_unit
    if root is not None and (root not in by_code or by_code[root].valid_to is not None):
        what, expected = f"“{root}” is no unit in force today", "the code of the unit that is the province"
        yield world.fault_of(world.manifest, what, "root_unit", expected=expected, given=root, names=by_code)


def _unnamed(world: PackWorld, unit: UnitRow) -> Iterator[Fault]:
    """Every unit has a name in every language of the pack, where it has one at all."""
    for language in world.languages:
        if f"name_{language}" in UnitRow.model_fields and unit.names and language not in unit.names:
            what = f'“{unit.code}” has no name in "{language}"'
            yield world.fault_of(
                unit, what, f"name_{language}", expected="a name in every language of the pack"
            )


def _sentences(old: PackWorld | None, new: PackWorld) -> Iterator[Said]:
    """Say which units begin and which end, because that moves every count on a map."""
    before = {unit.code: unit for unit in units_of(old)} if old else {}
    after = {unit.code: unit for unit in units_of(new)}
    added = len(after.keys() - before.keys())
    if added:
        yield Said(f"Thêm {added} đơn vị hành chính.", f"{added} administrative units are added.")
    for code, unit in after.items():
        if unit.valid_to and code in before and not before[code].valid_to:
            last = date.fromisoformat(unit.valid_to)
            yield Said(
                f"{unit.name('vi')} kết thúc ngày {date_text(last)}.",
                f"{unit.name('en')} ends on {date_text(last, 'en')}.",
            )
    yield from _days_said(old, new)


def _days_said(old: PackWorld | None, new: PackWorld) -> Iterator[Said]:
    """Say of every known calendar which days become free or are worked: every deadline is counted over them."""
    before = {one.id: one for one in calendars_of(old)} if old else {}
    for calendar in calendars_of(new):
        if calendar.id not in before:
            continue
        for vi, en, days in (
            ("thêm ngày nghỉ", "days off are added", _free(calendar) - _free(before[calendar.id])),
            ("bỏ ngày nghỉ", "days off go", _free(before[calendar.id]) - _free(calendar)),
            ("thêm ngày làm bù", "days are worked instead", _worked(calendar) - _worked(before[calendar.id])),
            ("bỏ ngày làm bù", "days are no longer worked", _worked(before[calendar.id]) - _worked(calendar)),
        ):
            if days:
                first = date.fromisoformat(min(days))
                yield Said(
                    f"Lịch “{calendar.id}”: {vi}: {len(days)}, sớm nhất {date_text(first)}.",
                    f"Calendar “{calendar.id}”: {en}: {len(days)}, first {date_text(first, 'en')}.",
                )


def _free(calendar: CalendarShape) -> set[str]:
    return {holiday.day for holiday in calendar.holidays}


def _worked(calendar: CalendarShape) -> set[str]:
    return {swap.day for swap in calendar.swap_work}


def _losses(in_force: PackWorld, new: PackWorld) -> Iterable[Fault]:
    """A pack without any units leaves them as they are; another has every one that cases hold a number of."""
    after = [unit.code for unit in units_of(new)]
    if not after:
        return ()
    return lost(new, "organisation/units.csv", "units", (unit.code for unit in units_of(in_force)), after)


PART = Part(
    name="places",
    patterns=(
        Pattern("organisation/units.csv", UnitRow, "csv"),
        Pattern("organisation/successors.csv", SuccessorRow, "csv"),
        Pattern("organisation/calendars.yaml", CalendarsShape),
        Pattern("organisation/calendars/*.yaml", CalendarsShape),
        Pattern("organisation/functions.yaml", FunctionsShape),
        Pattern("organisation/functions/*.yaml", FunctionsShape),
    ),
    check=_check,
    sentences=_sentences,
    losses=_losses,
)
