"""The rows beside a case: its clock, what falls due, its units, and the parts asked of others."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from cuudinh.engines.cases.models import CaseUnit, ClockEntry, DueTime, Extension, Task
from cuudinh.engines.cases.queries.agreeing.reading import read_of_case
from cuudinh.engines.cases.rules import ladder
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.journal.prepared import Prepared


class _Stretch(NamedTuple):
    """A stretch of the clock."""

    state: str
    side: str
    began_at: datetime
    ended_at: datetime | None


def _of_case(name: str, rows: QuerySet[Any], *columns: str) -> Prepared:
    return read_of_case(name, lambda case_id: rows.filter(case_id=case_id).values_list(*columns))


_CLOCK: Final = _of_case("clock", ClockEntry.objects.order_by("id"), *_Stretch._fields)
_DUES: Final = _of_case("dues", DueTime.objects.all(), "what", "falls_at")
_UNITS: Final = _of_case("units", CaseUnit.objects.all(), "unit_id")
_TASKS: Final = _of_case("open-tasks", Task.objects.filter(state="open"), "office_id", "due_at")
_ASKED: Final = _of_case("asked-extensions", Extension.objects.filter(state="asked"), "id")


def beside_faults(case_id: int, case: Standing, service: ServiceDefinition, pace: Pace) -> Iterator[str]:
    """Give everything in which the rows beside a case do not agree with it."""
    yield from _clock(case_id, case, service)
    yield from _dues(case_id, case, service, pace)
    yield from _units(case_id, case)
    yield from _parts(case_id, case)


def _clock(case_id: int, case: Standing, service: ServiceDefinition) -> Iterator[str]:
    stretches = [_Stretch(*row) for row in _CLOCK.run(case_id=case_id)]
    running = [one for one in stretches if one.ended_at is None]
    if len(running) != (case.phase != "final"):
        yield f"{len(running)} clocks run in phase {case.phase}"
    for one in running:
        if (one.state, one.began_at) != (case.state, case.state_since):
            yield f"the clock runs in {one.state} since {one.began_at}, the case is in {case.state}"
    for before, after in pairwise(stretches):
        if before.ended_at is None or not before.began_at <= before.ended_at <= after.began_at:
            yield f"the clock of {after.state} begins at {after.began_at}, that before ends at {before.ended_at}"
    if any(one.side != service.state(one.state).clock for one in stretches):
        yield "a stretch of the clock counts against another side than its state says"


def _dues(case_id: int, case: Standing, service: ServiceDefinition, pace: Pace) -> Iterator[str]:
    expected = {(due.what, due.falls_at) for due in ladder.due_times(case, service, pace)}
    found = set(_DUES.run(case_id=case_id))
    for what, falls_at in sorted(expected - found):
        yield f"{what} falls due at {falls_at}, and the index does not know it"
    for what, falls_at in sorted(found - expected):
        yield f"the index holds {what} at {falls_at}, and nothing falls due then"


def _units(case_id: int, case: Standing) -> Iterator[str]:
    own = {str(case.unit_id): ""} if case.unit_id is not None else {}
    expected = sorted(int(unit_id) for unit_id in (case.units or own))
    found = sorted(unit_id for (unit_id,) in _UNITS.run(case_id=case_id))
    if found != expected:
        yield f"lists find it in the units {found}, it lies in {expected}"


def _parts(case_id: int, case: Standing) -> Iterator[str]:
    """Compare what was asked of others with the case, which looks for it only when its acts say so."""
    found = dict(_TASKS.run(case_id=case_id))
    if found != dict(case.tasks):
        yield f"open parts of the offices {sorted(found)}, the case knows of {sorted(case.tasks)}"
    asked = len(_ASKED.run(case_id=case_id))
    if asked != (case.asked_extension is not None):
        yield f"{asked} requests for more time wait, the case knows of {case.asked_extension}"
    if case.is_settled and (found or asked):
        yield "it is answered, and parts or more time are still asked for"
