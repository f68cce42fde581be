"""Reminding the privacy desk of legal clocks: requests, the hours of an incident, reviews of what is kept back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db.models import F, Q

from cuudinh.engines.identity import provisions
from cuudinh.engines.identity.models import OPEN_STATES, Concealment, Incident, RightsRequest
from cuudinh.engines.identity.provisions import value_today
from cuudinh.engines.identity.rules.reminding import reminder
from cuudinh.engines.identity.types import ClockRunning
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

MOST: Final = 200
# What is kept back is reviewed by a day, not by an hour.
_REVIEW_BEFORE: Final = timedelta(days=7)
Clocked = TypeVar("Clocked", RightsRequest, Incident, Concealment)


@acting()
def remind_of_clocks(actor: Actor) -> int:
    """Tell of every clock that runs out soon or has run out, each of both once; give how many were told of."""
    now = clock.now()
    return _of_requests(actor, now) + _of_incidents(actor, now) + _of_reviews(actor, now)


def _of_requests(actor: Actor, now: datetime) -> int:
    hours = provisions.current().remind_hours
    before = timedelta(hours=value_today(hours)) if hours else timedelta(0)
    answers = Q(_told("answer_due_at", now, before), answered_at__isnull=True)
    deeds = Q(_told("due_at", now, before), answered_at__isnull=False)
    rows = RightsRequest.objects.select_for_update().filter(answers | deeds, state__in=OPEN_STATES)
    due = ((one, one.number, one.due_at if one.answered_at else one.answer_due_at) for one in rows[:MOST])
    return _remind(actor, "request", due, now, before)


def _of_incidents(actor: Actor, now: datetime) -> int:
    shape = provisions.current().incidents
    before = timedelta(hours=value_today(shape.remind_hours)) if shape is not None else timedelta(0)
    rows = Incident.objects.select_for_update().filter(_told("due_at", now, before), told_at__isnull=True)
    return _remind(actor, "incident", ((one, one.number, one.due_at) for one in rows[:MOST]), now, before)


def _of_reviews(actor: Actor, now: datetime) -> int:
    living = Concealment.objects.select_for_update().filter(lifted_at__isnull=True, until__gt=now)
    rows = living.filter(_told("review_at", now, _REVIEW_BEFORE))
    due = ((one, str(one.pk), one.review_at) for one in rows[:MOST] if one.review_at is not None)
    return _remind(actor, "concealment", due, now, _REVIEW_BEFORE)


def _told(column: str, now: datetime, before: timedelta) -> Q:
    """Give which clocks the desk is to be told of now: those it was told of already take no place of others."""
    due = F(column)
    again = Q(warned_at__lt=due - before) | Q(warned_at__lt=due, **{f"{column}__lte": now})
    return Q(Q(warned_at__isnull=True) | again, **{f"{column}__lte": now + before})


def _remind(
    actor: Actor,
    kind: str,
    rows: Iterable[tuple[Clocked, str, datetime]],
    now: datetime,
    before: timedelta,
) -> int:
    told = 0
    for row, ref, due in rows:
        found = reminder(due, row.warned_at, now, before)
        if found:
            row.warned_at = now
            row.save(update_fields=["warned_at"])
            audit.record(actor, "privacy.remind", (kind, ref), rule="clock", facts={"state": found})
            outbox.publish(ClockRunning(kind, ref, found == "late", due.isoformat()))
            told += 1
    return told
