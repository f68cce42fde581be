"""The hot reads of lists: prepared once, run with parameters, their plans read by a guard on both databases.

A list that is narrowed by one thing, as nearly all are, has its own prepared query; any other narrowing is
built by the ORM as usual.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from cuudinh.engines.cases.models import QUEUES, Case, CaseUnit
from cuudinh.engines.cases.queries.rows import COLUMNS
from cuudinh.engines.cases.rules.buckets import view_bits
from cuudinh.journal.prepared import Ids, Prepared

PUBLIC_PAGE: Final = 20
DESK_PAGE: Final = 50
_MOMENT: Final = datetime(2026, 11, 23, tzinfo=UTC)
# What a public list can be narrowed by, the type of its value and one for the guard.
_NARROWINGS: Final[dict[str, tuple[type, Any]]] = {
    "topic": (str, "o-ga"),
    "state": (str, "resolved"),
    "placings__unit_id__in": (Ids, [1, 2, 3]),
    "walked_units": (Ids, [1, 2, 3]),
}


def _newest_first(found: QuerySet[Case], page: int) -> QuerySet[Case, Any]:
    return found.order_by("-published_at", "-id").values_list(*COLUMNS)[: page + 1]


def lies_in(units: list[int]) -> Exists:
    """Give the condition that a case lies in one of some units, asked of each case on the way."""
    return Exists(CaseUnit.objects.filter(case_id=OuterRef("id"), unit_id__in=units))


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
        if narrowing == "walked_units":
            found = found.filter(lies_in(given[narrowing]))
        elif narrowing is not None:
            found = found.filter(**{narrowing: given[narrowing]})
        if is_later:
            found = found.filter(published_at__lte=given["at"]).exclude(
                published_at=given["at"], id__gte=given["last"]
            )
        return _newest_first(found, PUBLIC_PAGE)

    name = f"cases.public{'-' + narrowing if narrowing else ''}{'-later' if is_later else ''}"
    # Those of a commune or of a district where few lie are found by its units, and sorted.
    return Prepared(name, build, takes=takes, sample=sample, may_sort=narrowing == "placings__unit_id__in")


PUBLIC: Final = {
    (narrowing, is_later): _public(narrowing, is_later=is_later)
    for narrowing in (None, *_NARROWINGS)
    for is_later in (False, True)
}


# How many cases of some units are found by them and sorted; where more lie, the newest are found soon by walking.
UNITS_MOST: Final = 3_000
IN_UNITS: Final = Prepared(
    "cases.in-units-count",
    lambda units: CaseUnit.objects.filter(unit_id__in=units).values_list("unit_id")[: UNITS_MOST + 1],
    takes={"units": Ids},
    sample={"units": [1, 2, 3]},
)
# What was found by its words, and by its number as typed.
PUBLIC_FOUND: Final = Prepared(
    "cases.public-found",
    lambda ids: Case.objects.filter(is_public=True, id__in=ids).order_by("-id").values_list(*COLUMNS),
    takes={"ids": Ids},
    sample={"ids": [1, 2]},
    may_sort=True,
)
PUBLIC_NUMBERED: Final = Prepared(
    "cases.public-numbered",
    lambda number: Case.objects.filter(is_public=True, number=number).values_list(*COLUMNS),
    takes={"number": str},
    sample={"number": "PA-20261123-00001"},
)


def _due_first(name: str, held: dict[str, int], *takes: str, is_later: bool) -> Prepared:
    """Make the query of a list by what is due first, of what always holds in it and of what is given each time."""
    sample: dict[str, Any] = dict.fromkeys(takes, 1) | ({"at": _MOMENT, "last": 1} if is_later else {})

    def build(**given: Any) -> QuerySet[Case, Any]:
        found = Case.objects.filter(**held, **{one: given[one] for one in takes})
        if is_later:
            found = found.filter(sort_at__gte=given["at"]).exclude(sort_at=given["at"], id__lte=given["last"])
        return found.order_by("sort_at", "id").values_list(*COLUMNS)[: DESK_PAGE + 1]

    kinds = {one: type(value) for one, value in sample.items()}
    return Prepared(f"cases.{name}{'-later' if is_later else ''}", build, takes=kinds, sample=sample)


# The views of a worklist: the phases they show, and the bucket in which a case must stand.
VIEWS: Final[dict[str, tuple[tuple[int, ...], str]]] = {
    "open": ((0,), ""),
    "due_soon": ((0,), "due_soon"),
    "overdue": ((0,), "overdue"),
    "awaiting_approval": ((0,), "awaiting_approval"),
    "consulting": ((0, 1), "consulting"),
    "waiting": ((1,), ""),
    "done": ((2, 3), ""),
}


def _desk(phase: int, bucket: str, *, is_later: bool) -> Prepared:
    held = {"phase": phase} | ({"buckets__has": view_bits(bucket)} if bucket else {})
    return _due_first(f"worklist-{phase}{bucket}", held, "owner_office_id", is_later=is_later)


# One office and one phase at a time, so that an index holds the order; of several the pages are merged.
DESK: Final = {
    (phase, bucket, is_later): _desk(phase, bucket, is_later=is_later)
    for phases, bucket in VIEWS.values()
    for phase in phases
    for is_later in (False, True)
}
QUEUE: Final = {
    (queue, is_later): _due_first(f"queue-{queue}", {"buckets__has": mask}, is_later=is_later)
    for queue, mask in QUEUES.items()
    for is_later in (False, True)
}
_WINDOW: Final = {"south": 16.0, "west": 107.0, "north": 17.0, "east": 108.0}


def in_window(given: Mapping[str, Any], grid: str | None) -> QuerySet[Case]:
    """Give what is published in a window of the map, the newest first, from a cursor on if there is one."""
    found = Case.objects.filter(is_public=True, lat__gte=given["south"], lat__lte=given["north"])
    found = found.filter(lon__gte=given["west"], lon__lte=given["east"])
    if grid is not None:
        found = found.filter(**{f"{grid}__in": given["cells"]})
    if "at" in given:
        at, last = given["at"], given["last"]
        found = found.filter(published_at__lte=at).exclude(published_at=at, id__gte=last)
    return found.order_by("-published_at", "-id")


def _map(grid: str | None, *, is_later: bool) -> Prepared:
    """Make the query of a map window by the cells of a grid, which hold few, or by walking from the newest on."""
    sample: dict[str, Any] = dict(_WINDOW)
    takes: dict[str, type] = dict.fromkeys(_WINDOW, float)
    if grid is not None:
        sample, takes = sample | {"cells": [1, 2]}, takes | {"cells": Ids}
    if is_later:
        sample, takes = sample | {"at": _MOMENT, "last": 1}, takes | {"at": datetime, "last": int}

    def build(**given: Any) -> QuerySet[Case, Any]:
        return in_window(given, grid).values_list(*COLUMNS)[:MAP_PAGE]

    name = f"cases.map-{grid or 'walked'}{'-later' if is_later else ''}"
    return Prepared(name, build, takes=takes, sample=sample, may_sort=grid is not None)


def _in_cells(grid: str) -> Prepared:
    def build(cells: list[int]) -> QuerySet[Case, Any]:
        return Case.objects.filter(is_public=True, **{f"{grid}__in": cells}).values_list(grid)[: MAP_MOST + 1]

    return Prepared(f"cases.map-{grid}-count", build, takes={"cells": Ids}, sample={"cells": [1, 2]})


# How many reports a map window reads by its cells; where more lie, the newest are found soon by walking.
MAP_MOST: Final = 3_000
# How many of them are read at a time; a map shows no more than that.
MAP_PAGE: Final = 600
IN_CELLS: Final = {grid: _in_cells(grid) for grid in ("cell", "area")}
MAP: Final = {
    (grid, is_later): _map(grid, is_later=is_later)
    for grid in (None, "cell", "area")
    for is_later in (False, True)
}
NEWEST_ON_WALL: Final = 8
POINTS_ON_WALL: Final = 300
POINT_COLUMNS: Final = (
    "lat",
    "lon",
    "number",
    "phase",
    "flags",
    "track",
    "due_at",
    "left_minutes",
    "service_id",
    "version",
)


def _newest(name: str, columns: tuple[str, ...], most: int) -> Prepared:
    """Make a query that walks the table backwards by its key and stops soon; SQLite calls that a scan."""
    return Prepared(
        name,
        lambda: Case.objects.order_by("-id").values_list(*columns)[:most],
        takes={},
        sample={},
        may_scan=("cases_case",),
    )


NEWEST: Final = _newest("cases.newest", COLUMNS, NEWEST_ON_WALL)
POINTS: Final = _newest("cases.newest-points", POINT_COLUMNS, POINTS_ON_WALL)
