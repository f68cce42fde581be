"""The second process of a load into SQLite: takes rows and casts from its standard input and inserts them.

SQLite has one writer; so one process chooses what is cast, and another makes rows of it and inserts them. It knows
nothing of the platform and holds no more than one portion and the forms of all rows.
"""

import marshal
import sqlite3
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, NamedTuple

LENGTH: Final = struct.Struct("<Q")
DONE: Final = b"."
# A store that is not finished is thrown away, so nothing is kept by which it could be mended.
HABITS: Final = ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF", "ignore_check_constraints=ON")


class Form(NamedTuple):
    """A row with free places: constants, the columns that are filled, and texts in which values stand.

    A text has its column and the values that stand in it, from one to before another.
    """

    constants: list[Any]
    columns: tuple[int, ...]
    texts: tuple[tuple[int, str, int, int], ...]


def filled(form: Form, own: int | None, values: tuple[Any, ...]) -> list[Any]:
    """Give a row of its form; `own` is its number where it has one of its own.

    >>> filled(Form([None, None, 'kept', None], (1,), ((3, 'case:%s', 1, 2),)), 7, ('a', 12))
    [7, 'a', 'kept', 'case:12']
    """
    constants, columns, texts = form
    row = constants.copy()
    for column, value in zip(columns, values):  # noqa: B905 - the values that follow stand in texts
        row[column] = value
    for column, text, first, end in texts:
        row[column] = text % values[first:end]
    if own is not None:
        row[0] = own
    return row


def portions(source: BinaryIO) -> Iterator[Any]:
    """Give statements with new forms and with rows or casts; None where the other process waits until all are in."""
    while head := source.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        yield marshal.loads(source.read(length)) if length else None  # noqa: S302 - from the process that began this


def insert(file: str, source: BinaryIO, answers: BinaryIO) -> None:
    """Insert what comes, a portion to a transaction, and answer each time when asked whether all is in."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=20)
    for habit in HABITS:
        connection.execute(f"PRAGMA {habit}")
    forms: dict[int, Form] = {}
    for portion in portions(source):
        if portion is None:
            answers.write(DONE)
            answers.flush()
            continue
        statement, new, rows = portion
        if new is not None:
            forms.update(new)
            rows = [filled(forms[form], own, values) for form, own, values in rows]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, rows)
        connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    insert(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer)
