"""A circuit breaker: who was silent several times in a row is left alone for a while, then asked once.

That it rests is a file, so that all processes of an installation know it as soon as one has found out.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

FAILURES_MOST: Final = 3
REST_SECONDS: Final = 15.0


class Resting(Exception):
    """The other side is left alone for the moment, so nobody asked it."""


class Circuit:
    """Counts silences of one outside system; `mark` is the file that stands while it rests, `clock` gives seconds."""

    def __init__(self, mark: Path, clock: Callable[[], float] = time.time) -> None:
        self._mark = mark
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0

    def is_closed(self) -> bool:
        """Whether the other side may be asked, as far as is known; asks nobody."""
        return not self._mark.exists()

    @contextmanager
    def asking(self, silences: tuple[type[Exception], ...]) -> Iterator[None]:
        """Ask the other side in the block; what it raises of `silences` counts as a silence, all else as an answer.

        Raises `Resting` while it is left alone. After the rest one asks while all others still wait.
        """
        with self._lock:
            self._refuse_to_disturb()
        is_silent = False
        try:
            yield
        except silences:
            is_silent = True
            raise
        finally:
            with self._lock:
                self._heard(is_silent=is_silent)

    def _refuse_to_disturb(self) -> None:
        with suppress(FileNotFoundError):
            rested = self._clock() - self._mark.stat().st_mtime
            # A clock that was put back makes nobody rest for longer.
            if 0 <= rested < REST_SECONDS:
                raise Resting
            self._rest()

    def _rest(self) -> None:
        self._mark.parent.mkdir(parents=True, exist_ok=True)
        self._mark.touch()
        os.utime(self._mark, (self._clock(), self._clock()))

    def _heard(self, *, is_silent: bool) -> None:
        if not is_silent:
            self._failures = 0
            self._mark.unlink(missing_ok=True)
            return
        self._failures += 1
        if self._failures >= FAILURES_MOST or self._mark.exists():
            # On a full or read-only disk each process finds out for itself.
            with suppress(OSError):
                self._rest()
