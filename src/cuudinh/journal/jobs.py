"""Slow work, asked for in a transaction and done outside it.

A worker takes a job under a lease, does the slow part without any lock, and writes the result together with
the end of the job. Killed at any moment, the lease runs out and another takes over; the slow part may so
happen twice, what it writes happens once. A job that keeps failing is parked, the others go on.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least

from cuudinh.journal.models import Job
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock

Finish = Callable[[], None]
Handler = Callable[[Any], Finish | None]

LEASE = timedelta(minutes=2)
ATTEMPTS_MOST = 6
_FIRST_PAUSE_SECONDS = 5

_JOBS = PreparedRows(Job)
_handlers: dict[str, Handler] = {}
_log = logging.getLogger(__name__)


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for a kind of job.

    It gets the payload and does the slow part; it may be run again, so it must not mind. What it returns, if
    anything, is called in the transaction that ends the job: database writes belong there.
    """

    def register(fn: Handler) -> Handler:
        assert kind not in _handlers, f"two handlers for jobs of kind {kind}"
        _handlers[kind] = fn
        return fn

    return register


@acting()
def later(kind: str, payload: Any, *, run_at: datetime | None = None, key: str | None = None) -> None:
    """Ask for a job, now or at a moment, as part of the caller's transaction.

    With a `key` there is one unfinished job of the kind and key: asking again keeps the earlier moment and
    takes the newer payload; if it is being done right now, it is done once more, since it may have read what
    was there before; if it was parked, it gets another chance.
    """
    at = run_at or clock.now()
    body = msgspec.json.encode(payload).decode()
    asked = {"kind": kind, "key": key, "payload": body, "run_at": at}
    if key is None:
        _JOBS.insert(**asked)
        return
    fresh = {"payload": body, "lease": "", "leased_until": None, "parked_at": None, "attempts": 0}
    # A loop, because between the two statements another process may end the job or ask for it.
    while _JOBS.insert_unless_there(**asked) is None:
        if Job.objects.filter(kind=kind, key=key).update(run_at=Least(F("run_at"), at), **fresh):
            return


def work(limit: int = 10) -> int:
    """Do jobs that are due, one after the other; give how many were taken."""
    for done in range(limit):
        job = _claim() if _ANY_DUE.run(now=clock.now()) else None
        if job is None:
            return done
        _do(job)
    return limit


def _due(now: datetime) -> QuerySet[Job]:
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    return Job.objects.filter(free, parked_at__isnull=True, run_at__lte=now).order_by("run_at", "id")


# Asked before a job is claimed: a clerk that looks twice a second must not queue up with the writers for nothing.
_ANY_DUE = Prepared(
    "journal.jobs-due",
    lambda now: _due(now).values_list("id")[:1],
    takes={"now": datetime},
    sample={"now": datetime(2026, 11, 23, tzinfo=UTC)},
)


# On PostgreSQL one that no other clerk is taking.
_LONGEST_DUE = Prepared(
    "journal.job-longest-due",
    lambda now: (
        _due(now).select_for_update(skip_locked=True).values_list("id", "kind", "payload", "attempts")[:1]
    ),
    takes={"now": datetime},
    sample={"now": datetime(2026, 11, 23, tzinfo=UTC)},
)


@acting()
def _claim() -> Job | None:
    """Take the job that is due longest. Taking counts as an attempt: one that kills its worker is parked."""
    now = clock.now()
    found = _LONGEST_DUE.run(now=now)
    if not found:
        return None
    number, kind, payload, before = found[0]
    taken = {
        "attempts": before + 1,
        "lease": secrets.token_hex(16),
        "leased_until": now + LEASE,
        "parked_at": now if before >= ATTEMPTS_MOST else None,
    }
    _JOBS.update({"id": number}, **taken)
    return Job(id=number, kind=kind, payload=payload, **taken)


def _do(job: Job) -> None:
    if job.parked_at:
        _log.error("jobs: %s %s is parked", job.kind, job.pk)
        return
    try:
        finish = _handlers[job.kind](msgspec.json.decode(job.payload))
        _end(job, finish)
    except Exception as fault:  # noqa: BLE001  whatever one job raises must not stop the others
        _log.warning("jobs: %s %s failed", job.kind, job.pk, exc_info=True)
        _put_off(job, f"{type(fault).__name__}: {fault}"[:2000])


@acting()
def _end(job: Job, finish: Finish | None) -> None:
    """Write the result with the end of the job, unless the lease was lost: then another does or did it."""
    if _JOBS.delete(id=job.pk, lease=job.lease) and finish:
        finish()


@acting()
def _put_off(job: Job, fault: str) -> None:
    now = clock.now()
    pause = timedelta(seconds=_FIRST_PAUSE_SECONDS * 4 ** (job.attempts - 1))
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        fault=fault,
        run_at=now + pause,
        leased_until=None,
        parked_at=now if job.attempts >= ATTEMPTS_MOST else None,
    )


def waiting() -> int:
    """Give how many jobs are not done and not parked; for the doctor and for tests, not for pages."""
    return Job.objects.filter(parked_at__isnull=True).count()


def parked() -> tuple[tuple[int, str, str], ...]:
    """Give what needs a person: job id, kind and fault, oldest first."""
    rows = Job.objects.filter(parked_at__isnull=False).order_by("id")
    return tuple(rows.values_list("id", "kind", "fault")[:200])


@acting()
def unpark(job_id: int) -> None:
    """Let a parked job try again, after its cause was mended."""
    Job.objects.filter(pk=job_id, parked_at__isnull=False).update(
        parked_at=None, leased_until=None, lease="", attempts=0, run_at=clock.now()
    )
