"""The second process of a load into SQLite: takes rows from its standard input and inserts them.

SQLite has one writer, and making a row costs about what inserting it does; so one process makes rows and another
inserts them. It knows nothing of the platform and holds no more than one portion.
"""

import marshal
import sqlite3
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

LENGTH: Final = struct.Struct("<Q")
DONE: Final = b"."
# A store that is not finished is thrown away, so nothing is kept by which it could be mended.
HABITS: Final = ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF", "ignore_check_constraints=ON")


def portions(source: BinaryIO) -> Iterator[tuple[str, list[Any]] | None]:
    """Give statements with their rows; None where the other process waits until all rows are in."""
    while head := source.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        yield marshal.loads(source.read(length)) if length else None  # noqa: S302 - from the process that began this


def insert(file: str, source: BinaryIO, answers: BinaryIO) -> None:
    """Insert what comes, a portion to a transaction, and answer each time when asked whether all is in."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=20)
    for habit in HABITS:
        connection.execute(f"PRAGMA {habit}")
    for portion in portions(source):
        if portion is None:
            answers.write(DONE)
            answers.flush()
            continue
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(*portion)
        connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    insert(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer)
