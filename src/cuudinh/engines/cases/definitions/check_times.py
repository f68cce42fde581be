"""Time without gaps: what a case is counted by holds from the first day on which one is filed, and does not end.

A deadline, a calendar, a fee, a rule of the country: each has days of its own. Whoever files on the first
day is promised something only if all of them have begun by then.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from cuudinh.engines.cases.definitions.check_owners import days_of_owner
from cuudinh.engines.cases.definitions.pack_surroundings import PackOffices, PackPlaces, days_of_change
from cuudinh.engines.cases.shapes import OwnerRule, ServiceShape, TopicsShape
from cuudinh.engines.cases.shapes_dossiers import ConsultedShape
from cuudinh.engines.ledger.definitions import collecting_of, fees_of
from cuudinh.engines.places.definitions import CalendarShape, calendars_of
from cuudinh.packs.faults import Fault
from cuudinh.packs.grammar import Dated, Shape, SpanShape
from cuudinh.packs.world import PackWorld

_NO_END: Final = "9999-12-31"
_UNITS: Final = ("working_days", "working_hours", "hours", "minutes", "days")


def first_day(topics: TopicsShape) -> str:
    """Give the first day on which somebody answers for a topic of a service."""
    return min(rule.since for topic in topics.topics for rule in topic.owner)


def time_faults(world: PackWorld, shape: ServiceShape, topics: TopicsShape) -> Iterator[Fault]:
    """Give what has not begun on the first day of a service, or ends while the service goes on."""
    rules = [rule for topic in topics.topics for rule in topic.owner]
    yield from _backwards(world, [*rules, *shape.desk, *shape.legal])
    first = first_day(topics)
    yield from _calendar(world, shape, first, topics)
    yield from _limits(world, shape, first)
    yield from _legal(world, shape, first)
    yield from _stages(world, shape, topics)
    if shape.procedure is None:
        return
    yield from _country(world, shape, first)
    for one in shape.procedure.consulted:
        yield from _begins(
            world, one, "deadline", one.deadline, first, "a body that is consulted has no deadline"
        )
    yield from _fee(world, shape, first)


def _backwards(world: PackWorld, rows: Iterable[Any]) -> Iterator[Fault]:
    for row in rows:
        if row.until is not None and row.until < row.since:
            what = f"this ends on {row.until}, before it begins on {row.since}"
            yield world.fault_of(row, what, "until", expected=f"{row.since} or later")


def _begins(
    world: PackWorld, owner: Shape, key: str, rows: Sequence[Dated[Any]], first: str, what: str
) -> Iterator[Fault]:
    """Give the fault of a list of dated rows that begins too late, and of two rows of one day."""
    days = [row.since for row in rows]
    if days and min(days) > first:
        said = f"{what} before {min(days)}, and cases are filed from {first}"
        yield world.fault_of(owner, said, key, expected=f"a row in force on {first}")
    for number, day in enumerate(days):
        if day in days[:number]:
            yield world.fault_of(
                owner, f"two rows begin on {day}", key, number, "since", expected="a day of its own for each"
            )


def _calendar(world: PackWorld, shape: ServiceShape, first: str, topics: TopicsShape) -> Iterator[Fault]:
    by_id = {one.id: one for one in calendars_of(world)}
    covers = _covers(by_id.get(shape.calendar), by_id)
    if covers is None:
        return
    if covers[0] > first:
        what = f'cases are filed from {first}, and the calendar "{shape.calendar}" knows no day before {covers[0]}'
        yield world.fault_of(
            shape, what, "calendar", expected="a calendar with the days off of every year from then on"
        )
    last = max(row.since for row in _rows_in_time(shape, topics))
    if covers[1] < last:
        what = f'something holds from {last}, and the calendar "{shape.calendar}" ends on {covers[1]}'
        yield world.fault_of(shape, what, "calendar", expected=f"a calendar that goes on after {last}")


def _covers(calendar: CalendarShape | None, by_id: dict[str, CalendarShape]) -> tuple[str, str] | None:
    base = by_id.get(calendar.base or "") if calendar is not None else None
    found = base.covers if base is not None else calendar.covers if calendar is not None else None
    return (found.first, found.last) if found is not None else None


def _rows_in_time(shape: ServiceShape, topics: TopicsShape) -> Iterator[Dated[SpanShape] | OwnerRule]:
    yield from shape.deadlines.default
    yield from shape.deadlines.immediate
    for topic in topics.topics:
        yield from topic.deadline
        yield from topic.owner


def _limits(world: PackWorld, shape: ServiceShape, first: str) -> Iterator[Fault]:
    periods = shape.open_during or []
    for period in periods:
        if period.since < first:
            what = f"cases are taken from {period.since}, and nobody answers before {first}"
            yield world.fault_of(
                period, what, "since", expected=f"{first} or later, or an owner from {period.since}"
            )
    if shape.quota is not None:
        opened = min((period.since for period in periods), default=first)
        yield from _begins(
            world, shape.quota, "total", shape.quota.total, max(first, opened), "there are no places"
        )


def _legal(world: PackWorld, shape: ServiceShape, first: str) -> Iterator[Fault]:
    ended = [one for one in shape.legal if one.until is not None and one.until < first]
    if shape.legal and len(ended) == len(shape.legal):
        what = f"every text that the service rests on had ended before {first}, its first day"
        yield world.fault_of(ended[-1], what, "until", expected="a text that is in force")


def _stages(world: PackWorld, shape: ServiceShape, topics: TopicsShape) -> Iterator[Fault]:
    """Check that no stage alone is given longer than the whole way may take by every promise."""
    promised = [
        row.value
        for rows in (shape.deadlines.default, *(topic.deadline for topic in topics.topics))
        for row in rows
    ]
    for state, span in shape.deadlines.stages.items():
        if promised and all(_is_longer(span, one) for one in promised):
            what = f'the time allowed in "{state}" is longer than what is promised for the whole'
            yield world.fault_of(shape.deadlines, what, "stages", expected="less than the deadline")


def _is_longer(one: SpanShape, other: SpanShape) -> bool:
    pairs = ((getattr(one, unit), getattr(other, unit)) for unit in _UNITS)
    return any(mine is not None and its is not None and mine > its for mine, its in pairs)


def _country(world: PackWorld, shape: ServiceShape, first: str) -> Iterator[Fault]:
    rules = shape.rules
    for name in type(rules).model_fields if rules is not None else ():
        rows: Any = getattr(rules, name)
        if rules is None or not isinstance(rows, list) or not rows or not isinstance(rows[0], Dated):
            continue
        if min(row.since for row in rows) > first:
            what = f'dossiers of "{shape.service}" are filed from {first}, and "{name}" says nothing before'
            yield world.fault_of(rules, what, name, expected=f"a row in force on {first}")


def _fee(world: PackWorld, shape: ServiceShape, first: str) -> Iterator[Fault]:
    assert shape.procedure is not None, "only dossiers have fees"
    fee = next((one for one in fees_of(world) if one.id == shape.procedure.fee_table), None)
    if fee is None:
        return
    collecting = collecting_of(world)
    accounts = collecting.accounts if collecting is not None and not world.is_frame else []
    for rows, what in ((fee.prices, "there is no price"), (accounts, "there is no account to pay into")):
        if not rows:
            continue
        begins, last = min(row.since for row in rows), max(row.until or _NO_END for row in rows)
        if begins > first:
            said = f'{what} before {begins}, and "{shape.service}" is offered from {first}'
            yield world.fault_of(rows[0], said, "since", expected=f"a row in force on {first}")
        if last != _NO_END:
            said = f'{what} after {last}, and "{shape.service}" goes on'
            yield world.fault_of(rows[-1], said, "until", expected="no last day, or a row that follows")


def office_faults(
    world: PackWorld, shape: ServiceShape, topics: TopicsShape, offices: PackOffices, places: PackPlaces
) -> Iterator[Fault]:
    """Give who takes in, and who is consulted, but is not there on some day or for some unit of a service."""
    days = sorted(
        {day for topic in topics.topics for day in days_of_owner(topic, world.once(days_of_change))}
    )
    gone = next((day for day in days if offices.by_code(shape.intake, day) is None), None)
    if shape.intake and gone is not None:
        what = f'"{shape.intake}", which takes in, is not there on {gone}'
        yield world.fault_of(
            shape, what, "intake", expected="an office that is there as long as the service is"
        )
    for one in shape.procedure.consulted if shape.procedure is not None else ():
        yield from _consulted(world, one, days, offices, places)


def _consulted(
    world: PackWorld, one: ConsultedShape, days: Sequence[date], offices: PackOffices, places: PackPlaces
) -> Iterator[Fault]:
    for day in days:
        if one.office is not None:
            if offices.by_code(one.office, day) is None:
                what = f'"{one.office}", which is consulted, is not there on {day}'
                yield world.fault_of(
                    one, what, "office", expected="an office that is there as long as the service is"
                )
                return
            continue
        for unit in places.lowest(day):
            chain = places.chain(places.number_of(unit.code), day)
            above = next((ref for ref in chain if ref.level == one.at), None)
            found = above and offices.serving(one.function or "", above.code, one.at or "", day)
            if not found:
                what = f'nobody serves "{one.function}" for {unit.code} on {day}, so nobody can be consulted'
                yield world.fault_of(
                    one, what, "function", expected=f"an office of the {one.at} that serves it everywhere"
                )
                return
