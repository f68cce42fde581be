"""An act decided: may it be done, what does it mean, where does it lead, when is the case due now.

Everything here is pure. A refusal rises; a move comes back and nothing is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from cuudinh.engines.cases.rules.dossiers import forbidden
from cuudinh.engines.cases.rules.entering import enter
from cuudinh.engines.cases.rules.inputs import read_inputs
from cuudinh.engines.cases.rules.ladder import forget_steps_ahead
from cuudinh.engines.cases.rules.moves import (
    DecideExtension,
    DropTasks,
    Effect,
    Inputs,
    Move,
    Step,
    Turn,
    side_of,
)
from cuudinh.engines.cases.rules.spending import office_outcome
from cuudinh.engines.cases.rules.standing import SYSTEM_DOER, Doer, Scene, Standing
from cuudinh.engines.cases.rules.verbs import HANDLERS
from cuudinh.engines.cases.rules.verbs.obstacles import OBSTACLES
from cuudinh.engines.cases.rules.went import days_waited
from cuudinh.engines.cases.service import span_of, words
from cuudinh.engines.cases.shapes import ActShape
from cuudinh.engines.cases.types import (
    ActLimitReached,
    ActNotHere,
    ActNotPossible,
    ActTooLate,
    SecondPersonNeeded,
)
from cuudinh.kernel.refusal import NotYours, Refusal

SECOND: Final = "awaiting_second"


def decide(
    scene: Scene,
    doer: Doer,
    case: Standing,
    verb: str,
    given: Mapping[str, Any],
    photo_count: int = 0,
) -> Move:
    """Decide an act on a case. Raises the refusal that says why it cannot be done."""
    act, relation = admitted(scene, doer, case, verb)
    proposed = act.four_eyes and case.proposal.get("act") == verb
    given = given or (case.proposal["inputs"] if proposed else {})
    inputs = read_inputs(scene, case, act, given, photo_count, side_of(relation))
    step = Step(scene, doer, case, act, inputs, relation)
    if act.four_eyes and not proposed:
        return _proposal(step)
    return _move(step, HANDLERS[verb](step) if verb in HANDLERS else Turn({}, _note_facts(inputs)))


def admitted(scene: Scene, doer: Doer, case: Standing, verb: str) -> tuple[ActShape, str]:
    """Give an act with the relation by which the actor may do it now. Raises the refusal that says why not."""
    act = scene.service.act(case.state, verb)
    if act is None:
        raise ActNotHere(act=verb, state=words(scene.service.state(case.state).label, scene.language))
    relation = relation_for(act, doer)
    refused = obstacle(scene, doer, case, act)
    if refused is not None:
        raise refused
    return act, relation


def follow_on(scene: Scene, case: Standing, verb: str) -> Move | None:
    """Give the act that the system does because of what happened to another case; None where there is none.

    Nobody asks for it, so neither relation nor inputs are asked for.
    """
    act = scene.service.act(case.state, verb)
    if act is None:
        return None
    step = Step(scene, SYSTEM_DOER, case, act, Inputs(side="system"), "system")
    return _move(step, HANDLERS[verb](step))


def relation_for(act: ActShape, doer: Doer) -> str:
    """Give the first relation by which the actor may do the act. Raises `NotYours`."""
    relation = next((name for name in act.by if name in doer.relations), None)
    if relation is None:
        raise NotYours
    return relation


def obstacle(scene: Scene, doer: Doer, case: Standing, act: ActShape) -> Refusal | None:
    """Give why an act cannot be done now, before any input is read; None when it can be tried.

    Pages ask this too, so that a button that cannot work says why instead of being pressed.
    """
    label = words(act.label, scene.language)
    if act.limit is not None and case.times_done(act.do) >= act.limit:
        return ActLimitReached(act=label, limit=act.limit)
    if act.within is not None and scene.at > scene.working.add(case.state_since, span_of(act.within)):
        return ActTooLate(act=label)
    if act.when is not None and not _holds(scene, case, act.when):
        return ActNotPossible(act=label, why=words(act.because, scene.language) if act.because else "")
    if act.four_eyes and case.proposal.get("act") == act.do and case.proposal["by"] in doer.persons:
        return SecondPersonNeeded(act=label)
    of_verb = OBSTACLES.get(act.do)
    if of_verb is not None:
        return of_verb(doer, case, label)
    return forbidden(scene, doer, case, act.do, label)


def _holds(scene: Scene, case: Standing, when: str) -> bool:
    """Whether the condition of an act holds. Of the facts only those are made ready that it reads: a form is long."""
    condition = scene.service.conditions[when]
    return condition.holds({name: _FACTS[name](scene, case) for name in condition.roots if name in _FACTS})


def _case_facts(scene: Scene, case: Standing) -> dict[str, Any]:
    return {
        "state": case.state,
        "topic": case.topic,
        "track": case.track,
        "channel": case.channel,
        "is_public": case.is_public,
        "is_rated": case.rating is not None,
        "has_owner": case.owner_office_id is not None,
        "open_tasks": len(case.open_tasks),
        "extensions": case.times_done("grant_extension"),
        "extensions_most": scene.service.shape.deadlines.extensions,
        "is_late": case.is_late(scene.at),
    }


# What the condition of an act may read: the case, its flags and its answers.
_FACTS: Final[Mapping[str, Callable[[Scene, Standing], Any]]] = {
    "case": _case_facts,
    "flags": lambda scene, case: {name: name in case.flags for name in scene.service.shape.flags},
    "answers": lambda scene, case: scene.service.full_answers(case.answers),
    "topic": lambda _, case: case.topic,
}


def _note_facts(inputs: Inputs) -> dict[str, Any]:
    facts: dict[str, Any] = {"text": inputs.text} if inputs.text else {}
    facts |= {"notes": dict(inputs.notes)} if inputs.notes else {}
    return {**facts, "reason": inputs.reason} if inputs.reason else facts


def _proposal(step: Step) -> Move:
    """Give the move of the first of two persons: the act is proposed, nothing else happens."""
    proposal = {"act": step.act.do, "by": step.doer.account_id, "inputs": dict(step.inputs.given)}
    after = step.case.but(
        proposal=proposal,
        flags=step.case.flags | {SECOND},
        changed_at=step.scene.at,
        rev=step.case.rev + 1,
    )
    facts = {"act": step.act.do, **_note_facts(step.inputs)}
    return _record(step, after, "propose", facts, Turn(), "centre")


def _move(step: Step, turn: Turn) -> Move:
    scene, act = step.scene, step.act
    counts = dict(turn.changes.get("act_counts", step.case.act_counts))
    counts[act.do] = counts.get(act.do, 0) + 1
    flags = turn.changes.get("flags", step.case.flags)
    changed = step.case.but(
        **{
            **turn.changes,
            "act_counts": counts,
            "flags": frozenset((flags - set(act.clear) - {SECOND}) | set(act.set)),
            "changed_at": scene.at,
            "rev": step.case.rev + 1,
            "proposal": {},
        },
    )
    after = forget_steps_ahead(
        enter(scene, step.case, changed, act), scene.service, scene.pace(changed), scene.at
    )
    let_go = after.open_tasks if _lets_go(step.case, after) else frozenset()
    after, dropped = _let_go(step.case, after)
    turn = replace(turn, effects=(*turn.effects, *dropped))
    facts = {**turn.facts, **({"offices": sorted(let_go)} if let_go else {})}
    if after.outcome != step.case.outcome and after.outcome:
        facts |= {"outcome": after.outcome, "office_outcome": office_outcome(scene, after)}
        facts |= {"days": _days_waited(scene, after)}
    return _record(step, after, act.do, facts, turn, act.audience)


def _days_waited(scene: Scene, case: Standing) -> int:
    """Give the working days from filing to the result, as they are counted."""
    assert case.resolved_at is not None, "there is an outcome only of a result"
    return days_waited(scene.working.calendar.working_days_between(case.filed_at, case.resolved_at))


def _let_go(before: Standing, after: Standing) -> tuple[Standing, tuple[Effect, ...]]:
    """Drop what the lead office had asked for when the case leaves it or is answered: parts, and more time."""
    if not _lets_go(before, after):
        return after, ()
    effects: tuple[Effect, ...] = ()
    if after.tasks:
        effects += (DropTasks(tuple(sorted(after.tasks))),)
    if after.asked_extension is not None:
        effects += (DecideExtension("void"),)
    flags = after.flags - {"extension_asked"}
    return after.but(tasks={}, asked_extension=None, flags=flags), effects


def _lets_go(before: Standing, after: Standing) -> bool:
    is_answered = after.resolved_at is not None and before.resolved_at is None
    is_left = after.owner_office_id != before.owner_office_id or after.phase in {"done", "final"}
    return is_answered or is_left


def _record(
    step: Step, after: Standing, act: str, facts: Mapping[str, Any], turn: Turn, audience: str
) -> Move:
    is_left = after.state_since != step.case.state_since or after.state != step.case.state
    is_reporter = step.relation == "reporter"
    return Move(
        act=act,
        audience=audience,
        before=step.case,
        after=after,
        side=side_of(step.relation),
        office_id=step.office_id,
        account_id=None if is_reporter else step.doer.account_id,
        facts=facts,
        effects=turn.effects,
        minutes=minutes_in_state(step.scene, step.case) if is_left else None,
        waited_on=step.scene.service.state(step.case.state).clock,
    )


def minutes_in_state(scene: Scene, case: Standing) -> int:
    """Give the working minutes since the case entered its state, whatever its track: figures add them up.

    Both ends are counted from the filing, so that the minutes of all states add up to the whole exactly.
    """
    pace = scene.working
    return pace.minutes(case.filed_at, scene.at) - pace.minutes(case.filed_at, case.state_since)
