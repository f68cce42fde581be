"""Passwords: argon2id at the parameters of OWASP, and gates that keep a storm of sign-ins from memory and pages.

One hash takes 19 MiB and some 25 ms of a core. All processes of an installation together work on as many as the
machine has cores; in each a few more wait, and the next is turned away at once. Hashes are made by threads of their own
that stand behind those that answer pages: whoever is signed in already should not feel that thousands come in.
"""

import fcntl
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from django.conf import settings

from cuudinh.journal.aside import aside
from cuudinh.kernel.refusal import TooOften

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
QUEUE_MOST: Final = 50
WAIT_SECONDS: Final = 5
SLOTS: Final = os.cpu_count() or 1
# Of the scheduler: a thread ten steps behind gets a tenth of what it competes for, and all that nobody else wants.
_BEHIND: Final = 10
Worked = TypeVar("Worked")


class Gate:
    """Lets `slots` threads of this process work and `queue_most` wait; the next one is refused (`TooOften`)."""

    def __init__(self, slots: int, queue_most: int) -> None:
        self._slots = threading.Semaphore(slots)
        self._lock = threading.Lock()
        self._room = slots + queue_most

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Hold a slot for the block."""
        with self._lock:
            if self._room == 0:
                raise TooOften(wait_seconds=WAIT_SECONDS)
            self._room -= 1
        try:
            with self._slots:
                yield
        finally:
            with self._lock:
                self._room += 1


class SharedSlots:
    """So many places for all processes of an installation: locked files, which the system gives back when one dies."""

    def __init__(self, count: int, folder: Callable[[], Path]) -> None:
        self._count = count
        self._folder = folder

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold a place for the block; waits for one."""
        place = self._free() or self._waited_for()
        try:
            yield
        finally:
            os.close(place)

    def _free(self) -> int | None:
        for number in range(self._count):
            place = self._opened(number)
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(place)
            else:
                return place
        return None

    def _waited_for(self) -> int:
        """Give a place that was taken; which one is waited for is left to chance, so that all are."""
        place = self._opened(random.randrange(self._count))  # noqa: S311 - no secret
        fcntl.flock(place, fcntl.LOCK_EX)
        return place

    def _opened(self, number: int) -> int:
        folder = self._folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(folder / f"{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _folder() -> Path:
    return Path(settings.CUUDINH_STATE) / "hashing"


_gate = Gate(SLOTS, QUEUE_MOST)
_shared = SharedSlots(SLOTS, _folder)


def hashed(password: str) -> str:
    """Give what is stored of a password. Raises `TooOften` when too many wait."""
    return _worked(partial(_HASHER.hash, password))


def fits(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one. Without a stored one it takes just as long to say no."""
    against = stored if stored is not None else _nobodys()
    try:
        return _worked(partial(_HASHER.verify, against, password)) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def _worked(work: Callable[[], Worked]) -> Worked:
    """Have a slow piece of work done by a thread behind the others, while another page may be answered."""
    with aside(), _gate.passed(), _shared.held():
        return _threads(os.getpid()).submit(work).result()


@cache
def _threads(_process: int) -> ThreadPoolExecutor:
    """Give the threads of this process; a copy of a process has none of those it was copied with."""
    return ThreadPoolExecutor(SLOTS, thread_name_prefix="hash", initializer=_step_behind)


def _step_behind() -> None:
    # Elsewhere the number of a thread is none that the system would know.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _BEHIND)


@cache
def _nobodys() -> str:
    return _HASHER.hash(os.urandom(16).hex())
