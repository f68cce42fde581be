"""Whether the platform runs: whatever writes holds a lock in common, and a restore must have it for itself.

The kernel gives the lock back when a process dies, so nothing is left to clear away.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from cuudinh.project.trouble import Trouble

LOCK = "running.lock"
INTERRUPTED = "restore-not-finished"


def hold() -> int:
    """Hold the lock in common until this process ends; give its descriptor.

    Raises `Trouble` while an archive is being put back, and when that was interrupted.
    """
    descriptor = _open()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        os.close(descriptor)
        raise Trouble("This installation is just being restored.", "Wait until that has ended.") from fault
    if interrupted().exists():
        os.close(descriptor)
        raise Trouble(
            f"Restoring {interrupted().read_text('utf-8').strip()} was interrupted.",
            "Run cuudinh restore with it again, with --replace; nothing that was there is lost.",
        )
    return descriptor


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock for oneself; raises `Trouble` while the platform or a command of it runs."""
    descriptor = _open()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as fault:
        raise Trouble(
            "The platform runs, or one of its commands does.",
            "Stop it first (Ctrl-C, or the service that keeps it), then run this again.",
        ) from fault
    finally:
        os.close(descriptor)


def interrupted() -> Path:
    """Give the file that is there from the first thing a restore moves until it has ended."""
    state: Path = settings.CUUDINH_STATE
    return state / INTERRUPTED


def _open() -> int:
    state: Path = settings.CUUDINH_STATE
    state.mkdir(parents=True, exist_ok=True)
    return os.open(state / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
