"""The two ends of a move: where rows are read in their written form, and where they are made.

A copy grows where nobody looks for it, in a schema of its own or in a file beside the one of SQLite, and takes its
place in one step when it is proved. Killed before that, it is dropped by the next move.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from cuudinh.project.moving.postgres import Postgres
from cuudinh.project.moving.values import FROM_SQLITE, TO_SQLITE, Row, Table
from cuudinh.project.trouble import Trouble

ROWS_AT_ONCE = 2000


class Side(Protocol):
    """One end of a move."""

    connection: BaseDatabaseWrapper

    def locked(self) -> Any:
        """Keep everybody from writing during the block, and read one state of everything."""

    def count(self, table: Table) -> int:
        """Give the number of rows of a table."""

    def read(self, table: Table) -> Iterator[list[Row]]:
        """Give the rows of a table in the order of its key, some at a time."""

    def last_numbers(self, tables: Iterable[Table]) -> dict[str, int]:
        """Give the last number each table gave to a row by itself; rows that are gone count."""


class Target(Side, Protocol):
    """The end that is made."""

    def begin(self) -> None:
        """Have a place for the copy, empty; raises `Trouble` where something is there already."""

    def loosen(self) -> None:
        """Take away what makes loading slow: indexes, and the keys that tie tables together."""

    def write(self, table: Table, batches: Iterable[list[Row]]) -> None:
        """Add rows to a table."""

    def tighten(self) -> None:
        """Put back what was taken away, and look whether all of it holds."""

    def put_last_numbers(self, numbers: dict[str, int], tables: Iterable[Table]) -> None:
        """Have each table go on counting after its last number."""

    def publish(self) -> None:
        """Put the copy in its place, in one step."""


@contextmanager
def as_default(side: Side) -> Iterator[None]:
    """Have everything in this thread ask the database of one end, as if it were that of the installation."""
    kept = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = side.connection
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = kept


def make_tables(target: Target) -> None:
    """Make the tables of this version, empty."""
    with as_default(target):
        call_command("migrate", interactive=False, verbosity=0)


def side_of(connection: BaseDatabaseWrapper) -> "Sqlite | Postgres":
    """Give the end that a database is."""
    return Postgres(connection) if connection.vendor == "postgresql" else Sqlite(connection)


class Sqlite:
    """A file of SQLite."""

    def __init__(self, connection: BaseDatabaseWrapper, place: Path | None = None) -> None:
        self.connection = connection
        self._file = Path(connection.settings_dict["NAME"])
        self._place = place
        self._dropped: list[str] = []

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of writers during the block, of SQLite itself: whoever writes waits."""
        with self.connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")

    def count(self, table: Table) -> int:
        """Give the number of rows of a table."""
        with self._reading() as reading:
            return int(reading.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0])  # noqa: S608  ours

    def read(self, table: Table) -> Iterator[list[Row]]:
        """Give the rows of a table in the order of its key, some at a time."""
        columns, key = _names(table.columns), _names(table.key)
        with self._reading() as reading:
            found = reading.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY {key}')  # noqa: S608  ours
            while rows := found.fetchmany(ROWS_AT_ONCE):
                yield table.written(rows, FROM_SQLITE)

    def last_numbers(self, tables: Iterable[Table]) -> dict[str, int]:
        """Give the last number each table gave to a row by itself; rows that are gone count."""
        with self._reading() as reading:
            kept = dict(reading.execute("SELECT name, seq FROM sqlite_sequence"))
        return {table.name: kept.get(table.name, 0) for table in tables if table.serial}

    def begin(self) -> None:
        """Begin a file beside the place of the database. Raises `Trouble` where a database is already."""
        assert self._place, "only a copy is begun"
        if self._place.exists():
            raise Trouble(
                f"There is a database in {self._place} already, and it is not written over.",
                "Put it away first, with what is called like it (-wal, -shm).",
            )
        self.connection.close()
        for tail in ("", "-wal", "-shm"):
            self._file.with_name(self._file.name + tail).unlink(missing_ok=True)

    def loosen(self) -> None:
        """Take away the indexes; rows may speak of rows that come later."""
        with self.connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
            for name, sql in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')
                self._dropped.append(sql)

    def write(self, table: Table, batches: Iterable[list[Row]]) -> None:
        """Add rows to a table, in one transaction."""
        places = ", ".join(["?"] * len(table.columns))
        insert = f'INSERT INTO "{table.name}" ({_names(table.columns)}) VALUES ({places})'  # noqa: S608  ours
        raw = self._raw()
        raw.execute("BEGIN IMMEDIATE")
        for rows in batches:
            raw.executemany(insert, table.written(rows, TO_SQLITE))
        raw.execute("COMMIT")

    def tighten(self) -> None:
        """Make the indexes again. Raises `Trouble` when a row speaks of one that is not there."""
        with self.connection.cursor() as cursor:
            for sql in self._dropped:
                cursor.execute(sql)
            wrong = cursor.execute("PRAGMA foreign_key_check").fetchone()
            if wrong:
                raise Trouble(
                    f"Row {wrong[1]} of {wrong[0]} speaks of a row of {wrong[2]} that is not there.", ""
                )
            cursor.execute("PRAGMA foreign_keys=ON")

    def put_last_numbers(self, numbers: dict[str, int], tables: Iterable[Table]) -> None:
        """Have each table go on counting after its last number."""
        raw = self._raw()
        for table in tables:
            if table.serial:
                raw.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table.name])
                raw.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", [table.name, numbers[table.name]])

    def publish(self) -> None:
        """Give the file its name; what SQLite kept beside it goes into it when it is closed."""
        assert self._place, "only a copy is published"
        with self.connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()
        self._file.replace(self._place)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Read what the file holds, without what Django makes of it."""
        with closing(sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True)) as reading:
            yield reading

    def _raw(self) -> sqlite3.Connection:
        self.connection.ensure_connection()
        raw: sqlite3.Connection = self.connection.connection
        return raw


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
