"""The keeper: every ten seconds it writes down what changed, and it alone lets the write-ahead log begin anew.

It always holds a reading transaction at the last frame it has written down. As long as one is held there, nobody can
bring a later frame into the database or let the log begin anew, whatever process tries. It takes the writers' lock
only to see where the log ends, and, when the log has grown, to write down the last few frames, bring all of it into
the database and hold a new transaction before anybody else can write.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection

from cuudinh.journal import commits
from cuudinh.journal.meters import Counter, Histogram
from cuudinh.kernel import clock
from cuudinh.project.minutes import chains, keeping_on, log, segments
from cuudinh.project.minutes.chains import Seen
from cuudinh.project.minutes.log import End
from cuudinh.project.minutes.segments import About, Segment
from cuudinh.project.minutes.stored import Stored
from cuudinh.project.tallying import log_end
from cuudinh.project.trouble import Trouble

# Without a chain the log is brought into the database after as many frames as SQLite would do it.
_FRAMES_WITHOUT: Final = 1000
FRAMES_MOST: Final = 4000
_BOUNDS_SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5)
_HELD = Histogram(
    "cuudinh_minutes_hold_seconds", "How long the keeper of minutes held the writers' lock.", _BOUNDS_SECONDS
)
_BYTES = Counter("cuudinh_minutes_bytes_total", "Bytes of segments written by the keeper of minutes.")


@dataclass(frozen=True, slots=True)
class _Place:
    """Up to where the log is written down. From an empty log and from one that may begin anew, another follows."""

    salts: bytes
    frames: int
    may_begin_anew: bool

    def first_frame(self, end: End) -> int | None:
        """Give the first frame that is not written down, or None when frames may have been lost in between."""
        if end.salts == self.salts:
            return self.frames + 1 if end.frames >= self.frames else None
        if not self.frames or (self.may_begin_anew and end.began_anew_once_after(self.salts)):
            return 1
        return None


class Keeper:
    """Keeps the minutes of the database in the settings, from the first backup on that asks for it."""

    def __init__(self) -> None:
        self.database = Path(connection.settings_dict["NAME"])
        self._log = commits.log_of(self.database)
        self._reader, self._spare, self._writer = (self._opened() for _ in range(3))
        # Closing a file of an open database would take its locks away, so the index is open as long as this process.
        self._index = os.open(self.database.with_name(f"{self.database.name}-shm"), os.O_RDONLY)
        self._known = keeping_on.read()
        self._place: _Place | None = None
        self.gap = self._known.gap
        self._go_on()

    def _opened(self) -> sqlite3.Connection:
        opened = sqlite3.connect(self.database, timeout=20, isolation_level=None)
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("PRAGMA wal_autocheckpoint=0")
        opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return opened

    @property
    def chain(self) -> Path | None:
        """Give the folder of the chain that grows, if one does."""
        return chains.folder_of(self._known.chain) if self._known.chain else None

    def is_overdue(self) -> bool:
        """Whether the log has grown so much that the next round is due at once."""
        end = log.end_in(self._index)
        if self._place is None:
            return end.frames > _FRAMES_WITHOUT
        return end.frames - (self._place.frames if end.salts == self._place.salts else 0) > FRAMES_MOST

    def begin_chain(self) -> None:
        """Begin a chain here: what changes from now on is written down."""
        folder = chains.new_chain(clock.now())
        self._known, self.gap = keeping_on.Known(chain=folder.name), ""
        self._stored = Stored(folder)
        with self._turn() as end:
            self._place = _Place(end.salts, end.frames, may_begin_anew=False)
            self._hold_here()
        keeping_on.write(self._known)
        self.round()

    def _go_on(self) -> None:
        """Go on with the chain of before, if nothing was lost while no keeper was there."""
        if self.chain is None:
            return
        self._hold_here()
        made = segments.in_folder(self.chain)
        if made:
            self._known = self._known.at_number(made[-1].last)
            self._place = self._place_after(made[-1])
            self._stored = Stored(self.chain)
        if self._place is None:
            self._lose("the database was changed while no keeper was there")

    def _place_after(self, last: Segment) -> _Place | None:
        """Give where to go on after a segment, or None when that cannot be known."""
        try:
            about, end = segments.about(last), log.end_in(self._index)
        except Trouble:
            return None
        place = _Place(bytes.fromhex(about.salts), about.frames, about.may_begin_anew)
        if about.frames and place.first_frame(end):
            return place
        is_as_left = self._known.is_as_left(self.database)
        return _Place(b"", 0, may_begin_anew=False) if is_as_left else None

    def _lose(self, why: str) -> None:
        """End the chain: what comes from now on could not be laid on it."""
        self._place, self.gap = None, why
        self._known = keeping_on.Known(gap=why)
        self._let_go()
        keeping_on.write(self._known)

    def round(self) -> None:
        """Write down what changed since the last round; bring the log into the database when it has grown."""
        if self._place is None or self.chain is None:
            if self.is_overdue():
                self._checkpoint()
            return
        self._stored.keep(self._known.number + 1)
        with self._turn() as end:
            at, head = clock.now(), log_end(self._writer)
            self._stored.keep(self._known.number + 1)
            first = self._place.first_frame(end)
            if first:
                self._hold_here()
        if first is None:
            self._lose("the log of the database began anew before it was written down")
            return
        is_new = first <= end.frames
        if is_new or not self._known.number:
            # A segment must hold nothing that the database itself would lose with the power.
            commits.wait(self.database)
            segments.settle(self._write((at, *head), end, first))
        chains.note_seen(self.chain, Seen(self._known.number, at))
        keeping_on.write(self._known)
        if is_new and end.frames > FRAMES_MOST:
            self._checkpoint_and_empty()

    def empty_the_log(self) -> None:
        """Bring the whole log into the database, so that the next act begins it anew; writers wait meanwhile."""
        if self._place is None or self.chain is None:
            self._checkpoint()
            return
        made = None
        with self._turn() as end:
            first = self._place.first_frame(end)
            if first is not None:
                self._stored.keep(self._known.number + 1)
                told = (clock.now(), *log_end(self._writer))
                made = self._write(told, end, first, may_begin_anew=True)
                self._let_go()
                self._checkpoint()
                self._hold_here()
        # Writers need not wait for the disk of the backups: torn by a loss of power it only ends the chain.
        if made:
            segments.settle(made)
        keeping_on.write(self._known)

    def close(self) -> None:
        """Write down the rest and note how the database is left, so that the next keeper can go on."""
        self.round()
        self.empty_the_log()
        self._let_go()
        for opened in (self._reader, self._spare, self._writer):
            opened.close()
        os.close(self._index)
        if self._place is not None:
            keeping_on.write(self._known.left_now(self.database))

    def _write(
        self, told: tuple[datetime, int, str], end: End, first: int, *, may_begin_anew: bool = False
    ) -> Segment:
        """Write a segment: the moment and the end of the log of acts are `told`."""
        assert self.chain is not None
        at, lines, acts = told
        about = About(
            end.pages, end.page_bytes, lines, acts, end.salts.hex(), end.frames, may_begin_anew=may_begin_anew
        )
        number = self._known.number + 1
        pages = log.Stretch(self._log, first, end).pages()
        made = segments.write(self.chain, (number, number), at, about, pages)
        _BYTES.add(amount=made.path.stat().st_size)
        self._place = _Place(end.salts, end.frames, may_begin_anew)
        self._known = self._known.at_number(number)
        return made

    @contextmanager
    def _turn(self) -> Iterator[End]:
        """Let nobody write during the block, and give where the log ends."""
        queue = os.open(commits.queue_of(self.database), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(queue, fcntl.LOCK_EX)
            begun = time.perf_counter()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield log.end_in(self._index)
            finally:
                self._writer.execute("ROLLBACK")
                _HELD.observe(time.perf_counter() - begun)
        finally:
            os.close(queue)

    def _hold_here(self) -> None:
        """Hold a reading transaction at the end of the log, and only then let the one before go."""
        self._spare.execute("BEGIN")
        self._spare.execute("SELECT count(*) FROM sqlite_master").fetchone()
        self._let_go()
        self._reader, self._spare = self._spare, self._reader

    def _let_go(self) -> None:
        if self._reader.in_transaction:
            self._reader.execute("ROLLBACK")

    def _checkpoint_and_empty(self) -> None:
        """Bring in what is written down and, unless a reader is in the way, the rest while writers wait."""
        assert self._place is not None
        if self._checkpoint() >= self._place.frames:
            self.empty_the_log()

    def _checkpoint(self) -> int:
        """Bring into the database what may be; give up to which frame it has all."""
        # Another reader may be in the way, or the disk: what could not be done now is done in a later round.
        with suppress(sqlite3.OperationalError):
            _, _, done = self._spare.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            return int(done)
        return 0
