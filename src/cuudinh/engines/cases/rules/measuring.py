"""How the country measures whether a dossier was on time: another sum than its legal deadline, beside it.

The day that was named at receipt stands, time in which the applicant was asked is taken off, and which status ends a
dossier is data (`measure` in the rules of dossiers). Whatever the legal deadline did meanwhile does not matter here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.shapes_dossiers import MeasureShape


@dataclass(frozen=True, slots=True)
class Stretch:
    """How long a dossier had a status; no end while it has it."""

    status: int
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """The sum: from when to when, the minutes taken off and those that were given, and what came out.

    `minutes` are working minutes from receipt to the end, before anything is taken off; `ended_by` the status that
    ended it, None while it runs.
    """

    received_at: datetime
    due_at: datetime
    ended_at: datetime
    ended_by: int | None
    minutes: int
    taken_off: int
    given: int
    asked: int
    is_late: bool


def stretches_of(entered: Iterable[tuple[int, datetime]]) -> tuple[Stretch, ...]:
    """Give the stretches of the statuses that were entered, in their order; the same again goes on.

    >>> at = datetime(2026, 7, 1)
    >>> [one.status for one in stretches_of([(1, at), (4, at), (4, at), (9, at)])]
    [1, 4, 9]
    """
    found: list[Stretch] = []
    for status, at in entered:
        if found and found[-1].status == status:
            continue
        if found:
            found[-1] = Stretch(found[-1].status, found[-1].began_at, at)
        found.append(Stretch(status, at))
    return tuple(found)


def measured(
    rule: MeasureShape,
    stretches: Sequence[Stretch],
    *,
    received_at: datetime,
    due_at: datetime,
    asked: int,
    at: datetime,
    pace: Pace,
) -> Measured:
    """Measure a dossier at a moment.

    `due_at` is the day that was named at receipt, `asked` how often a supplement was asked for.
    """
    ended_at, ended_by = _end(rule, stretches, at)
    taken_off = sum(
        pace.minutes(max(one.began_at, received_at), min(one.ended_at or at, ended_at))
        for one in stretches
        if one.status in rule.subtract and one.began_at < ended_at and (one.ended_at or at) > received_at
    )
    minutes, given = pace.minutes(received_at, ended_at), pace.minutes(received_at, due_at)
    return Measured(
        received_at=received_at,
        due_at=due_at,
        ended_at=ended_at,
        ended_by=ended_by,
        minutes=minutes,
        taken_off=taken_off,
        given=given,
        asked=asked,
        is_late=minutes - taken_off > given or asked > rule.supplements_most,
    )


def late_from(
    rule: MeasureShape,
    stretches: Sequence[Stretch],
    asked_at: Sequence[datetime],
    *,
    received_at: datetime,
    due_at: datetime,
    pace: Pace,
) -> datetime | None:
    """Give the moment from which a dossier is late by the measure, in the past or to come; None while it is waited for.

    The day named at receipt, moved by what is taken off, or the request for a supplement that was one too many
    (`asked_at`: when they were asked for, in their order).
    """
    once_too_often = asked_at[rule.supplements_most] if len(asked_at) > rule.supplements_most else None
    late_at = pace.add_minutes(due_at, 1)
    for one in stretches:
        if one.status not in rule.subtract or one.began_at >= late_at:
            continue
        if one.ended_at is None:
            return once_too_often
        if one.ended_at > received_at:
            late_at = pace.add_minutes(late_at, pace.minutes(max(one.began_at, received_at), one.ended_at))
    return min(late_at, once_too_often) if once_too_often is not None else late_at


def _end(rule: MeasureShape, stretches: Sequence[Stretch], at: datetime) -> tuple[datetime, int | None]:
    """Give when a dossier ended and by which status: of the first group that was reached, its first moment."""
    for group in rule.ends:
        found = next((one for one in stretches if one.status in group), None)
        if found is not None:
            return found.began_at, found.status
    if stretches and stretches[-1].status == rule.waiting:
        return stretches[-1].began_at, rule.waiting
    return at, None
