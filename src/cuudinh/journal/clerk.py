"""The one loop behind the pages: news, due times, slow work, sealing, tidying up.

Every step is bounded and resumable, so the loop can be killed at any moment and a second clerk does no harm.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from django.db import close_old_connections

from cuudinh.journal import idempotency, jobs, keys, outbox, pictures, sealing
from cuudinh.kernel import clock

WAKE_SECONDS = 0.5
_KEEP_EVENTS = timedelta(days=30)
_KEEP_ONCE_KEYS = timedelta(days=7)
_TIDY_EVERY = timedelta(minutes=10)

Step = Callable[[], int]

_steps: dict[str, Step] = {}
_log = logging.getLogger(__name__)


def register_step(name: str, fn: Step) -> None:
    """Add a step to the loop: it does a bounded piece of work and gives how much it did."""
    assert name not in _steps, f"two steps of the clerk are called {name}"
    _steps[name] = fn


def run_once(*names: str) -> int:
    """Run every step once, or those named, and give how much was done; 0 means that nothing waits."""
    return sum(_run(name, fn) for name, fn in list(_steps.items()) if not names or name in names)


def run_until_idle(*names: str, rounds_most: int = 1000) -> None:
    """Run until nothing waits for any step, or for those named: for tests, demos and imports."""
    for _ in range(rounds_most):
        if not run_once(*names):
            return


def run_forever(stop: Event) -> None:
    """Run until told to stop; when nothing waits, look again within half a second."""
    while not stop.is_set():
        close_old_connections()
        if not run_once():
            stop.wait(WAKE_SECONDS)


def _run(name: str, fn: Step) -> int:
    try:
        return fn()
    except Exception as fault:  # noqa: BLE001  a step that fails must not stop the others; it is tried again
        _log.error("clerk: step %s failed: %r", name, fault)
        return 0


class _Tidied:
    """When this process last tidied up."""

    at: datetime | None = None


def _tidy() -> int:
    """Drop what is only kept for a while, a bounded piece every ten minutes."""
    now = clock.now()
    if _Tidied.at and now - _Tidied.at < _TIDY_EVERY:
        return 0
    _Tidied.at = now
    outbox.forget(now - _KEEP_EVENTS)
    idempotency.forget(now - _KEEP_ONCE_KEYS)
    pictures.empty_quarantine()
    pictures.drop_loose()
    keys.remember()
    return 0


register_step("outbox", outbox.deliver)
register_step("jobs", jobs.work)
register_step("sealing", sealing.seal)
register_step("tidying", _tidy)
