"""What happens when something falls due: a step of the ladder, a stage, a part of others, an act."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cuudinh.engines.cases.rules.acting import decide
from cuudinh.engines.cases.rules.by_rule import inputs_by_rule, warn_mark
from cuudinh.engines.cases.rules.ladder import Due, due_times, mark
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import SYSTEM_DOER, Scene, Standing, task_mark


def fire(scene: Scene, case: Standing, what: str) -> Move | None:
    """Decide what a due time of `ladder.due_times` does; None when it applies no more."""
    if not any(due.what == what and due.falls_at <= scene.at for due in _dues(scene, case)):
        return None
    return happening(scene, case, what)


def happening(scene: Scene, case: Standing, what: str) -> Move:
    """Decide what something does that fell due on the case as it stands. Raises the refusal of its act."""
    kind, _, name = what.partition(":")
    if kind in {"act", "rule"}:
        act = scene.service.act(case.state, name)
        assert act is not None, "it fell due in this state"
        return decide(scene, SYSTEM_DOER, case, name, inputs_by_rule(scene, act) if kind == "rule" else {})
    if kind == "warn":
        return _warned(scene, case, name)
    if kind == "stage":
        return _escalated(scene, case, {"step": "stage"}, flag="stage_late")
    if kind == "task":
        return _task_late(scene, case, int(name))
    step = int(name)
    counted = case.but(act_counts={**case.act_counts, mark(step): 1})
    flag = scene.service.shape.deadlines.ladder[step].flag
    return replace(_escalated(scene, counted, {"step": name}, flag=flag), before=case)


def _warned(scene: Scene, case: Standing, verb: str) -> Move:
    """Give the move that says what the platform will do by rule, and when, to those whom the act names."""
    falls_at = next(due.falls_at for due in _dues(scene, case) if due.what == f"rule:{verb}")
    counted = case.but(act_counts={**case.act_counts, warn_mark(verb): 1})
    move = replace(_escalated(scene, counted, {"step": f"warn:{verb}"}, flag=None), before=case)
    return replace(move, facts={**move.facts, "due": falls_at.isoformat()})


def _task_late(scene: Scene, case: Standing, office_id: int) -> Move:
    """Give the move that reminds an office of its part, once; the case itself is no later for it."""
    counted = case.but(act_counts={**case.act_counts, task_mark(office_id): 1})
    facts = {"step": "task", "office": office_id, "offices": [office_id]}
    move = replace(_escalated(scene, counted, facts, flag=None), before=case)
    return replace(move, facts={**move.facts, "due": case.tasks[office_id].isoformat()})


def _dues(scene: Scene, case: Standing) -> tuple[Due, ...]:
    return due_times(case, scene.service, scene.pace(case))


def _escalated(scene: Scene, case: Standing, facts: Mapping[str, Any], *, flag: str | None) -> Move:
    flags = case.flags | {flag} if flag else case.flags
    due = {"due": case.due_at.isoformat()} if case.due_at is not None else {}
    return Move(
        act="escalate",
        audience="offices",
        before=case,
        after=case.but(flags=frozenset(flags), changed_at=scene.at, rev=case.rev + 1),
        side="system",
        office_id=None,
        account_id=None,
        facts={**facts, **due, **({"flag": flag} if flag else {})},
    )
