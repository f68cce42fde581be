"""The rows of the benchmark; ids stay, later rows are added."""

from collections.abc import Callable

from django.test import RequestFactory
from django.urls import resolve

from bench.floor import Floor
from bench.measuring import Row, cpu_us, most_row, paired, ratio_row
from bench.store import Store
from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import system
from cuudinh.web.answers import json

SERVICE = "phan-anh-hien-truong"
ANSWERS = {
    "topic": "o-ga",
    "description": "Ổ gà sâu trước cổng trường, xe máy hay ngã khi trời mưa.",
    "location": {"lat": 16.4637, "lon": 107.5909, "label": "Lê Lợi"},
}
TIMES = 60
Measure = Callable[[Store], Row]


def create_report(store: Store) -> Row:
    """Measure filing with everything: permission, form, place, routing, clock, audit, outbox, counters."""
    used = cpu_us(lambda: _file(store), TIMES) / 1000
    what = "create one report: permission, validation, audit, outbox; CPU"
    return most_row("create-report", what, used, "ms", most=5.5, against="Open Zaak 85 ms, as published")


def _file(store: Store) -> str:
    return commands.file_case(store.resident, service_id=SERVICE, answers=ANSWERS).number


def lifecycle(store: Store) -> Row:
    """Measure create, assign, accept, resolve, approve and rate, through the commands; no picture is drawn."""
    used = cpu_us(lambda: _live(store), 20) / 1000
    what = "lifecycle create → assign → accept → resolve → approve → rate, through the commands; CPU"
    return most_row("lifecycle", what, used, "ms", most=50.0, against="40 lifecycles a second on 2 cores")


def _live(store: Store) -> None:
    # A topic whose result needs no picture: drawing one is measured nowhere here.
    answers = {**ANSWERS, "topic": "mat-nuoc"}
    number = commands.file_case(store.resident, service_id=SERVICE, answers=answers).number
    commands.perform_act(store.dispatcher, number=number, act="assign", inputs={})
    owner = cases.brief(system("bench"), number).owner_office_id or 0
    officer = identity.staff_actor(identity.members(owner, ("officer",))[0])
    commands.perform_act(officer, number=number, act="accept")
    commands.perform_act(
        officer, number=number, act="resolve", inputs={"answer": "Đã khắc phục xong trong ngày."}
    )
    commands.perform_act(store.dispatcher, number=number, act="approve")
    commands.perform_act(store.resident, number=number, act="rate", inputs={"rating": "hai-long"})


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
    "create-report": create_report,
    "lifecycle": lifecycle,
    "public-list": public_list,
    "public-detail": detail,
    "public-page": public_page,
    "worklist": worklist,
    "dashboard": dashboard,
}
