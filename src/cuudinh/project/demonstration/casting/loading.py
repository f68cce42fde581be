"""Writing rows by the hundred thousand: a process that inserts on SQLite, COPY on PostgreSQL.

Indexes and checks that can be made afterwards are dropped before and made again at the end: a row that is put
into fifteen indexes at once costs many times what sorting each index once costs.
"""

import fcntl
import marshal
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection

from cuudinh.project.demonstration.casting import bare, inserting, tables, unfinished
from cuudinh.project.demonstration.casting.expanding import Day, Expanding, Start

Say = Callable[[str, int, int], None]
_PORTION: Final = 5000
_PIPE: Final = 1 << 20
# Of the process that makes indexes: the cache of pages, and as much again for each that is sorted.
_CACHE_KIB: Final = 128 * 1024
# Words of the text index are held up to so much before they are written; the usual megabyte makes many small parts.
_WORDS_HELD: Final = 64 << 20
_WORDS_HELD_USUALLY: Final = 1 << 20


class Loader:
    """Writes rows into tables, a portion at a time; the columns are those of the model in its order."""

    def __init__(self, models: Sequence[str]) -> None:
        self._rows: dict[str, list[Any]] = {name: [] for name in models}
        self._into = _Copying(models) if connection.vendor == "postgresql" else _Inserting(models)

    def write(self, name: str, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of one model, now or with those that follow."""
        waiting = self._rows[name]
        waiting.extend(rows)
        if len(waiting) >= _PORTION:
            self._put(name)

    def _put(self, name: str) -> None:
        rows, self._rows[name] = self._rows[name], []
        if rows:
            self._into.rows(name, rows)

    def begin(self, start: Start) -> None:
        """Say what casts go on from."""
        self._into.begin(start)

    def day(self, day: Day) -> None:
        """Write the rows of casts that are due, and know those that were chosen since."""
        self._into.day(day)

    def settle(self) -> None:
        """Write everything and wait until it stands in the tables."""
        for name in self._rows:
            self._put(name)
        self._into.settle()

    def close(self) -> None:
        """Write everything and end."""
        self.settle()
        self._into.close()


class _Copying:
    """COPY: the server is a process of its own already."""

    def __init__(self, models: Sequence[str]) -> None:
        self._texts = {name: _copying(name) for name in models}
        self._made: dict[str, list[Any]] = {name: [] for name in models}
        self._expanding: Expanding | None = None

    def rows(self, name: str, rows: Sequence[Any]) -> None:
        with connection.cursor() as cursor, cursor.copy(self._texts[name]) as copy:
            for row in rows:
                copy.write_row(row)

    def begin(self, start: Start) -> None:
        self._expanding = Expanding(start, self._keep)

    def _keep(self, name: str, rows: list[Any]) -> None:
        waiting = self._made[name]
        waiting += rows
        if len(waiting) >= _PORTION:
            self.rows(name, waiting)
            waiting.clear()

    def day(self, day: Day) -> None:
        assert self._expanding is not None, "it is said what casts go on from before the first"
        self._expanding.day(day)

    def settle(self) -> None:
        for name, rows in self._made.items():
            if rows:
                self.rows(name, rows)
                rows.clear()

    def close(self) -> None:
        """Nothing is held."""


class _Inserting:
    """A process beside this one that makes rows of casts and inserts them (`inserting`)."""

    def __init__(self, models: Sequence[str]) -> None:
        command = [sys.executable, "-m", inserting.__name__, str(connection.settings_dict["NAME"])]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        assert self._process.stdin is not None, "rows are sent by its standard input"
        assert self._process.stdout is not None, "it answers by its standard output"
        self._to, self._from = self._process.stdin, self._process.stdout
        # Room for a day or two, so that neither process waits for the other after every one.
        fcntl.fcntl(self._to, fcntl.F_SETPIPE_SZ, _PIPE)
        self._send("texts", {name: _inserting(name) for name in models})

    def rows(self, name: str, rows: Sequence[Any]) -> None:
        self._send("rows", name, rows)

    def begin(self, start: Start) -> None:
        self._send("begin", start.numbers, start.news_since, tuple(start.end))

    def day(self, day: Day) -> None:
        self._send("day", day)

    def _send(self, *sent: Any) -> None:
        portion = marshal.dumps(sent)
        self._to.write(inserting.LENGTH.pack(len(portion)))
        self._to.write(portion)

    def settle(self) -> None:
        """Wait for the answer. Raises `RuntimeError` when the process ended; it says why on standard error."""
        self._to.write(inserting.LENGTH.pack(0))
        self._to.flush()
        if self._from.read(1) != inserting.DONE:
            raise RuntimeError("the process that inserts rows ended")

    def close(self) -> None:
        """End the process."""
        self._to.close()
        self._process.wait()
        self._from.close()


def _inserting(name: str) -> str:
    table, columns = _columns(name)
    shown = ", ".join(map(connection.ops.quote_name, columns))
    return f"INSERT INTO {table} ({shown}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608  names of ours


def _copying(name: str) -> str:
    table, columns = _columns(name)
    return f"COPY {table} ({', '.join(map(connection.ops.quote_name, columns))}) FROM STDIN"


def _columns(name: str) -> tuple[str, list[str]]:
    meta = tables.model(name)._meta
    return meta.db_table, [str(field.column) for field in meta.concrete_fields]


@contextmanager
def loading(models: Sequence[str], say: Say) -> Iterator[Loader]:
    """Make the tables ready for rows by the million, and put everything back in order at the end."""
    names = [tables.model(name)._meta.db_table for name in models]
    room = _Postgres(names) if connection.vendor == "postgresql" else _Sqlite(names)
    unfinished.begin()
    room.clear()
    loader = Loader(models)
    try:
        yield loader
    finally:
        loader.close()
    for done, step in enumerate(room.again):
        say("indexes", done, len(room.again))
        with connection.cursor() as cursor:
            cursor.execute(step)
    say("indexes", len(room.again), len(room.again))
    with connection.cursor() as cursor:
        found = [tables.model(name) for name in models]
        for text in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(text)
    connection.close()
    unfinished.end()


class _Sqlite:
    """Bare tables and no journal: a store that is not finished is thrown away."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.again: list[str] = []

    def clear(self) -> None:
        """Drop indexes, the triggers of the text index, and what belongs to the tables themselves."""
        with connection.cursor() as cursor:
            dropped = self._drop(cursor)
            self.again += [f"PRAGMA cache_size=-{_CACHE_KIB}", "PRAGMA temp_store=FILE"]
            self.again.append(f"PRAGMA threads={os.cpu_count() or 1}")
            if "journal_searchentry" in self._names:
                self.again += _words_indexed()
            for name in self._names:
                found = bare.table(cursor, name)
                for step in found.lifting():
                    cursor.execute(step)
                self.again += found.restoring()
            self.again += [*dropped, "ANALYZE", "PRAGMA journal_mode=WAL"]
            for habit in inserting.HABITS:
                cursor.execute(f"PRAGMA {habit}")

    def _drop(self, cursor: Any) -> list[str]:
        """Drop what can be dropped, and give the statements that make it again, table after table."""
        places = ", ".join(["%s"] * len(self._names))
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger') "  # noqa: S608  names of ours
            f"AND tbl_name IN ({places}) ORDER BY type, tbl_name, name",
            self._names,
        )
        found = cursor.fetchall()
        for kind, name, _text in found:
            cursor.execute(f"DROP {kind} {connection.ops.quote_name(name)}")
        return [text for _kind, _name, text in found]


def _words_indexed() -> list[str]:
    return [
        _of_words(f"'hashsize', {_WORDS_HELD}", "rank"),
        _of_words("'rebuild'"),
        # Else the first deliveries would pay for merging what was written in parts.
        _of_words("'optimize'"),
        _of_words(f"'hashsize', {_WORDS_HELD_USUALLY}", "rank"),
    ]


def _of_words(values: str, *columns: str) -> str:
    """Give a command to the text index: it is inserted into the column that bears its name."""
    named = ", ".join(["journal_searchindex", *columns])
    return f"INSERT INTO journal_searchindex({named}) VALUES ({values})"  # noqa: S608  names of ours


class _Postgres:
    """Constraints and indexes are dropped by what the catalogue says of them, and made again from it."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)
        self.again: list[str] = []

    def clear(self) -> None:
        """Drop foreign keys, unique constraints and indexes."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE contype IN ('f', 'u') AND conrelid::regclass::text = ANY(%s) ORDER BY contype",
                [self._names],
            )
            for table, name, text in cursor.fetchall():
                quoted = connection.ops.quote_name(name)
                self.again.insert(0, f"ALTER TABLE {table} ADD CONSTRAINT {quoted} {text}")
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {quoted}")
            cursor.execute(
                "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
                "WHERE NOT i.indisprimary AND i.indrelid::regclass::text = ANY(%s)",
                [self._names],
            )
            for name, text in cursor.fetchall():
                self.again.insert(0, text)
                cursor.execute(f"DROP INDEX {name}")
            self.again += ["SET maintenance_work_mem = '64MB'"]
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute("SET synchronous_commit = off")
            self.again += [f"ANALYZE {name}" for name in self._names]
