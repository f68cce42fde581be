"""What waits for the clerk, how much and since when: for watchers and the doctor, never for pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from cuudinh.journal.models import AuditInbox, Job, OutboxEvent, OutboxFailure, StoredPicture
from cuudinh.kernel import clock


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many of one kind wait, and for how long the oldest has."""

    kind: str
    waiting: int
    oldest_seconds: float


def backlogs() -> Iterator[Backlog]:
    """Give what waits: events to deliver, jobs that are due, lines to seal, pictures to draw anew."""
    now = clock.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    due = Job.objects.filter(free, parked_at__isnull=True, run_at__lte=now)
    yield backlog("events", OutboxEvent.objects.filter(delivered_at__isnull=True), "published_at")
    yield backlog("jobs", due, "run_at")
    yield backlog("lines to seal", AuditInbox.objects.all(), "at")
    yield backlog("pictures", StoredPicture.objects.filter(state="waiting"), "added_at")


def backlog(kind: str, rows: QuerySet[Any], since: str) -> Backlog:
    """Give how many rows wait and since when by a column."""
    found = rows.aggregate(waiting=Count("*"), oldest=Min(since))
    oldest: datetime | None = found["oldest"]
    return Backlog(
        kind, found["waiting"], max((clock.now() - oldest).total_seconds(), 0.0) if oldest else 0.0
    )


def parked() -> dict[str, int]:
    """Give how many were given up and wait for a person."""
    return {
        "events": OutboxFailure.objects.filter(parked_at__isnull=False).count(),
        "jobs": Job.objects.filter(parked_at__isnull=False).count(),
    }
