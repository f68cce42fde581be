"""Codes of offices in the systems of the country: what is wrong with them in a pack. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby

from cuudinh.engines.identity.shapes import OfficeRow
from cuudinh.engines.identity.shapes_organisation import CodeSystemShape, CodeSystemsShape, OfficeCodeRow
from cuudinh.engines.identity.tree import FOR_EVER, Period, covers, grouped
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.world import PackWorld


def systems_of(world: PackWorld) -> list[CodeSystemShape]:
    """Give the systems of codes, in their order."""
    return [one for file in world.shapes(CodeSystemsShape) for one in file.value.systems]


def codes_of(world: PackWorld) -> list[OfficeCodeRow]:
    """Give the codes of offices, in the order of the table."""
    return [row.value for row in world.shapes(OfficeCodeRow)]


def fits(form: str, value: str) -> bool:
    """Whether a code has the form of its system.

    >>> fits(r"[0-9]{3}[.][0-9]{2}[.][0-9]{2}[.][A-Y][0-9]{2}", "000.00.15.H57")
    True
    >>> fits(r"[A-Y][0-9]{2}([.][A-Z0-9]{1,10})*", "H57.15.")
    False
    """
    return re.fullmatch(form, value) is not None


def wrong_codes(world: PackWorld, rows: Iterable[OfficeRow]) -> Iterator[Fault]:
    """Give what is wrong: forms that are none, codes of another form, of nobody, or of two on one day."""
    systems = {one.id: one for one in systems_of(world)}
    for system in systems.values():
        if not _is_form(system.form):
            what = f'"{system.form}" is no regular expression'
            yield world.fault_of(system, what, "form", expected="a form such as [0-9]{3}")
    periods = grouped(Period(row.code, row.parent, row.valid_from, row.valid_to or FOR_EVER) for row in rows)
    codes = codes_of(world)
    for row in codes:
        yield from _wrong_value(world, row, systems)
        yield from _wrong_office(world, row, periods)
    yield from _twice(world, codes, lambda row: (row.system, row.value))
    yield from _twice(world, codes, lambda row: (row.system, row.office))


def _is_form(form: str) -> bool:
    try:
        re.compile(form)
    except re.error:
        return False
    return True


def _wrong_value(
    world: PackWorld, row: OfficeCodeRow, systems: Mapping[str, CodeSystemShape]
) -> Iterator[Fault]:
    system = systems.get(row.system)
    if system is None:
        names = sorted(systems)
        what = f'unknown system "{row.system}"'
        yield world.fault_of(row, what, "system", expected=one_of(names), given=row.system, names=names)
    elif _is_form(system.form) and not fits(system.form, row.value):
        what = f'"{row.value}" is no code of "{row.system}"'
        yield world.fault_of(row, what, "value", expected=f"the form {system.form}")


def _wrong_office(
    world: PackWorld, row: OfficeCodeRow, periods: Mapping[str, Sequence[Period]]
) -> Iterator[Fault]:
    if row.office not in periods:
        names = sorted(periods)
        what = f'unknown office "{row.office}"'
        yield world.fault_of(row, what, "office", expected=one_of(names), given=row.office, names=names)
    elif not covers(periods[row.office], row.valid_from, row.valid_to or FOR_EVER):
        what = f'"{row.office}" is not in force all the time'
        yield world.fault_of(row, what, "valid_from", expected="a code for days on which its office is there")


def _twice(
    world: PackWorld, codes: Iterable[OfficeCodeRow], by: Callable[[OfficeCodeRow], tuple[str, str]]
) -> Iterator[Fault]:
    """Give codes of two offices, or two codes of one office, on the same days in one system."""
    for _key, same in groupby(sorted(codes, key=by), by):
        for one, other in combinations(same, 2):
            if one.valid_from <= (other.valid_to or FOR_EVER) and other.valid_from <= (
                one.valid_to or FOR_EVER
            ):
                what = (
                    f'"{other.value}" of "{other.office}" meets "{one.value}" of "{one.office}" on some days'
                )
                yield world.fault_of(other, what, "value", expected="one office and one code for each day")
