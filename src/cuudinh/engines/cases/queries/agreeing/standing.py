"""A case against itself: every open one has somebody in charge and a deadline, flags say what the columns say."""

from collections.abc import Iterator

from cuudinh.engines.cases.rules.ladder import mark
from cuudinh.engines.cases.rules.spending import base_due
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.rules.timing import Pace, promise
from cuudinh.engines.cases.service import RUNNING, ServiceDefinition


def standing_faults(case: Standing, service: ServiceDefinition, pace: Pace) -> Iterator[str]:
    """Give everything in which a case does not agree with itself."""
    if case.phase != service.state(case.state).phase:
        yield f"phase {case.phase} in state {case.state}"
    yield from _in_charge(case, service)
    yield from _time(case, service, pace)
    yield from _flags(case, service)


def _in_charge(case: Standing, service: ServiceDefinition) -> Iterator[str]:
    state = service.state(case.state)
    if state.phase == "open" and state.clock == "office" and case.owner_office_id is None:
        yield f"no office is in charge in state {case.state}"
    if state.phase != "final" and not service.acts_from(case.state):
        yield f"nothing can be done in state {case.state}"
    if (case.closed_at is not None) != (case.phase == "final"):
        yield f"closed at {case.closed_at} in phase {case.phase}"


def _time(case: Standing, service: ServiceDefinition, pace: Pace) -> Iterator[str]:
    is_running = service.state(case.state).clock in RUNNING
    if (case.due_at is not None) != is_running or (case.left_minutes is not None) == is_running:
        yield f"in state {case.state} it is due at {case.due_at} with {case.left_minutes} minutes left"
    promised = promise(
        service.shape, service.topics[case.topic], case.counted_from, pace, case.filed_at
    ).due_at
    if case.promised_at != promised:
        yield f"promised for {case.promised_at}, its rule says {promised}"
    base = base_due(case, pace)
    is_extended = case.is_extended
    if case.due_at is None or base is None:
        return
    between = pace.minutes(base, case.due_at)
    if between < 0 or (between and not is_extended):
        yield f"due at {case.due_at}, {between} minutes from the promise of {base} without an extension"


def _flags(case: Standing, service: ServiceDefinition) -> Iterator[str]:
    ladder = service.shape.deadlines.ladder
    for flag in sorted({step.flag for step in ladder if step.flag} & case.flags):
        if not any(mark(place) in case.act_counts for place, step in enumerate(ladder) if step.flag == flag):
            yield f"marked {flag}, and no step of the ladder was reached"
    marks = {
        "immediate": case.track == "immediate",
        "extension_asked": case.asked_extension is not None,
        "awaiting_second": bool(case.proposal),
    }
    for flag, holds in marks.items():
        if (flag in case.flags) != holds:
            yield f"{'marked' if flag in case.flags else 'not marked'} {flag}, and the case says otherwise"
    if case.track != service.topics[case.topic].track:
        yield f"on track {case.track}, its topic {case.topic} is not"
