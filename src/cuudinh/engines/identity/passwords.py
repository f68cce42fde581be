"""Passwords: argon2id at the parameters of OWASP, and a gate that keeps a storm of sign-ins from the memory.

One hash takes 19 MiB and some 25 ms of a core, so a process works on as many as it has cores, lets a few
wait, and turns the rest away at once.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from cuudinh.kernel.refusal import TooOften

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
QUEUE_MOST: Final = 50
_WAIT_SECONDS: Final = 5


class Gate:
    """Lets `slots` threads work and `queue_most` wait; the next one is refused (`TooOften`)."""

    def __init__(self, slots: int, queue_most: int) -> None:
        self._slots = threading.Semaphore(slots)
        self._lock = threading.Lock()
        self._room = slots + queue_most

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Hold a slot for the block."""
        with self._lock:
            if self._room == 0:
                raise TooOften(wait_seconds=_WAIT_SECONDS)
            self._room -= 1
        try:
            with self._slots:
                yield
        finally:
            with self._lock:
                self._room += 1


_gate = Gate(os.cpu_count() or 1, QUEUE_MOST)


def hashed(password: str) -> str:
    """Give what is stored of a password. Raises `TooOften` when too many wait."""
    with _gate.passed():
        return _HASHER.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one. Without a stored one it takes just as long to say no."""
    against = stored if stored is not None else _nobodys()
    with _gate.passed():
        try:
            return _HASHER.verify(against, password) and stored is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return _HASHER.hash(os.urandom(16).hex())
