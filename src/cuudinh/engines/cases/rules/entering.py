"""Entering a state: the clock stops, goes on or starts anew; the stage begins; the outcome is settled."""

from typing import Final

from cuudinh.engines.cases.rules.dossiers import restarts
from cuudinh.engines.cases.rules.spending import base_due, due_of, leaving
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.rules.timing import outcome, promise, stage_due
from cuudinh.engines.cases.service import RUNNING
from cuudinh.engines.cases.shapes import ActShape

# With a new promise, more time may be asked for anew.
EXTENSION_ACTS: Final = frozenset({"request_extension", "grant_extension", "deny_extension"})


def enter(scene: Scene, before: Standing, changed: Standing, act: ActShape) -> Standing:
    """Give the case after an act: `changed` is what the verb made of it, still in its old state."""
    if act.to is None and act.clock != "resume":
        return _restarted(scene, changed) if act.clock == "restart" else changed
    target, back_to = _target(scene, before, act)
    changed = leaving(scene, before, changed)
    case = _settled(scene, changed) if scene.service.state(target).phase == "done" else changed
    case = case.but(
        state=target,
        phase=scene.service.state(target).phase,
        state_since=scene.at,
        back_to=back_to,
        flags=case.flags - {"stage_late"},
        closed_at=scene.at if scene.service.state(target).phase == "final" else case.closed_at,
    )
    case = _clocked(scene, case)
    if act.clock == "restart" or restarts(scene, before, act.do):
        case = _restarted(scene, case)
    stage = stage_due(scene.service.shape, target, scene.at, scene.pace(case))
    return case.but(stage_due_at=stage)


def _target(scene: Scene, before: Standing, act: ActShape) -> tuple[str, str]:
    """Give the state an act leads to, and the way back from there.

    The way back is a path, the nearest first: a case that waits for its reporter may be merged, separated
    again, and then still has to find its way back from waiting.
    """
    path = [state for state in before.back_to.split("/") if state]
    if act.to is None:
        return (path[0] if path else before.state), "/".join(path[1:])
    ways_back = (one for one in scene.service.acts_from(act.to) if one.to is None and one.clock == "resume")
    return act.to, "/".join([before.state, *path]) if any(ways_back) else ""


def _clocked(scene: Scene, case: Standing) -> Standing:
    """Stop the clock, let it go on, or leave it, by the side of the state that is entered.

    While it stands still `left_minutes` holds what is left (below 0: how late it was) and nothing is due.
    """
    entered_side = scene.service.state(case.state).clock
    pace = scene.pace(case)
    if entered_side in RUNNING and case.left_minutes is not None:
        return case.but(due_at=pace.add_minutes(scene.at, case.left_minutes), left_minutes=None)
    if entered_side not in RUNNING and case.due_at is not None:
        return case.but(due_at=None, left_minutes=pace.minutes(scene.at, case.due_at))
    return case


def _restarted(scene: Scene, case: Standing) -> Standing:
    """Make a new promise from now; the first one stays in the history, and time is counted anew."""
    pace, topic = scene.pace(case), scene.service.topics[case.topic]
    due_at = promise(scene.service.shape, topic, scene.at, pace, case.filed_at).due_at
    is_running = scene.service.state(case.state).clock in RUNNING
    return case.but(
        counted_from=scene.at,
        promised_at=due_at,
        waited_minutes=0,
        spent={},
        act_counts={name: n for name, n in case.act_counts.items() if name not in EXTENSION_ACTS},
        due_at=due_at if is_running else None,
        left_minutes=None if is_running else pace.minutes(scene.at, due_at),
    )


def _settled(scene: Scene, case: Standing) -> Standing:
    """Say how the result stands against the promise, once it is accepted; a refused case has no outcome."""
    base = base_due(case, scene.pace(case))
    if case.resolved_at is None or base is None or case.outcome:
        return case
    extended_to = due_of(case, scene.at, scene.pace(case)) if case.is_extended else None
    return case.but(outcome=outcome(case.resolved_at, base, extended_to))
