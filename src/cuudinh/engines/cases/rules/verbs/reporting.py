"""Verbs of the reporter: replying, rating, reopening, withdrawing, and not replying in time."""

from typing import Any

from cuudinh.engines.cases.rules.moves import (
    Effect,
    GiveRating,
    KeepOriginal,
    ReleaseParts,
    Step,
    Turn,
)
from cuudinh.engines.cases.rules.verbs.handling import photos_of, said
from cuudinh.engines.cases.types import RatedAlready


def reply(step: Step) -> Turn:
    """Answer what was asked; the case goes back to where it was, and its time goes on."""
    return Turn({}, said(step), (*photos_of(step, "reply"), *_original(step)))


def rate(step: Step) -> Turn:
    """Say how satisfied the reporter is, once for each result."""
    level = step.inputs.level
    assert level is not None, "the input was read"
    if step.case.rating is not None:
        raise RatedAlready
    rating = GiveRating(rating_round(step), level.value, step.inputs.text)
    return Turn({"rating": level.value}, {"rating": level.id, **said(step)}, (rating, *_original(step)))


def rating_round(step: Step) -> int:
    """Give which result of the case is rated: the first, or one after a reopening."""
    return step.case.times_done("reopen") + 1


def reopen(step: Step) -> Turn:
    """Doubt the result: work starts again with a new promise; the office that answered stays its owner."""
    changes: dict[str, Any] = {
        "resolved_at": None,
        "closed_at": None,
        "outcome": "",
        "rating": None,
        "reason": "",
    }
    return Turn(changes, said(step), (*photos_of(step, "reopen"), *_original(step)))


def withdraw(step: Step) -> Turn:
    """Take the report back; it is not shown to the public any more, and what was merged into it goes on."""
    return Turn({"is_public": False}, said(step), (*_original(step), ReleaseParts()))


def end_unanswered(step: Step) -> Turn:
    """End a case whose reporter did not answer in time; others who reported the same were not asked."""
    because = {"reason": step.inputs.reason} if step.inputs.reason else {}
    return Turn({"is_public": False, **because}, {**because, **said(step)}, (ReleaseParts(),))


def _original(step: Step) -> tuple[Effect, ...]:
    return (KeepOriginal(step.act.do, step.inputs.original),) if step.inputs.original else ()
