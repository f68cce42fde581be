"""PostgreSQL as an end of a move: rows go in and out by COPY, and a copy grows in a schema of its own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from cuudinh.project.moving.values import FROM_POSTGRES, Row, Table
from cuudinh.project.trouble import Trouble

SCHEMA = "cuudinh_moving"
ROWS_AT_ONCE = 2000
# Read in the order of bytes, as SQLite orders texts, whatever the language of the server is.
_TEXT_KEY = ' COLLATE "C"'
_IN_WORDS = (
    "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET extra_float_digits = 1; SET bytea_output = 'hex'"
)
_FAST = "SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET client_min_messages = warning"
_CONSTRAINTS = """
    SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
    WHERE n.nspname = %s AND c.contype IN ('f', 'u')
    ORDER BY c.contype = 'f', c.conname"""
_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid JOIN pg_namespace n ON n.oid = k.relnamespace
    WHERE n.nspname = %s AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)"""
# What stands on its own in a schema; indexes and the sequences of columns go with their tables.
_ON_ITS_OWN = """
    SELECT k.relname FROM pg_class k JOIN pg_namespace n ON n.oid = k.relnamespace
    WHERE n.nspname = %s AND k.relkind IN ('r', 'p')"""


class Postgres:
    """A database of PostgreSQL."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self._home = ""
        self._put_back: list[str] = []

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold every table against writers during the block."""
        with transaction.atomic():
            names = self.connection.introspection.table_names()
            self._do("LOCK TABLE {} IN SHARE MODE", sql.SQL(", ").join(map(sql.Identifier, names)))
            yield

    def count(self, table: Table) -> int:
        """Give the number of rows of a table."""
        return int(self._ask("SELECT count(*) FROM {}", sql.Identifier(table.name))[0][0])

    def read(self, table: Table) -> Iterator[list[Row]]:
        """Give the rows of a table in the order of its key, some at a time."""
        order = [
            sql.Identifier(name) + sql.SQL(_TEXT_KEY if table.kinds[name] == "text" else "")
            for name in table.key
        ]
        query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
            _names(table.columns), sql.Identifier(table.name), sql.SQL(", ").join(order)
        )
        raw = self._raw()
        raw.execute(_IN_WORDS)
        rows: list[Any] = []
        with raw.cursor().copy(query) as copy:
            for row in copy.rows():
                rows.append(row)
                if len(rows) == ROWS_AT_ONCE:
                    yield table.written(rows, FROM_POSTGRES)
                    rows = []
        yield table.written(rows, FROM_POSTGRES)

    def last_numbers(self, tables: Iterable[Table]) -> dict[str, int]:
        """Give the last number each table gave to a row by itself; rows that are gone count."""
        numbers = {}
        for table in tables:
            if table.serial:
                ((name,),) = self._ask(
                    "SELECT pg_get_serial_sequence({}, {})",
                    sql.Literal(table.name),
                    sql.Literal(table.serial),
                )
                ((last, is_given),) = self._ask(f"SELECT last_value, is_called FROM {name}")  # noqa: S608  its name
                numbers[table.name] = last if is_given else 0
        return numbers

    def begin(self) -> None:
        """Begin a schema for the copy, and drop one that an earlier move left.

        Raises `Trouble` where the database has tables, and where this user may not make any.
        """
        try:
            ((home,),) = self._ask("SELECT current_schema()")
            self._home = home or "public"
            taken = self._ask(_ON_ITS_OWN, values=[self._home])
            if taken:
                raise Trouble(
                    f"The database has {len(taken)} tables already ({taken[0][0]} …), and none is written over.",
                    "Name an empty one (createdb cuudinh); for local, put its folder away first.",
                )
            self._do(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
            self._do(f"CREATE SCHEMA {SCHEMA}")
        except psycopg.errors.InsufficientPrivilege as fault:
            raise Trouble(
                f"This user may not make a schema in the database ({str(fault).splitlines()[0]}).",
                "Let the user own it: ALTER DATABASE … OWNER TO …",
            ) from fault
        self._do(f"SET search_path = {SCHEMA}")
        self._do(_FAST)

    def loosen(self) -> None:
        """Take away indexes, and the constraints that need one or look into other tables; keys stay."""
        indexes = self._ask(_INDEXES, values=[SCHEMA])
        constraints = self._ask(_CONSTRAINTS, values=[SCHEMA])
        self._put_back = [definition for _, definition in indexes]
        for table, name, definition in constraints:
            self._put_back.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        for table, name, _ in reversed(constraints):
            self._do(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            self._do(f"DROP INDEX {name}")

    def write(self, table: Table, batches: Iterable[list[Row]]) -> None:
        """Add rows to a table, in one transaction."""
        query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), _names(table.columns))
        raw = self._raw()
        raw.execute(_IN_WORDS)
        with raw.cursor().copy(query) as copy:
            for rows in batches:
                for row in rows:
                    copy.write_row(row)

    def tighten(self) -> None:
        """Make indexes and constraints again, by which each looks at every row; then count for the planner."""
        for statement in self._put_back:
            self._do(statement)
        self._do("VACUUM (ANALYZE)")

    def put_last_numbers(self, numbers: dict[str, int], tables: Iterable[Table]) -> None:
        """Have each table go on counting after its last number."""
        for table in tables:
            if table.serial and numbers[table.name]:
                self._ask(
                    "SELECT setval(pg_get_serial_sequence({}, {}), {})",
                    sql.Literal(table.name),
                    sql.Literal(table.serial),
                    sql.Literal(numbers[table.name]),
                )

    def publish(self) -> None:
        """Move the tables to where the platform looks for them, all in one transaction that is on disk at its end."""
        raw = self._raw()
        with raw.transaction():
            raw.execute("SET LOCAL synchronous_commit = on")
            for (name,) in self._ask(_ON_ITS_OWN, values=[SCHEMA]):
                self._do("ALTER TABLE {} SET SCHEMA {}", sql.Identifier(name), sql.Identifier(self._home))
            # Without CASCADE: it refuses to go while anything is left in it.
            self._do(f"DROP SCHEMA {SCHEMA}")
        self.connection.close()

    def _raw(self) -> "psycopg.Connection[Any]":
        self.connection.ensure_connection()
        raw: psycopg.Connection[Any] = self.connection.connection
        return raw

    def _do(self, text: str, *names: sql.Composable) -> None:
        self._raw().execute(sql.SQL(text).format(*names) if names else text.encode())

    def _ask(self, text: str, *names: sql.Composable, values: list[Any] | None = None) -> list[Any]:
        query = sql.SQL(text).format(*names) if names else text.encode()
        return self._raw().execute(query, values).fetchall()


def _names(columns: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
