"""Whoever watches learns what was asked, done and refused, and nothing about anybody."""

import json
import logging
import mmap
import os
import re
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core import signing
from django.db import IntegrityError
from django.test import Client
from django.urls import get_resolver
from tests.desks import NAME, PASSWORD, PHONE, Town, browser_of, monday_morning

from cuudinh.journal import audit, clerk, jobs, logs, meters, outbox, releases
from cuudinh.kernel.actor import system
from cuudinh.project import documenting, watching
from cuudinh.web.routes import Route, all_routes

pytestmark = pytest.mark.django_db

# What a person could type anywhere; and the reporter whom the town knows.
TYPED = ("0905987654", "Nguyễn Thị Kín", "kin@example.vn", "012345678901", "75A-123.45", "kiệt 9 Lê Lợi")
FIELDS = ("q", "ten", "mat_khau", "description", "answers", "tiep", "phone", "ma", "number", "address_string")
METRICS = "/metrics"
TOKEN = "a-long-token"


@pytest.fixture
def town() -> Iterator[Town]:
    """The province with its people on a Monday morning."""
    with monday_morning() as town:
        yield town


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """What this process writes while it serves: its own lines, and what modules say to Python's logging."""
    path = tmp_path / "log"
    (console,) = [
        one for one in logging.getLogger("django").handlers if isinstance(one.formatter, logs.Lines)
    ]
    with path.open("a", buffering=1, encoding="utf-8") as file:
        monkeypatch.setattr(logs._Writer, "role", "web")
        monkeypatch.setattr(logs._Writer, "as_json", True)
        monkeypatch.setattr(logs._Writer, "descriptor", file.fileno())
        monkeypatch.setattr(console, "stream", file)
        monkeypatch.setattr(console, "formatter", logs.Lines(as_json=True))
        yield lambda: path.read_text("utf-8")


def _requests(text: str) -> list[str]:
    return [line for line in text.splitlines() if '"kind":"request"' in line]


def _routes() -> list[Route]:
    documenting.product_modules()
    assert get_resolver().url_patterns
    return [one for one in all_routes() if ".tests." not in one.view.__module__]


def _ask(browser: Client, found: Route, method: str, word: str) -> None:
    """Ask for an address whose parts, query, fields and headers are what a person typed."""
    numbered = re.sub(r"<int:[^>]+>", "905987654", found.address)
    address = "/" + re.sub(r"<[^>]+>", quote(word, safe=""), numbered)
    typed = dict.fromkeys(FIELDS, word)
    headers = {"User-Agent": TYPED[0], "Referer": f"/x?q={TYPED[0]}", "X-Forwarded-For": TYPED[0]}
    if method == "POST":
        browser.post(f"{address}?q={quote(word)}", typed, headers=headers)
    else:
        browser.generic(method, f"{address}?q={quote(word)}", headers=headers)


@pytest.mark.asvs("16.2.5")
def test_no_line_of_the_log_holds_what_a_person_typed_or_is(town: Town, written: Callable[[], str]) -> None:
    browsers = [Client(), browser_of(PHONE), browser_of("an.officer")]
    asked = 0
    for place, found in enumerate(_routes()):
        for browser in browsers:
            browser.raise_request_exception = False
            for method in found.methods:
                _ask(browser, found, method, TYPED[(place + asked) % len(TYPED)])
                asked += 1
    browsers[0].get("/", headers={"Host": "kin@example.vn"})
    town.resolved()
    clerk.run_until_idle()
    text = written()
    assert len(_requests(text)) == asked + 1
    assert "portal:home" in text
    for word in (*TYPED, "905987654", NAME, PHONE, *map(quote, TYPED)):
        assert word.casefold() not in text.casefold(), word


@pytest.mark.asvs("16.3.4", "16.5.1")
def test_a_bug_is_told_by_kind_and_place_without_its_message(
    town: Town, written: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise IntegrityError(f"Key (phone)=({TYPED[0]}) already exists.")

    monkeypatch.setattr(signing, "dumps", breaks)
    monkeypatch.setattr(jobs, "_handlers", {"tests.breaks": breaks})
    browser = browser_of("leader")
    browser.raise_request_exception = False
    answer = browser.get("/trung-tam/man-hinh")
    jobs.later("tests.breaks", TYPED[1])
    clerk.run_until_idle("jobs")
    text = written()
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in text
    assert text.count("IntegrityError") == 2
    assert "test_observing.py" in text
    assert not [word for word in TYPED if word in text]


def test_acts_are_told_when_they_are_done_and_not_before(
    written: Callable[[], str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as done:
        audit.record(system("tests"), "tests.act", ("case", "PA-1"))
    assert "tests.act" not in written()
    for callback in done:
        callback()
    assert "tests.act" in written()
    assert "PA-1" not in written()


@pytest.fixture
def counted(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder in which this process counts, from nothing."""
    settings.CUUDINH_STATE = tmp_path
    monkeypatch.setattr(meters, "_held", meters._Held())
    for slot in range(meters.SLOTS):
        meters._room.values[slot] = 0
    meters.begin("web", tmp_path / "meters")
    yield tmp_path
    meters._room.move_to(mmap.mmap(-1, meters._BYTES))
    for descriptor in meters._held.descriptors:
        os.close(descriptor)


@pytest.mark.parametrize(
    ("named", "token", "sent", "status"),
    [
        ((), "", {}, 404),
        ((), "", {"Authorization": "Bearer "}, 404),
        ((), TOKEN, {"Authorization": "Bearer wrong"}, 404),
        ((), TOKEN, {"Authorization": f"Bearer {TOKEN}"}, 200),
        (("10.0.0.0/8",), "", {}, 404),
        (("127.0.0.0/8",), "", {}, 200),
    ],
)
@pytest.mark.asvs("13.4.5")
def test_only_named_watchers_read_the_figures(
    counted: Path, settings: Any, named: tuple[str, ...], token: str, sent: dict[str, str], status: int
) -> None:
    settings.CUUDINH_METRICS_FROM = tuple(map(ip_network, named))
    settings.CUUDINH_METRICS_TOKEN = token
    assert Client().get(METRICS, headers=sent).status_code == status


def test_the_figures_tell_what_was_asked_refused_done_and_what_waits(counted: Path, town: Town) -> None:
    visitor = Client()
    visitor.get("/khoe")
    visitor.get("/khong-co-gi-o-day")
    visitor.post("/dang-nhap", {"ten": PHONE, "mat_khau": f"{PASSWORD} sai"})
    town.resolved()
    text = watching.exposition()
    told = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert told['cuudinh_requests_total{route="project:health",method="GET",status="200"}'] == "1"
    assert told['cuudinh_requests_total{route="-",method="GET",status="404"}'] == "1"
    assert told['cuudinh_request_seconds_count{route="project:health"}'] == "1"
    assert told['cuudinh_request_seconds_bucket{route="project:health",le="+Inf"}'] == "1"
    assert told['cuudinh_refusals_total{code="wrong-sign-in"}'] == "1"
    assert float(told['cuudinh_backlog{kind="events"}']) == outbox.waiting() > 0
    assert float(told['cuudinh_backlog{kind="lines to seal"}']) > 0
    assert told['cuudinh_processes{role="web"}'] == "1"
    assert float(told["cuudinh_database_bytes"]) > 100_000


def test_every_figure_that_is_given_is_declared(counted: Path, town: Town) -> None:
    Client().get("/khoe")
    names = {one.name for one in meters.declared()}
    told = [line.partition(" ")[0] for line in watching.exposition().splitlines() if not line.startswith("#")]
    assert {watching._meter_of(name) for name in told} <= names


def test_whoever_may_not_be_sent_people_yet_says_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/san-sang").status_code == 200
    monkeypatch.setattr(releases, "in_force", lambda: ())
    answer = Client().get("/san-sang")
    assert (answer.status_code, answer.json()["pack"]) == (503, "none")


@pytest.mark.asvs("16.2.4", "16.4.1")
def test_every_line_is_one_object_whatever_was_sent(town: Town, written: Callable[[], str]) -> None:
    browser = Client()
    hostile = 'x\n{"kind":"request","level":"forged"}\r\n\u2028\x1b[31m'
    for address in (f"/phan-anh?q={quote(hostile)}", f"/{quote(hostile)}"):
        browser.get(address, headers={"User-Agent": "x {forged}", "Referer": f"/{quote(hostile)}"})
    browser.post("/dang-nhap", {"ten": hostile, "mat_khau": hostile})
    logging.getLogger("django").error("said %s", hostile)
    lines = [json.loads(line) for line in written().splitlines()]
    assert len(_requests(written())) == 3
    assert {"at", "role", "kind"} <= set.intersection(*(set(line) for line in lines))
    assert "forged" not in {line.get("level") for line in lines}
