"""The tables that the life of a case fills, read and emptied while plays go on.

Models are found by name and never imported: a cast copies rows of whatever engine wrote them, and a play that
fills a table which is not named here is a fault that stops everything.
"""

from datetime import datetime
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.models import Model

from cuudinh.journal.prepared import Prepared
from cuudinh.journal.tree import TILE

CAST: Final = (
    "cases.Case",
    "cases.CaseUnit",
    "cases.Party",
    "cases.Follow",
    "cases.Event",
    "cases.Task",
    "cases.ClockEntry",
    "cases.DueTime",
    "cases.Extension",
    "cases.Attachment",
    "cases.RatingGiven",
    "cases.Merge",
    "messages.Notice",
    "journal.AuditInbox",
    "journal.OutboxEvent",
    "journal.SearchEntry",
    "journal.StoredPicture",
)
# Filled by a play and made anew in another way: counters are summed up, numbers given out again.
_SUMMED: Final = ("journal.Counter", "journal.Sequence")


def model(name: str) -> type[Model]:
    """Give a model by its name, such as `cases.Case`."""
    return apps.get_model(name)


class Before:
    """How many rows the tables held before the first play: what lies above them, a play wrote."""

    top: dict[str, int] = {}
    sizes: dict[str, int] = {}


def remember() -> None:
    """Remember where the tables end."""
    Before.top = {name: top(name) for name in CAST}
    Before.sizes = _other_sizes()


def top(name: str) -> int:
    """Give the highest id of a table, 0 for an empty one."""
    last = model(name)._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(last) if last is not None else 0


def _other_sizes() -> dict[str, int]:
    known = {*CAST, *_SUMMED}
    others = [one for one in apps.get_models() if one._meta.label not in known]
    return {one._meta.label: one._default_manager.count() for one in others}


def written() -> dict[str, list[dict[str, Any]]]:
    """Give every row that was written since `remember`, by the name of its model."""
    return {name: _rows(name) for name in CAST}


def _rows(name: str) -> list[dict[str, Any]]:
    columns = [field.attname for field in model(name)._meta.concrete_fields]
    return [dict(zip(columns, row, strict=True)) for row in _written(name).run(after=Before.top[name])]


@cache
def _written(name: str) -> Prepared:
    """Give the read of one table; compiled once, since thousands of plays ask for all of them."""
    found = model(name)
    columns = [field.attname for field in found._meta.concrete_fields]
    return Prepared(
        f"casting.written-{name.lower()}",
        lambda after: found._default_manager.filter(pk__gt=after).order_by("pk").values_list(*columns),
        takes={"after": int},
        sample={"after": 1},
    )


def untold() -> list[str]:
    """Give the tables that a play filled and that nobody casts; empty when all is well. Slow: for a few plays."""
    return [label for label, size in _other_sizes().items() if size != Before.sizes[label]]


def forget_counters() -> None:
    """Empty the counters, inside a transaction that is undone."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_counter")


def take_counters() -> dict[str, int]:
    """Give what was counted since they were emptied, and empty them again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, SUM(value) FROM journal_counter GROUP BY name")
        found = {name: int(value) for name, value in cursor.fetchall() if value}
    forget_counters()
    return found


def next_due() -> datetime | None:
    """Give when the next thing falls due on a case."""
    return next((falls_at for (falls_at,) in _due_next().run()), None)


@cache
def _due_next() -> Prepared:
    return Prepared(
        "casting.due-next",
        lambda: (
            model("cases.DueTime")
            ._default_manager.filter(refused="")
            .order_by("falls_at", "id")
            .values_list("falls_at")[:1]
        ),
        takes={},
        sample={},
        may_scan=("cases_duetime",),
    )


def drop_counters() -> dict[str, int]:
    """Give every counter as it stands and drop all of them, to be written anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, SUM(value) FROM journal_counter GROUP BY name")
        found = {name: int(value) for name, value in cursor.fetchall()}
        cursor.execute("DELETE FROM journal_counter")
    return found


def open_tiles() -> list[list[bytes]]:
    """Give the hashes of the log that are under no whole tile yet, from the lines up."""
    levels: list[list[bytes]] = []
    size, level = model("journal.AuditLine")._default_manager.count(), 0
    while size:
        first = size - size % TILE
        rows = (
            model("journal.AuditLine")
            ._default_manager.filter(seq__gte=first)
            .order_by("seq")
            .values_list("leaf")
            if level == 0
            else model("journal.AuditTile")
            ._default_manager.filter(level=level, index__gte=first)
            .order_by("index")
            .values_list("root")
        )
        levels.append([bytes.fromhex(row[0]) for row in rows])
        size, level = size // TILE, level + 1
    return levels
