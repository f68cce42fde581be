"""Verbs of time: more of it is asked, granted or denied; the first promise is never touched."""

from typing import Any

from cuudinh.engines.cases.rules.moves import AskExtension, DecideExtension, Step, Turn
from cuudinh.engines.cases.rules.standing import AskedExtension
from cuudinh.engines.cases.rules.verbs.handling import said
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import ActLimitReached, NoExtensionAsked


def request_extension(step: Step) -> Turn:
    """Ask for more time from the deadline of now; working days are working days on the immediate track too."""
    case, span = step.case, step.inputs.span
    most = step.scene.service.shape.deadlines.extensions
    if case.times_done("grant_extension") >= most:
        raise ActLimitReached(act=words(step.act.label, step.scene.language), limit=most)
    if (
        case.asked_extension is not None
        or case.due_at is None
        or case.owner_office_id is None
        or span is None
    ):
        raise NoExtensionAsked
    wanted = step.scene.working.add(case.due_at, span)
    minutes = step.scene.pace(case).minutes(case.due_at, wanted)
    asked = AskExtension(case.owner_office_id, step.inputs.text, minutes, case.due_at)
    facts = {"wanted": wanted.isoformat(), "minutes": minutes, **said(step)}
    return Turn({"asked_extension": AskedExtension(minutes, case.owner_office_id)}, facts, (asked,))


def grant_extension(step: Step) -> Turn:
    """Move the deadline by what was asked; the promise to the resident stays on the case."""
    asked = step.case.asked_extension
    if asked is None:
        raise NoExtensionAsked
    if step.case.due_at is None:
        left = (step.case.left_minutes or 0) + asked.working_minutes
        paused: dict[str, Any] = {"left_minutes": left, "asked_extension": None}
        return Turn(paused, said(step), (DecideExtension("granted"),))
    due_at = step.scene.pace(step.case).add_minutes(step.case.due_at, asked.working_minutes)
    facts = {"due": due_at.isoformat(), "due_before": step.case.due_at.isoformat(), **said(step)}
    changes: dict[str, Any] = {"due_at": due_at, "asked_extension": None}
    return Turn(changes, facts, (DecideExtension("granted", due_at),))


def deny_extension(step: Step) -> Turn:
    """Leave the deadline where it is, and say why."""
    if step.case.asked_extension is None:
        raise NoExtensionAsked
    return Turn({"asked_extension": None}, said(step), (DecideExtension("denied"),))
