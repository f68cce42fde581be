"""Verbs of one-stop dossiers: taking in, asking for what is missing, proposing, naming another day, handing over."""

from typing import Any

from cuudinh.engines.cases.rules.moves import Step, Turn
from cuudinh.engines.cases.rules.verbs.handling import photos_of, said


def receive(step: Step) -> Turn:
    """Take the dossier in as complete, at whichever desk."""
    return Turn({}, {"desk": step.office_id, **said(step)})


def request_supplement(step: Step) -> Turn:
    """Ask for all papers that are missing, by their names."""
    return Turn({}, {"papers": list(step.inputs.papers), **said(step)})


def supplement(step: Step) -> Turn:
    """Bring what was missing."""
    return Turn({}, said(step), photos_of(step, "reply"))


def appraise(step: Step) -> Turn:
    """Propose what to decide, for whoever decides."""
    return Turn({"answer": step.inputs.text}, said(step))


def reappoint(step: Step) -> Turn:
    """Apologise and name another day: so many working days after the one that was named; the promise stays."""
    assert step.case.due_at is not None, "the rules forbid it while the clock stands still"
    assert step.inputs.span is not None, "the input was read"
    due_at = step.scene.working.add(step.case.due_at, step.inputs.span)
    facts = {"due": due_at.isoformat(), "due_before": step.case.due_at.isoformat(), **_because(step)}
    return Turn({"due_at": due_at}, facts)


def stop(step: Step) -> Turn:
    """End the work without a result, for a reason that the applicant reads."""
    return Turn({"reason": step.inputs.reason}, _because(step))


def deliver(step: Step) -> Turn:
    """Hand the result over, in the way that was chosen."""
    return Turn({}, {"way": step.inputs.way, **said(step)})


def _because(step: Step) -> dict[str, Any]:
    return ({"reason": step.inputs.reason} if step.inputs.reason else {}) | said(step)
