"""What a database holds, counted: rows by table, and where its log ends. Two tallies compare two databases."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps

_LOG_END = "SELECT seq, chain FROM journal_auditline ORDER BY seq DESC LIMIT 1"
_LINE = "SELECT chain FROM journal_auditline WHERE seq = {seq}"
# A restore adds the line that says so, and seals what waited.
_OF_THE_LOG = "journal_audit"


class Connection(Protocol):
    """A connection of sqlite3 or psycopg."""

    def execute(self, sql: str, /) -> Any:
        """Run a statement; give what can be fetched from."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows by table, how many lines the log has, and the chain up to the last."""

    rows: dict[str, int]
    lines: int
    chain: str


def tally(opened: Connection) -> Tally:
    """Count a database at the moment that its connection sees."""
    tables = sorted(model._meta.db_table for model in apps.get_models())
    # Names of our own tables: nothing comes from outside.
    rows = {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
    return Tally(rows, *log_end(opened))


def log_end(opened: Connection) -> tuple[int, str]:
    """Give how many lines the log of acts has, and the chain up to the last."""
    last = opened.execute(_LOG_END).fetchone()
    return (last[0] + 1, last[1]) if last else (0, "")


def differences(then: Tally, now: Tally, opened: Connection) -> tuple[str, ...]:
    """Say in what a restored database is not as it was when it was backed up; nothing when all is there."""
    faults = [
        f"{name}: {now.rows.get(name, 0):,} rows, {count:,} in the backup"
        for name, count in then.rows.items()
        if now.rows.get(name, 0) != count and not name.startswith(_OF_THE_LOG)
    ]
    if then.lines:
        found = opened.execute(_LINE.format(seq=then.lines - 1)).fetchone()
        if not found or found[0] != then.chain:
            faults.append(f"the log is another one up to line {then.lines - 1:,}")
    return tuple(faults)
