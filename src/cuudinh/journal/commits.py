"""Commits of SQLite that share their waits for the disk.

SQLite makes a writer wait for the disk before it lets the next one in. An act commits without that wait, gives up its
turn, and only then waits until the log of the database (`-wal`) is on disk: one wait serves all who committed before
it. Whoever is told that something is done is told so afterwards, and so is whatever is done on commit.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import OperationalError

from cuudinh.journal.aside import aside

_FULL: Final = 2
_FAILED: Final = b"!"
_WELL: Final = b"."
_PIECE: Final = 1 << 20


@contextmanager
def unwaited(here: Any) -> Iterator[bool]:
    """Let the commits of a connection not wait for the disk; gives whether whoever commits must `wait` instead.

    Where an installation gave up the wait (`CUUDINH_DURABILITY`) there is none to make up for.
    """
    here.ensure_connection()
    if here.connection.execute("PRAGMA synchronous").fetchone()[0] != _FULL:
        yield False
        return
    here.connection.execute("PRAGMA synchronous=NORMAL")
    try:
        yield True
    finally:
        # A connection that was lost meanwhile is opened anew with the habits of the settings.
        if here.connection is not None:
            here.connection.execute("PRAGMA synchronous=FULL")


def wait(database: Path) -> None:
    """Wait until everything that was committed is on disk.

    Raises `OperationalError` when the disk does not take it: what was committed may be gone with the power, so nobody
    is told that it is done, and nobody else either until it is written anew.
    """
    try:
        _sync(database)
    except OSError as fault:
        with _opened(queue_of(database)) as queue:
            os.pwrite(queue, _FAILED, 0)
        raise OperationalError("disk I/O error") from fault


def mend(database: Path, queue: int) -> None:
    """Write the log anew when a wait for the disk failed; called by who has the turn, with the file it is held on.

    What a disk did not take the system counts as written: no later wait would bring it there. Raises
    `OperationalError` when it still does not take it.
    """
    if os.pread(queue, len(_FAILED), 0) != _FAILED:
        return
    try:
        _write_anew(database)
    except OSError as fault:
        raise OperationalError("disk I/O error") from fault
    os.pwrite(queue, _WELL, 0)


def queue_of(database: Path) -> Path:
    """Give the file on which writers wait for their turn."""
    return database.with_name(f"{database.name}.writers")


def log_of(database: Path) -> Path:
    """Give the file into which SQLite writes what is committed."""
    return database.with_name(f"{database.name}-wal")


def _sync(database: Path) -> None:
    with _opened(log_of(database)) as log, aside():
        os.fdatasync(log)


def _write_anew(database: Path) -> None:
    at = 0
    with _opened(log_of(database)) as log:
        while piece := os.pread(log, _PIECE, at):
            at += os.pwrite(log, piece, at)
        os.fdatasync(log)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
