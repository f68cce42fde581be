"""Writing rows by the hundred thousand: prepared statements on SQLite, COPY on PostgreSQL.

Indexes and checks that can be made afterwards are dropped before and made again at the end: a row that is put
into fifteen indexes at once costs many times what sorting each index once costs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection

from cuudinh.project.demonstration.casting import tables

Say = Any
_CACHE_KIB = 512 * 1024


class Loader:
    """Writes rows into tables; the columns are those of the model in its order."""

    def __init__(self, models: Sequence[str]) -> None:
        self._columns = {name: _columns(name) for name in models}
        self._texts = {name: self._text(name) for name in models}
        self.written: dict[str, int] = dict.fromkeys(models, 0)

    def _text(self, name: str) -> str:
        table, columns = self._columns[name]
        shown = ", ".join(map(connection.ops.quote_name, columns))
        if connection.vendor == "postgresql":
            return f"COPY {table} ({shown}) FROM STDIN"
        return f"INSERT INTO {table} ({shown}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608  names of ours

    def write(self, name: str, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of one model."""
        self.written[name] += len(rows)
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql":
                cursor.executemany(self._texts[name], rows)
                return
            with cursor.copy(self._texts[name]) as copy:
                for row in rows:
                    copy.write_row(row)

    def write_dicts(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows that are named by column."""
        columns = [field.attname for field in tables.model(name)._meta.concrete_fields]
        self.write(name, [[row[column] for column in columns] for row in rows])


def _columns(name: str) -> tuple[str, list[str]]:
    meta = tables.model(name)._meta
    return meta.db_table, [str(field.column) for field in meta.concrete_fields]


@contextmanager
def loading(models: Sequence[str], say: Say) -> Iterator[Loader]:
    """Make the tables ready for rows by the million, and put everything back in order at the end."""
    names = [tables.model(name)._meta.db_table for name in models]
    room = _Postgres(names) if connection.vendor == "postgresql" else _Sqlite(names)
    room.clear()
    yield Loader(models)
    for done, step in enumerate(room.restoring()):
        say("indexes", done, room.steps)
        with connection.cursor() as cursor:
            cursor.execute(step)
    say("indexes", room.steps, room.steps)
    room.close()
    with connection.cursor() as cursor:
        found = [tables.model(name) for name in models]
        for text in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(text)


class _Sqlite:
    """One writer, no journal, a large cache: a store that is not finished is thrown away."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._again: list[str] = []
        self.steps = 0

    def clear(self) -> None:
        """Drop indexes and the triggers of the text index."""
        with connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(self._names))
            cursor.execute(
                "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger') "  # noqa: S608
                f"AND tbl_name IN ({places}) ORDER BY type, name",
                self._names,
            )
            found = cursor.fetchall()
            for kind, name, text in found:
                cursor.execute(f"DROP {kind} {connection.ops.quote_name(name)}")
                self._again.append(text)
            if "journal_searchentry" in self._names:
                self._again.insert(
                    0, "INSERT INTO journal_searchindex(journal_searchindex) VALUES ('rebuild')"
                )
            self._again.append("ANALYZE")
            self.steps = len(self._again)
            for text in (
                "foreign_keys=OFF",
                "journal_mode=OFF",
                "synchronous=OFF",
                f"cache_size=-{_CACHE_KIB}",
            ):
                cursor.execute(f"PRAGMA {text}")

    def restoring(self) -> Iterator[str]:
        """Give the statements that make everything again."""
        yield from self._again

    def close(self) -> None:
        """Take up the habits of the installation again."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
        connection.close()


class _Postgres:
    """Constraints and indexes are dropped by what the catalogue says of them, and made again from it."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)
        self._again: list[str] = []
        self.steps = 0

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
                self._again.insert(0, f"ALTER TABLE {table} ADD CONSTRAINT {quoted} {text}")
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {quoted}")
            cursor.execute(
                "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
                "WHERE NOT i.indisprimary AND i.indrelid::regclass::text = ANY(%s)",
                [self._names],
            )
            for name, text in cursor.fetchall():
                self._again.insert(0, text)
                cursor.execute(f"DROP INDEX {name}")
            self._again += ["SET maintenance_work_mem = '64MB'"]
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute("SET synchronous_commit = off")
            self._again += [f"ANALYZE {name}" for name in self._names]
            self.steps = len(self._again)

    def restoring(self) -> Iterator[str]:
        """Give the statements that make everything again."""
        yield from self._again

    def close(self) -> None:
        """Begin anew, with the habits of the installation."""
        connection.close()
