"""The process of the keeper: a round every ten seconds, sooner when somebody asks or the log has grown."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings

from cuudinh.kernel import clock
from cuudinh.project import thinning
from cuudinh.project.minutes import chains, keeping_on
from cuudinh.project.minutes.keeper import Keeper

ROUND_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 0.2
_THIN_SECONDS: Final = 60.0
_BASE_SECONDS: Final = 3600.0
# Others were asked to end when the supervisor died; within this time they have.
_ORPHAN_SECONDS: Final = 12.0

Say = Callable[[str], None]


class _Ending:
    """Whether this process was asked to end."""

    def __init__(self) -> None:
        self.is_asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, *_: object) -> None:
        self.is_asked = True


def run_forever(say: Say) -> None:
    """Keep the minutes until told to end, and then leave the database so that the next keeper can go on.

    Where the supervisor died the other processes may still write: it goes on until they have ended.
    """
    ending, parent, by = _Ending(), os.getppid(), 0.0
    with keeping_on.alone():
        keeper, bases, rounds = Keeper(), _Bases(say), Rounds()
        while not (ending.is_asked and not by) and not (by and time.monotonic() >= by):
            rounds.look(keeper)
            bases.look(keeper)
            time.sleep(_LOOK_SECONDS)
            if not by and os.getppid() != parent:
                by = time.monotonic() + _ORPHAN_SECONDS
        keeper.close()


class Rounds:
    """When the next round is due: at whole tens of seconds, so that a minute has its own."""

    def __init__(self) -> None:
        self._due = 0.0
        self._thin_at = 0.0

    def look(self, keeper: Keeper) -> None:
        """Make a round if one is due or wanted."""
        now, is_wanted = time.time(), keeping_on.is_wanted()
        is_jump = now < self._due - 2 * ROUND_SECONDS
        if not (is_wanted or is_jump or now >= self._due or keeper.is_overdue()):
            return
        self._due = (now // ROUND_SECONDS + 1) * ROUND_SECONDS
        if is_wanted and keeper.chain is None:
            keeper.begin_chain()
        else:
            keeper.round()
        if is_wanted:
            keeping_on.answer()
        if time.monotonic() >= self._thin_at:
            self._thin_at = time.monotonic() + _THIN_SECONDS
            chains.thin(clock.now())


class _Bases:
    """Makes a backup when a chain had to end: without a base, nothing can be laid on."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._next_at = 0.0
        self._making: subprocess.Popen[bytes] | None = None

    def look(self, keeper: Keeper) -> None:
        """Begin a backup if one is needed, at most one in an hour."""
        if self._making is not None:
            if self._making.poll() is None:
                return
            self._making = None
        if not keeper.gap or time.monotonic() < self._next_at:
            return
        self._next_at = time.monotonic() + _BASE_SECONDS
        self._say(f"minutes begin anew with a backup: {keeper.gap}")
        target = settings.CUUDINH_BACKUPS / thinning.name_of(clock.now())
        command = [sys.executable, "-m", "cuudinh.project.cli", "backup", str(target)]
        self._making = subprocess.Popen(  # noqa: S603 - our own command
            ["/usr/bin/env", "nice", "-n", "10", *command], stdout=subprocess.DEVNULL
        )
