"""What the keeper leaves in the state folder: which chain grows, how far it is, and how the database was left."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from cuudinh.project.minutes import chains

_FILE: Final = "minutes.json"
_WANTED: Final = "minutes.wanted"
_LOCK: Final = "minutes.lock"
_WAIT_SECONDS_MOST: Final = 30.0
_LOOK_SECONDS: Final = 0.05


class Left(msgspec.Struct, frozen=True):
    """The file of the database when the last keeper had closed it, all of its log in it."""

    number: int
    size: int
    changed_ns: int


class Known(msgspec.Struct, frozen=True):
    """The chain that grows, its last segment, how the database was left, and why a chain had to end."""

    chain: str = ""
    number: int = 0
    left: Left | None = None
    gap: str = ""

    def at_number(self, number: int) -> "Known":
        """Give this with another last segment."""
        return msgspec.structs.replace(self, number=number)

    def left_now(self, database: Path) -> "Known":
        """Give this with the file of the database as it is now."""
        told = database.stat()
        return msgspec.structs.replace(self, left=Left(self.number, told.st_size, told.st_mtime_ns))

    def is_as_left(self, database: Path) -> bool:
        """Whether the database is as it was left after the last segment: all that came since is in its log."""
        told = database.stat()
        return self.left == Left(self.number, told.st_size, told.st_mtime_ns)


def read() -> Known:
    """Give what the last keeper left; nothing when there was none."""
    try:
        return msgspec.json.decode(file().read_bytes(), type=Known)
    except (OSError, msgspec.MsgspecError):
        return Known()


def write(known: Known) -> None:
    """Leave this for the next keeper and for whoever asks."""
    chains.write_small(file(), known)


def file() -> Path:
    """Give the file in which it stands; it goes with the database when that is moved away."""
    state: Path = settings.CUUDINH_STATE
    return state / _FILE


@contextmanager
def alone() -> Iterator[None]:
    """Be the only keeper during the block; a second waits for its turn."""
    descriptor = _lock()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_kept() -> bool:
    """Whether a keeper is there now."""
    descriptor = _lock()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock() -> int:
    return os.open(settings.CUUDINH_STATE / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)


def round_now() -> Known | None:
    """Ask the keeper for a round, with which a chain begins if none grows; give what is known after it.

    None when there is no keeper, or it does not come to it in half a minute.
    """
    wanted, by = settings.CUUDINH_STATE / _WANTED, time.monotonic() + _WAIT_SECONDS_MOST
    if not is_kept():
        return None
    wanted.touch(mode=0o600)
    while wanted.exists():
        if time.monotonic() > by:
            wanted.unlink(missing_ok=True)
            return None
        time.sleep(_LOOK_SECONDS)
    known = read()
    return known if known.chain else None


def is_wanted() -> bool:
    """Whether somebody waits for a round."""
    return (settings.CUUDINH_STATE / _WANTED).exists()


def answer() -> None:
    """Tell who waits for a round that it is done."""
    (settings.CUUDINH_STATE / _WANTED).unlink(missing_ok=True)
