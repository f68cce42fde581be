"""Maintained numbers: changed in the transaction of what they count, read without counting rows."""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet, Sum

from cuudinh.journal.models import Counter
from cuudinh.journal.prepared import Names, Prepared
from cuudinh.journal.statements import count_of, database
from cuudinh.journal.transactions import within_act

SLOTS = 8
# Above the code points of every character a name may hold: the end of a range of names with one beginning.
_AFTER_ALL = "\U0010ffff"


def _slot(here: Any) -> int:
    """Give this process's slot: on PostgreSQL few share one, SQLite has one writer and needs one."""
    return os.getpid() % SLOTS if here.vendor == "postgresql" else 0


@within_act()
def bump(changes: Mapping[str, int]) -> None:
    """Add each delta to its counter in one statement; a counter starts at zero.

    Names are sorted, so that two transactions never wait for each other crosswise within a statement.
    """
    here = database()
    slot = _slot(here)
    rows = [(name, slot, delta) for name, delta in sorted(changes.items()) if delta]
    if not rows:
        return
    values = ", ".join(["(%s, %s, %s)"] * len(rows))
    count_of(
        here,
        f"INSERT INTO journal_counter (name, slot, value) VALUES {values} "  # noqa: S608  only places for values
        "ON CONFLICT (name, slot) DO UPDATE SET value = journal_counter.value + excluded.value",
        [value for row in rows for value in row],
    )


def read(names: Iterable[str]) -> dict[str, int]:
    """Give the value of each name; one that was never bumped is 0."""
    found = dict.fromkeys(names, 0)
    found.update((name, int(total)) for name, total in _OF_NAMES.run(names=list(found)))
    return found


def read_prefix(prefix: str, suffix: str = "") -> dict[str, int]:
    """Give every counter whose name begins so, and ends so if asked, by name; those back at zero are left out."""
    found = _FROM_TO.run(first=prefix, after=prefix + _AFTER_ALL)
    return {name: int(total) for name, total in found if total and name.endswith(suffix)}


def read_range(first: str, after: str) -> dict[str, int]:
    """Give every counter whose name is `first` or follows it, and comes before `after`; those at zero are left out."""
    return {name: int(total) for name, total in _FROM_TO.run(first=first, after=after) if total}


def _sums(**narrowing: Any) -> QuerySet[Counter, Any]:
    return (
        Counter.objects.filter(**narrowing).values_list("name").annotate(total=Sum("value")).order_by("name")
    )


_OF_NAMES = Prepared(
    "journal.counters",
    lambda names: _sums(name__in=names),
    takes={"names": Names},
    sample={"names": ["all:open", "all:overdue"]},
    may_sort=True,
)
_FROM_TO = Prepared(
    "journal.counters-from-to",
    lambda first, after: _sums(name__gte=first, name__lt=after),
    takes={"first": str, "after": str},
    sample={"first": "office:", "after": "office;"},
    may_sort=True,
)
