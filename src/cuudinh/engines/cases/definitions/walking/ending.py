"""What must hold of a walk as a whole: it ends, the day that was named is kept or apologised for, the sums agree."""

from collections.abc import Iterator
from typing import Final

from cuudinh.engines.cases.definitions.walking.trail import Broken, Trail
from cuudinh.engines.cases.rules.dossiers import ruled
from cuudinh.engines.cases.rules.measuring import late_from, measured, stretches_of
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.shapes_dossiers import MeasureShape

_SECOND: Final = "awaiting_second"


def ends_well(trail: Trail) -> Iterator[Broken]:
    """Give what does not hold of a walk that is over: it never ended, or its measure is not the sum of its time."""
    if trail.case.phase != "final":
        what = f'nobody brings it to an end: it stays in "{trail.case.state}" whatever is done'
        yield Broken("endless", trail.case.state, what, "an act that leads on from there", None, "acts")
    rules = trail.ground.service.shape.rules
    received = next((move for move in trail.moves if move.act == "receive"), None)
    if rules is not None and received is not None and received.after.promised_at is not None:
        rule = ruled(trail.ground.scene(trail.at), trail.case, rules.measure)
        yield from _measure(trail, rule, received)


def _measure(trail: Trail, rule: MeasureShape, received: Move) -> Iterator[Broken]:
    """The time that the applicant was waited for is taken off, all of it, and never makes a dossier late earlier."""
    scene, due_at = trail.ground.scene(trail.at), received.after.promised_at
    assert due_at is not None, "it was looked at before"
    at, pace = received.after.changed_at, scene.working
    stretches = stretches_of(trail.entered)
    found = measured(
        rule,
        stretches,
        received_at=at,
        due_at=due_at,
        asked=trail.case.times_done("request_supplement"),
        at=scene.at,
        pace=pace,
    )
    waited = sum(
        pace.minutes(one.began_at, min(one.ended_at or scene.at, found.ended_at))
        for one in stretches
        if one.status in rule.subtract and at <= one.began_at < found.ended_at
    )
    if found.taken_off != waited:
        off = f"{found.taken_off} working minutes are taken off"
        what = f"by the measure of the country {off}, and {waited} were waited"
        yield Broken("measure", "measure", what, "status: 5 where papers are waited for", None, "states")
    late = [
        late_from(rule, stretches[:number], (), received_at=at, due_at=due_at, pace=pace)
        for number in range(1, len(stretches) + 1)
    ]
    known = [one for one in late if one is not None]
    if known != sorted(known):
        what = "by the measure of the country a dossier becomes late earlier than it was to be before"
        yield Broken("measure-back", "measure", what, "status: 5 where papers are waited for", None, "states")


def promise_kept(trail: Trail, scene: Scene) -> Iterator[Broken]:
    """Give a fault where the day that was named passes, and nobody apologised before it did."""
    case, service = trail.case, scene.service
    act = next((one for one in service.shape.acts if one.do == "reappoint" and one.by_rule is not None), None)
    if act is None or case.due_at is None or case.is_settled or not case.times_done("receive"):
        return
    if scene.at > case.due_at and not trail.times_moved("reappoint"):
        what = f'in "{case.state}" the day that was named passes, and no apology went out before'
        expected = f'"{case.state}" among the states of reappoint'
        yield Broken("no-apology", case.state, what, expected, act, "from")
