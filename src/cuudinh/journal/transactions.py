"""One act, one transaction: `acting()` opens it and keeps writers on SQLite in a fair queue."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import Error, connection, transaction

from cuudinh.journal import commits
from cuudinh.journal.aside import staying
from cuudinh.journal.meters import Histogram
from cuudinh.journal.statements import count_of, database

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
    The block is left when what it did is on disk; only then runs what was to run on commit.
    """
    here = database()
    if here.vendor != "sqlite" or here.in_atomic_block:
        with transaction.atomic():
            yield
        return
    name = Path(here.settings_dict["NAME"])
    with commits.unwaited(here) as must_wait, _turn(name), transaction.atomic():
        yield
        afterwards, here.run_on_commit = here.run_on_commit, []
    if must_wait:
        commits.wait(name)
    here.run_on_commit = afterwards
    here.run_and_clear_commit_hooks()


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
def alone() -> Iterator[None]:
    """Be a part of the act that is open which, when it fails, is undone without the rest of the act.

    It does what `transaction.atomic` does there at a tenth of its cost; a delivery needs one for every listener.
    """
    here = database()
    assert here.in_atomic_block, "there is no act to be a part of"
    count_of(here, "SAVEPOINT alone", ())
    # Django drops what was to run on commit by the names of the savepoints it was asked for in.
    here.savepoint_state += 1
    mark = f"alone {here.savepoint_state}"
    here.savepoint_ids.append(mark)
    try:
        yield
    except BaseException:  # whatever fails is undone, and goes on to whoever asked
        _undo(here, mark)
        raise
    if here.needs_rollback:
        _undo(here, mark)
    else:
        here.savepoint_ids.pop()
        count_of(here, "RELEASE SAVEPOINT alone", ())


def _undo(here: Any, mark: str) -> None:
    here.savepoint_ids.pop()
    here.needs_rollback = False
    here.run_on_commit = [one for one in here.run_on_commit if mark not in one[0]]
    try:
        count_of(here, "ROLLBACK TO SAVEPOINT alone", ())
        count_of(here, "RELEASE SAVEPOINT alone", ())
    except Error:
        # The connection is gone, or with it the transaction: nothing of the act may be kept.
        here.needs_rollback = True


@contextmanager
def _turn(name: Path) -> Iterator[None]:
    """Hold the lock of writers until the commit is through."""
    # A descriptor of our own each time: one inherited through a fork would share the lock with its parent.
    queue = os.open(commits.queue_of(name), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        begun = time.perf_counter()
        fcntl.flock(queue, fcntl.LOCK_EX)
        _WAITS.observe(time.perf_counter() - begun)
        with staying():
            commits.mend(name, queue)
            yield
    finally:
        os.close(queue)
