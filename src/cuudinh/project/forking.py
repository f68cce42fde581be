"""Processes that begin as copies of this one, so that what all of them need is loaded once.

Memory that nobody changes stays common to all, and a process that died is back without loading anything.
Only on Linux: elsewhere libraries of the system do not bear it, and each process loads for itself.
"""

import ctypes
import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Final

Work = Callable[[], None]

_LOOK_SECONDS: Final = 0.02
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NAME: Final = 15
# Of `mallopt` in the C library of GNU; others have none.
_M_MMAP_THRESHOLD: Final = -3
_M_ARENA_MAX: Final = -8
_LARGE_BYTES: Final = 256 * 1024
# Loaded once here: between fork and exec a process should do as little as it can.
_LIBC: Final = ctypes.CDLL(None) if sys.platform == "linux" else None
# What the processes load by themselves or with their first answer, besides the applications of Django.
_COMMON: Final = (
    "cuudinh.project.addresses",
    "cuudinh.project.hashed_files",
    "cuudinh.project.receiving",
    "cuudinh.sites.centre.stream",
    "cuudinh.web.templating",
    "django.core.wsgi",
    "django.db.models.sql.compiler",
    "django.template.backends.jinja2",
    "granian.cli",
    "granian.rsgi",
    "granian.server",
    "granian.utils.proxies",
    "jinja2.ext",
)


def can_fork() -> bool:
    """Whether parts are copies of this process here."""
    return _LIBC is not None


def load_common() -> None:
    """Load what all processes need, and leave it where no collection of garbage touches it.

    A collection writes into every thing it looks at, and a page that is written to is common no more.
    """
    # One thread for its sums: others would not live on in a copy, and nothing here adds up that much.
    os.putenv("OPENBLAS_NUM_THREADS", "1")
    _give_memory_back()
    gc.disable()
    import_module("django").setup()
    for name in _COMMON:
        import_module(name)
    gc.freeze()
    gc.enable()


def _give_memory_back() -> None:
    """Have large pieces of memory, such as those of pictures and of password hashes, go back when they are free.

    Left to itself the C library of GNU keeps up to twice the largest piece it has seen, in each process for ever.
    """
    if _LIBC is not None and hasattr(_LIBC, "mallopt"):
        _LIBC.mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        _LIBC.mallopt(_M_ARENA_MAX, 1)


class Forked:
    """A copy of this process that does some work in a group of its own; used like `subprocess.Popen`."""

    def __init__(self, name: str, work: Work) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        self._code: int | None = None
        if not self.pid:
            _do(name, work)

    def poll(self) -> int | None:
        """Give its end as a code, a signal as a negative one, or None while it lives."""
        if self._code is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises `subprocess.TimeoutExpired`."""
        by = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if by is not None and time.monotonic() >= by:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(_LOOK_SECONDS)
        return code

    def terminate(self) -> None:
        """Ask it to finish."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


def _do(name: str, work: Work) -> None:
    """Do the work of a copy and end with it; never comes back into what the first process was doing."""
    code = 1
    try:
        os.setsid()
        die_with_parent()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        be_called(name)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - whatever it is, nothing may rise into the copied stack
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def die_with_parent() -> None:
    """Have Linux end this process when the supervisor is killed outright; elsewhere nothing is lost."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def be_called(name: str) -> None:
    """Have Linux show this process, and those that begin as copies of it, under a name."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_NAME, f"cuudinh-{name}".encode()[:15])
