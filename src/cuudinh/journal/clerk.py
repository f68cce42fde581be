"""The one loop behind the pages: news, due times, slow work, sealing, tidying up.

Every step is bounded and resumable, so the loop can be killed at any moment and a second clerk does no harm.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from django.db import close_old_connections

from cuudinh.journal import files, idempotency, jobs, keys, logs, outbox, pictures, sealing
from cuudinh.journal.meters import Counter
from cuudinh.kernel import clock

WAKE_SECONDS = 0.5
# What comes meanwhile shares the transactions of the next round: most of a small round is spent on itself.
_REST_SECONDS = 0.2
_MUCH = 200
_KEEP_EVENTS = timedelta(days=30)
_KEEP_ONCE_KEYS = timedelta(days=7)
_KEEP_HALVES = timedelta(days=1)
_KEEP_TOLD = timedelta(days=8)
_TIDY_EVERY = timedelta(minutes=10)

Step = Callable[[], int]

_steps: dict[str, Step] = {}
_log = logging.getLogger(__name__)
_DONE = Counter("cuudinh_clerk_done_total", "What the clerk did, by step: events, jobs, lines …", ("step",))
_FAULTS = Counter(
    "cuudinh_clerk_faults_total", "Steps of the clerk that failed and are tried again.", ("step",)
)
_SECONDS = Counter("cuudinh_clerk_seconds_total", "Time the clerk worked, by step.", ("step",))


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
    """Run until told to stop; when nothing waits, look again within half a second, and rest between small rounds."""
    while not stop.is_set():
        close_old_connections()
        done = _round()
        if done < _MUCH:
            stop.wait(_REST_SECONDS if done else WAKE_SECONDS)


def _round() -> int:
    """Run every step once and write a line when there was anything to do."""
    begun = time.perf_counter()
    done = {name: count for name, fn in list(_steps.items()) if (count := _run(name, fn))}
    if done:
        logs.line("round", {"done": done, "ms": round((time.perf_counter() - begun) * 1000, 2)})
    return sum(done.values())


def _run(name: str, fn: Step) -> int:
    begun = time.perf_counter()
    try:
        count = fn()
    except Exception:  # noqa: BLE001  a step that fails must not stop the others; it is tried again
        _log.exception("clerk: step %s failed", name)
        _FAULTS.add(name)
        return 0
    _SECONDS.add(name, amount=time.perf_counter() - begun)
    _DONE.add(name, amount=count)
    return count


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
    files.drop_halves(now - _KEEP_HALVES)
    files.drop_told(now - _KEEP_TOLD)
    keys.remember()
    return 0


register_step("outbox", outbox.deliver)
register_step("jobs", jobs.work)
register_step("sealing", sealing.seal)
register_step("tidying", _tidy)
