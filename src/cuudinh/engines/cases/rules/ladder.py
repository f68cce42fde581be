"""What falls due on a case and when: warnings, the ladder, the stage, parts of others, automatic acts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cuudinh.engines.cases.rules.by_rule import rule_moments
from cuudinh.engines.cases.rules.standing import Standing, task_mark
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition, span_of
from cuudinh.engines.cases.shapes_deadlines import Escalation

_MARK = "ladder."


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that falls due: `ladder:<step>`, `stage`, `task:<office>`, or `act:`, `warn:`, `rule:` with a verb."""

    what: str
    falls_at: datetime


def step_moment(case: Standing, step: Escalation, pace: Pace) -> datetime | None:
    """Give when a step of the ladder is reached; None while nothing runs against the office.

    A percentage is a share of the time the office really has: what was waited for the reporter is left out.
    """
    if case.due_at is None or case.is_settled:
        return None
    if step.after is not None:
        return pace.add(case.due_at, span_of(step.after))
    if step.before is not None:
        return pace.before(case.due_at, span_of(step.before))
    total = pace.minutes(case.counted_from, case.due_at) - case.waited_minutes
    return pace.add_minutes(case.due_at, -(max(total, 0) * (100 - (step.at_percent or 100)) // 100))


def mark(step: int) -> str:
    """Give the name under which `act_counts` remembers that a step was reached."""
    return f"{_MARK}{step}"


def forget_steps_ahead(case: Standing, service: ServiceDefinition, pace: Pace, at: datetime) -> Standing:
    """Take back what steps did that lie ahead again, because the deadline has moved.

    Without it an extension would leave a case marked as overdue, and the ladder would stay silent when the
    new deadline passes.
    """
    ahead = [
        place
        for place, step in enumerate(service.shape.deadlines.ladder)
        if mark(place) in case.act_counts and _lies_ahead(step_moment(case, step, pace), at)
    ]
    if not ahead:
        return case
    flags = {service.shape.deadlines.ladder[place].flag for place in ahead}
    counts = {name: n for name, n in case.act_counts.items() if name not in {mark(place) for place in ahead}}
    return case.but(flags=frozenset(case.flags - flags), act_counts=counts)


def _lies_ahead(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment > at


def due_times(case: Standing, service: ServiceDefinition, pace: Pace) -> tuple[Due, ...]:
    """Give everything that falls due on a case as it stands now; the same case always gives the same."""
    return (*_ladder_dues(case, service, pace), *_other_dues(case, service, pace))


def changed_due_times(
    before: Standing, after: Standing, service: ServiceDefinition, paces: tuple[Pace, Pace]
) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
    """Give what fell due on a case before an act and does no more, and what does now and did not before.

    Most acts leave the deadline where it is; the steps of the ladder, which are counted through the calendar,
    are then the same and left out. They come in their order: what falls due at one moment is fired in the order
    in which it was written.
    """
    find = _other_dues if _ladder_of(before) == _ladder_of(after) else due_times
    had, has = (find(one, service, pace) for one, pace in zip((before, after), paces, strict=True))
    return tuple(due for due in had if due not in has), tuple(due for due in has if due not in had)


def _ladder_of(case: Standing) -> tuple[object, ...]:
    """Give all on which the moments of the ladder rest."""
    reached = sorted(name for name in case.act_counts if name.startswith(_MARK))
    return (case.due_at, case.is_settled, case.counted_from, case.waited_minutes, case.track, reached)


def _other_dues(case: Standing, service: ServiceDefinition, pace: Pace) -> tuple[Due, ...]:
    return (
        *_stage_due(case),
        *_task_dues(case),
        *_act_dues(case, service, pace),
        *(Due(what, falls_at) for what, falls_at in rule_moments(case, service, pace)),
    )


def _ladder_dues(case: Standing, service: ServiceDefinition, pace: Pace) -> Iterator[Due]:
    for place, step in enumerate(service.shape.deadlines.ladder):
        moment = step_moment(case, step, pace)
        if moment is not None and mark(place) not in case.act_counts:
            yield Due(f"ladder:{place}", moment)


def _stage_due(case: Standing) -> Iterator[Due]:
    if case.stage_due_at is not None and "stage_late" not in case.flags:
        yield Due("stage", case.stage_due_at)


def _task_dues(case: Standing) -> Iterator[Due]:
    """Give when each part that is still open is late: its clock runs whatever the lead office waits for."""
    for office_id, due_at in case.tasks.items():
        if task_mark(office_id) not in case.act_counts:
            yield Due(f"task:{office_id}", due_at)


def _act_dues(case: Standing, service: ServiceDefinition, pace: Pace) -> Iterator[Due]:
    working = Pace(pace.calendar)
    for act in service.acts_from(case.state):
        if act.after is not None:
            yield Due(f"act:{act.do}", working.add(case.state_since, span_of(act.after)))
