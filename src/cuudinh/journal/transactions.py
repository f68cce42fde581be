"""One act, one transaction: `acting()` opens it and keeps writers on SQLite in a fair queue."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from cuudinh.journal.meters import Histogram

_held = threading.local()
_WAIT_BOUNDS_SECONDS = (0.001, 0.005, 0.025, 0.1, 0.5, 1.0, 2.0, 5.0)
_WAITS = Histogram(
    "cuudinh_write_wait_seconds",
    "How long an act waited for its turn to write; SQLite.",
    _WAIT_BOUNDS_SECONDS,
)


@contextmanager
def acting() -> Iterator[None]:
    """Hold one transaction around the block or the decorated function; used by every command.

    Inside another transaction it is a savepoint. On SQLite the outermost one first waits for its turn at a
    file lock: SQLite's own wait is a sleep lottery that starves writers for seconds, the lock is a queue, and
    the kernel gives it back when a process dies. On PostgreSQL rows are locked by the statements themselves.
    """
    with _turn(), transaction.atomic():
        yield


@contextmanager
def within_act() -> Iterator[None]:
    """Be part of the act that is open, or one act when none is; for the parts of which acts are made.

    A part has no savepoint of its own: what fails in it fails its whole act.
    """
    if connection.in_atomic_block:
        yield
        return
    with acting():
        yield


@contextmanager
def _turn() -> Iterator[None]:
    """Hold the lock of writers until the commit is through.

    Not taken twice by a thread: what runs on commit still runs inside its turn and may act itself.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block or getattr(_held, "yes", False):
        yield
        return
    # A descriptor of our own each time: one inherited through a fork would share the lock with its parent.
    descriptor = os.open(f"{connection.settings_dict['NAME']}.writers", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        begun = time.perf_counter()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _WAITS.observe(time.perf_counter() - begun)
        _held.yes = True
        yield
    finally:
        _held.yes = False
        os.close(descriptor)
