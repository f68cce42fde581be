"""The rows of the benchmark; ids stay, later rows are added."""

from collections.abc import Callable

from django.test import RequestFactory
from django.urls import resolve

from bench.floor import Floor
from bench.measuring import Row, paired, ratio_row
from bench.simulated import simulation
from bench.store import Store
from bench.writing import WRITING
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter
from cuudinh.web.answers import json

Measure = Callable[[Store], Row]


def public_list(store: Store) -> Row:
    """Measure the public list as JSON against reading it by hand."""
    floor = Floor(store.file)
    pair = paired(
        lambda: json(cases.public_cases(store.resident, ListFilter()).rows).content, floor.public_list
    )
    return ratio_row(
        "public-list", "public list of 20 as JSON", pair, target=0.40, against="sqlite3 + msgspec"
    )


def public_page(store: Store) -> Row:
    """Measure the public list as a whole page against reading its rows by hand."""
    floor = Floor(store.file)
    request = RequestFactory().get("/phan-anh")
    found = resolve("/phan-anh")

    def page() -> bytes:
        return bytes(_called(found.func, request, store).content)

    pair = paired(page, floor.public_list, times=10)
    return ratio_row(
        "public-page", "public list as an HTML page", pair, target=0.45, against="sqlite3 + msgspec, no page"
    )


def _called(view: Callable[..., object], request: object, store: Store) -> object:
    request.actor = store.resident  # type: ignore[attr-defined]
    request.request_id = "bench"  # type: ignore[attr-defined]
    request.language = "vi"  # type: ignore[attr-defined]
    return view(request)


def worklist(store: Store) -> Row:
    """Measure an office's worklist against reading it by hand."""
    floor = Floor(store.file)
    pair = paired(
        lambda: json(cases.worklist(store.officer, ListFilter()).rows).content,
        floor.worklist(store.office_id),
    )
    return ratio_row(
        "worklist", "worklist of an office as JSON", pair, target=0.60, against="sqlite3 + msgspec"
    )


def dashboard(store: Store) -> Row:
    """Measure the wall's snapshot against counting by hand."""
    floor = Floor(store.file)
    pair = paired(lambda: json(cases.wall_snapshot()).content, floor.dashboard, times=10)
    return ratio_row(
        "dashboard", "the wall's snapshot", pair, target=0.80, against="sqlite3 GROUP BY + 300 rows"
    )


def detail(store: Store) -> Row:
    """Measure one published case as JSON against reading its row by hand."""
    floor = Floor(store.file)
    number = cases.public_cases(store.resident, ListFilter()).rows[0].number
    pair = paired(
        lambda: json(cases.public_case(store.resident, number)).content, lambda: floor.one(number), times=10
    )
    return ratio_row(
        "public-detail", "one published case as JSON", pair, target=0.30, against="sqlite3 + msgspec"
    )


ROWS: dict[str, Measure] = {
    **WRITING,
    "public-list": public_list,
    "public-detail": detail,
    "public-page": public_page,
    "worklist": worklist,
    "dashboard": dashboard,
    "simulation": simulation,
}
