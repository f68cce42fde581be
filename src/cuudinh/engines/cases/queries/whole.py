"""The hot reads of one case for its pages: the row, the history, the pictures. Prepared once, run with parameters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import DEFAULT_DB_ALIAS

from cuudinh.engines.cases.models import AUDIENCES, Attachment, Case, Event
from cuudinh.journal.prepared import Prepared

_COLUMNS: Final = tuple(field.attname for field in Case._meta.concrete_fields)
_CASE: Final = Prepared(
    "cases.whole",
    lambda number: Case.objects.filter(number=number).values_list(*_COLUMNS),
    takes={"number": str},
    sample={"number": "PA-20261123-00001"},
)
_CASE_OF_ID: Final = Prepared(
    "cases.whole-by-id",
    lambda case_id: Case.objects.filter(pk=case_id).values_list(*_COLUMNS),
    takes={"case_id": int},
    sample={"case_id": 1},
)


class Happened(NamedTuple):
    """One act of a history."""

    seq: int
    at: datetime
    act: str
    to_state: str
    side: str
    office_id: int | None
    account_id: int | None
    facts: Mapping[str, Any]


def _history(audience: str) -> Prepared:
    """Make the query of what an audience may read, the newest first."""

    def build(case_id: int) -> Any:
        seen = Event.objects.filter(case_id=case_id, audience__lte=AUDIENCES[audience])
        return seen.order_by("-seq").values_list(*Happened._fields)

    return Prepared(f"cases.history-{audience}", build, takes={"case_id": int}, sample={"case_id": 1})


_HISTORY: Final = {audience: _history(audience) for audience in AUDIENCES}


class Attached(NamedTuple):
    """One picture of a case."""

    id: int
    name: str
    purpose: str
    picture_id: int
    shown_picture_id: int | None
    is_public: bool
    areas: list[tuple[float, float, float, float]]


# The few pictures of a case are sorted.
_ATTACHED: Final = Prepared(
    "cases.pictures",
    lambda case_id: (
        Attachment.objects.filter(case_id=case_id)
        .order_by("purpose", "position", "id")
        .values_list(*Attached._fields)
    ),
    takes={"case_id": int},
    sample={"case_id": 1},
    may_sort=True,
)


def whole_case(number: str) -> Case | None:
    """Give the row of a case by its number, or None."""
    rows = _CASE.run(number=number)
    return Case.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0]) if rows else None


def case_of_id(case_id: int) -> Case:
    """Give the row of a case that is there."""
    ((*row,),) = _CASE_OF_ID.run(case_id=case_id)
    return Case.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)


def history_of(case_id: int, audience: str) -> tuple[Happened, ...]:
    """Give what happened to a case as far as an audience may read it, the newest first."""
    return tuple(map(Happened._make, _HISTORY[audience].run(case_id=case_id)))


def attached_to(case_id: int) -> tuple[Attached, ...]:
    """Give the pictures of a case in their order."""
    return tuple(map(Attached._make, _ATTACHED.run(case_id=case_id)))
