"""Statements whose text is known, run on the driver's own cursor: for the hot reads and writes.

Between a text and the database Django puts a cursor that rewrites the text for SQLite, one that counts and
one that translates faults. Together they cost more than most statements of an act. Here a text is rewritten
once, and the rest happens only where it is asked for: what is counted or logged goes Django's way, and a fault
comes out as Django's.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

Row = tuple[Any, ...]
Taken = TypeVar("Taken")
# Asked of every statement, and the settings of a process do not change.
_SHOWS_ALL: Final[bool] = settings.DEBUG
_for_sqlite: dict[str, str] = {}


def database() -> Any:
    """Give the connection of this thread. Django's `connection` looks it up anew for every attribute."""
    return connections[DEFAULT_DB_ALIAS]


def rows_of(here: Any, text: str, values: Sequence[Any]) -> list[Row]:
    """Run a statement with `%s` for each value and give all rows that it gives."""
    return _run(here, text, values, _rows)


def count_of(here: Any, text: str, values: Sequence[Any]) -> int:
    """Run a statement with `%s` for each value and give how many rows it changed."""
    return _run(here, text, values, _count)


def run_many(here: Any, text: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement with `%s` for each value once for each row, in the transaction that is open."""
    with here.cursor() as cursor:
        cursor.executemany(text, rows)


def _rows(cursor: Any) -> list[Row]:
    found: list[Row] = cursor.fetchall()
    return found


def _count(cursor: Any) -> int:
    return int(cursor.rowcount)


def _run(here: Any, text: str, values: Sequence[Any], take: Callable[[Any], Taken]) -> Taken:
    if here.force_debug_cursor or here.execute_wrappers or _SHOWS_ALL:
        with here.cursor() as cursor:
            cursor.execute(text, values)
            return take(cursor)
    if here.connection is None or here.health_check_enabled:
        here.close_if_health_check_failed()
        here.ensure_connection()
    if here.needs_rollback:
        here.validate_no_broken_transaction()
    try:
        return take(_executed(here, text, values))
    except here.Database.Error:
        with here.wrap_database_errors:
            raise


def _executed(here: Any, text: str, values: Sequence[Any]) -> Any:
    if here.vendor == "sqlite":
        known = _for_sqlite.get(text)
        if known is None:
            known = _for_sqlite[text] = FORMAT_QMARK_REGEX.sub("?", text).replace("%%", "%")
        return here.connection.execute(known, values)
    cursor = here.create_cursor()
    cursor.execute(text, values)
    return cursor
