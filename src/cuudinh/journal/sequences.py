"""Numbers without gaps and without doubles."""

from cuudinh.journal.statements import database, rows_of
from cuudinh.journal.transactions import within_act


@within_act()
def next_number(name: str) -> int:
    """Give the next number of a sequence such as `PA-20261123`, from 1.

    It belongs to the caller's transaction: undone with it, and on PostgreSQL others who want the next number
    of the same name wait for it. So take it as late as the act allows.
    """
    rows = rows_of(
        database(),
        "INSERT INTO journal_sequence (name, value) VALUES (%s, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = journal_sequence.value + 1 RETURNING value",
        [name],
    )
    return int(rows[0][0])
