"""The hot reads of lists: prepared once, run with parameters, their plans read by a guard on both databases.

A list that is narrowed by one thing, as nearly all are, has its own prepared query; any other narrowing is
built by the ORM as usual.
"""

from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.queries.rows import COLUMNS
from cuudinh.journal.prepared import Ids, Prepared

PUBLIC_PAGE: Final = 20
DESK_PAGE: Final = 50
_MOMENT: Final = datetime(2026, 11, 23, tzinfo=UTC)
# What a public list can be narrowed by, the type of its value and one for the guard.
_NARROWINGS: Final[dict[str, tuple[type, Any]]] = {
    "topic": (str, "o-ga"),
    "state": (str, "resolved"),
    "placings__unit_id__in": (Ids, [1, 2, 3]),
}


def _newest_first(found: QuerySet[Case], page: int) -> QuerySet[Case, Any]:
    return found.order_by("-published_at", "-id").values_list(*COLUMNS)[: page + 1]


def _public(narrowing: str | None, *, is_later: bool) -> Prepared:
    """Make the query of one public list: its first page, or the pages after a cursor."""
    takes: dict[str, type] = {}
    sample: dict[str, Any] = {}
    if narrowing is not None:
        takes[narrowing], sample[narrowing] = _NARROWINGS[narrowing]
    if is_later:
        takes |= {"at": datetime, "last": int}
        sample |= {"at": _MOMENT, "last": 1}

    def build(**given: Any) -> QuerySet[Case, Any]:
        found = Case.objects.filter(is_public=True)
        if narrowing is not None:
            found = found.filter(**{narrowing: given[narrowing]})
        if is_later:
            found = found.filter(published_at__lte=given["at"]).exclude(
                published_at=given["at"], id__gte=given["last"]
            )
        return _newest_first(found, PUBLIC_PAGE)

    name = f"cases.public{'-' + narrowing if narrowing else ''}{'-later' if is_later else ''}"
    # Those of a commune or of a district are found by its units, and sorted.
    return Prepared(name, build, takes=takes, sample=sample, may_sort=narrowing == "placings__unit_id__in")


PUBLIC: Final = {
    (narrowing, is_later): _public(narrowing, is_later=is_later)
    for narrowing in (None, *_NARROWINGS)
    for is_later in (False, True)
}


def _desk(**given: Any) -> QuerySet[Case, Any]:
    found = Case.objects.filter(owner_office_id__in=given["offices"], phase=0)
    return found.order_by("sort_at", "id").values_list(*COLUMNS)[: DESK_PAGE + 1]


def _desk_later(**given: Any) -> QuerySet[Case, Any]:
    found = Case.objects.filter(owner_office_id__in=given["offices"], phase=0)
    after = Q(sort_at__gt=given["at"]) | Q(sort_at=given["at"], id__gt=given["last"])
    found = found.filter(after, sort_at__gte=given["at"])
    return found.order_by("sort_at", "id").values_list(*COLUMNS)[: DESK_PAGE + 1]


# An officer's few offices: their open cases are sorted, which is some hundred rows.
DESK: Final = Prepared(
    "cases.worklist",
    _desk,
    takes={"offices": Ids},
    sample={"offices": [1, 2]},
    may_sort=True,
)
DESK_LATER: Final = Prepared(
    "cases.worklist-later",
    _desk_later,
    takes={"offices": Ids, "at": datetime, "last": int},
    sample={"offices": [1, 2], "at": _MOMENT, "last": 1},
    may_sort=True,
)
# Walks the table backwards by its key and stops after 300 rows; SQLite calls that a scan.
NEWEST: Final = Prepared(
    "cases.newest",
    lambda: Case.objects.order_by("-id").values_list(*COLUMNS)[:300],
    takes={},
    sample={},
    may_scan=("cases_case",),
)
