"""The second process of a load into SQLite: takes rows and casts from its standard input and inserts them.

SQLite has one writer; so one process chooses what is cast, and another makes rows of it and inserts them. It knows
nothing of the platform and holds no more than the forms of all rows and the casts that are still going on.
"""

import gc
import marshal
import sqlite3
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

from cuudinh.project.demonstration.casting.expanding import Day, Expanding, Start
from cuudinh.project.demonstration.casting.log import End

LENGTH: Final = struct.Struct("<Q")
DONE: Final = b"."
# A store that is not finished is thrown away, so nothing is kept by which it could be mended.
HABITS: Final = (
    "foreign_keys=OFF",
    "journal_mode=OFF",
    "synchronous=OFF",
    "ignore_check_constraints=ON",
    "cache_size=-65536",
)


class Inserting:
    """Inserts rows into a file; each thing it is asked for is one transaction."""

    def __init__(self, file: str) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, timeout=20)
        for habit in HABITS:
            self._connection.execute(f"PRAGMA {habit}")
        self._texts: Mapping[str, str] = {}
        self._expanding: Expanding | None = None

    def texts(self, texts: Mapping[str, str]) -> None:
        """Learn the statements that insert into each table."""
        self._texts = texts

    def begin(self, numbers: dict[str, int], news_since: str, end: Sequence[Any]) -> None:
        """Learn what casts go on from."""
        self._expanding = Expanding(Start(numbers, news_since, End(*end)), self.rows)

    def rows(self, name: str, rows: list[Any]) -> None:
        """Insert rows of one table."""
        self._connection.executemany(self._texts[name], rows)

    def day(self, day: Day) -> None:
        """Insert the rows of casts that are due."""
        assert self._expanding is not None, "it is said what casts go on from before the first"
        self._expanding.day(day)

    def do(self, act: str, *given: Any) -> None:
        """Do one thing."""
        self._connection.execute("BEGIN IMMEDIATE")
        getattr(self, act)(*given)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def asked(source: BinaryIO) -> Iterator[Any]:
    """Give what is asked for; None where the other process waits until all is in."""
    while head := source.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        yield marshal.loads(source.read(length)) if length else None  # noqa: S302 - from the process that began this


def insert(file: str, source: BinaryIO, answers: BinaryIO) -> None:
    """Do what comes, and answer each time when asked whether all is in."""
    inserting = Inserting(file)
    for one in asked(source):
        if one is None:
            answers.write(DONE)
            answers.flush()
        else:
            inserting.do(*one)
    inserting.close()


if __name__ == "__main__":
    # Rows hold no circles, and millions of them would be looked through for some.
    gc.disable()
    insert(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer)
