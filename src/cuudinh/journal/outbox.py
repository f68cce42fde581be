"""News goes upward as typed events: published with the change, delivered afterwards, each effect once.

An event is a frozen dataclass; its class name is its name in the table, so a name is never used twice. A
listener runs inside the transaction that marks its event as taken: both happen or neither does. When one
fails, the delivery is undone and begun again with a savepoint for each; what fails then is tried again with
growing pauses and parked in the end, and the others go on.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
from django.db import connection
from django.db.models import QuerySet

from cuudinh.journal.models import OutboxEvent, OutboxFailure
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting, alone
from cuudinh.kernel import clock

Event = TypeVar("Event")
Listener = Callable[[Any], None]

ATTEMPTS_MOST = 8
_FIRST_PAUSE_SECONDS = 2
# On SQLite a commit costs more than a listener, so events share one; on PostgreSQL a transaction that touches
# the counters of many events would queue up with others that do the same in another order.
_SHARED_BY = {"sqlite": 25, "postgresql": 1}
_SHARED_SECONDS = 0.05

_types: dict[str, type] = {}
_listeners: dict[str, dict[str, Listener]] = defaultdict(dict)
_log = logging.getLogger(__name__)


def _name_of(event_type: type) -> str:
    known = _types.setdefault(event_type.__name__, event_type)
    assert known is event_type, f"two events are called {event_type.__name__}: {known} and {event_type}"
    return event_type.__name__


def publish(event: object) -> None:
    """Write an event beside the change it tells of; call it inside `acting()`."""
    assert connection.in_atomic_block, "an event belongs to the transaction of its change"
    _EVENTS.insert(
        name=_name_of(type(event)),
        body=msgspec.json.encode(event).decode(),
        published_at=clock.now(),
    )


def listener(
    event_type: type[Event], name: str
) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Register the decorated function for an event. `name` never changes: failures are kept under it."""

    def register(fn: Callable[[Event], None]) -> Callable[[Event], None]:
        listeners = _listeners[_name_of(event_type)]
        assert name not in listeners, f"two listeners of {event_type.__name__} are called {name}"
        listeners[name] = fn
        return fn

    return register


def deliver(limit: int = 200) -> int:
    """Hand waiting events to their listeners, oldest first, then failures that are due; give how many."""
    done = 0
    while done < limit:
        count = _deliver_some(min(_SHARED_BY[connection.vendor], limit - done))
        if not count:
            break
        done += count
    return done + _retry(limit)


def _deliver_some(limit: int) -> int:
    """Deliver in one transaction; when a listener fails, all of it is undone and each is told by itself."""
    try:
        return _delivered(limit, _tell)
    except Exception:  # noqa: BLE001  whatever it was is met again, and told of, where it stops no other
        return _delivered(limit, _told)


@acting()
def _delivered(limit: int, tell: Callable[[int, str, str, Listener], str]) -> int:
    started = time.monotonic()
    taken: list[int] = []
    for event_id, event_name, body in _WAITING.run()[:limit]:
        for name, fn in _listeners.get(event_name, {}).items():
            fault = tell(event_id, event_name, body, fn)
            if fault:
                _keep_failure(event_id, name, fault)
        taken.append(event_id)
        if time.monotonic() - started > _SHARED_SECONDS:
            break
    if taken:
        _EVENTS.update({"id": taken}, delivered_at=clock.now())
    return len(taken)


def _waiting() -> QuerySet[OutboxEvent, Any]:
    """Give the events that share the next transaction; on PostgreSQL those no other clerk is at."""
    rows = OutboxEvent.objects.filter(delivered_at__isnull=True).order_by("id")
    rows = rows.select_for_update(skip_locked=True)
    return rows.values_list("id", "name", "body")[: _SHARED_BY[connection.vendor]]


_EVENTS = PreparedRows(OutboxEvent)
_WAITING = Prepared("journal.outbox-waiting", _waiting, takes={}, sample={})


def _tell(_event_id: int, event_name: str, body: str, fn: Listener) -> str:
    """Let one listener take the event, as part of the whole delivery: a savepoint costs as much as many a listener."""
    fn(msgspec.json.decode(body, type=_types[event_name]))
    return ""


def _told(event_id: int, event_name: str, body: str, fn: Listener) -> str:
    """Let one listener take the event; give its fault, or nothing when all went well."""
    try:
        with alone():
            fn(msgspec.json.decode(body, type=_types[event_name]))
    except Exception as fault:  # noqa: BLE001  whatever one listener raises must not stop the others
        _log.warning("outbox: %s did not take event %s", fn.__qualname__, event_id, exc_info=True)
        return f"{type(fault).__name__}: {fault}"[:2000]
    return ""


def _pause(attempts: int) -> timedelta:
    return timedelta(seconds=_FIRST_PAUSE_SECONDS * 4 ** (attempts - 1))


def _keep_failure(event_id: int, name: str, fault: str) -> None:
    OutboxFailure.objects.create(
        event_id=event_id, listener=name, attempts=1, retry_at=clock.now() + _pause(1), fault=fault
    )


def _retry(limit: int) -> int:
    if not _TO_RETRY.run(now=clock.now()):
        return 0
    done = 0
    while done < limit and _retry_one():
        done += 1
    return done


def _retry_one() -> bool:
    """Give the failure that is due longest another try, in a transaction of its own."""
    with acting():
        due = OutboxFailure.objects.filter(parked_at__isnull=True, retry_at__lte=clock.now())
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        failure = due.select_related("event").order_by("retry_at", "id").first()
        if failure is None:
            return False
        fn = _listeners.get(failure.event.name, {}).get(failure.listener)
        event = failure.event
        fault = _told(event.pk, event.name, event.body, fn) if fn else "no listener has this name any more"
        if not fault:
            failure.delete()
        else:
            _put_off(failure, fault, is_last=fn is None)
    return True


_TO_RETRY = Prepared(
    "journal.outbox-to-retry",
    lambda now: (
        OutboxFailure.objects.filter(parked_at__isnull=True, retry_at__lte=now)
        .order_by("retry_at", "id")
        .values_list("id")[:1]
    ),
    takes={"now": datetime},
    sample={"now": datetime(2026, 11, 23, tzinfo=UTC)},
)


def _put_off(failure: OutboxFailure, fault: str, *, is_last: bool) -> None:
    failure.attempts += 1
    failure.fault = fault
    failure.retry_at = clock.now() + _pause(failure.attempts)
    if is_last or failure.attempts >= ATTEMPTS_MOST:
        failure.parked_at = clock.now()
        _log.error("outbox: event %s is parked for %s", failure.event_id, failure.listener)
    failure.save()


def waiting() -> int:
    """Give how many events wait for delivery; for the doctor and for tests, not for pages."""
    return OutboxEvent.objects.filter(delivered_at__isnull=True).count()


def parked() -> tuple[tuple[int, str, str], ...]:
    """Give what needs a person: failure id, listener and fault, oldest first."""
    rows = OutboxFailure.objects.filter(parked_at__isnull=False).order_by("id")
    return tuple(rows.values_list("id", "listener", "fault")[:200])


@acting()
def unpark(failure_id: int) -> None:
    """Let a parked listener try again, after its cause was mended."""
    OutboxFailure.objects.filter(pk=failure_id, parked_at__isnull=False).update(
        parked_at=None, retry_at=clock.now(), attempts=0
    )


@acting()
def forget(before: datetime, limit: int = 1000) -> int:
    """Drop delivered events older than a moment, unless a listener still owes them; give how many."""
    old = OutboxEvent.objects.filter(delivered_at__lt=before, failures__isnull=True).order_by("delivered_at")
    ids = list(old.values_list("id", flat=True)[:limit])
    return OutboxEvent.objects.filter(id__in=ids).delete()[0]
