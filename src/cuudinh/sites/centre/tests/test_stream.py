"""The stream: one snapshot a tick for however many watch, tickets, and trouble that ends for nobody."""

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from asgiref.sync import sync_to_async
from django.core import signing
from django.db import connections
from tests.desks import Town, settle

from cuudinh.sites.centre import stream
from cuudinh.sites.centre.stream import TICKET_SALT, Broadcast, application

TICK = 0.05
SECONDS_MOST = 20


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run what is asynchronous in a thread of its own: a browser test may have left a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asyncio.wait_for(work, SECONDS_MOST)).result()


class Screen:
    """One screen that watches until it has heard enough, then leaves."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.status = 0
        self.heard: list[dict[str, Any]] = []
        self._done = asyncio.Event()

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message.get("more_body"):
            self.heard.append(json.loads(message["body"].removeprefix(b"data: ")))
        if len(self.heard) >= self.most:
            self._done.set()

    async def receive(self) -> dict[str, Any]:
        await self._done.wait()
        return {"type": "http.disconnect"}


def _scope(query: str = "", path: str = "/stream/wall") -> dict[str, Any]:
    return {"type": "http", "path": path, "query_string": query.encode()}


def _ticket(language: str = "vi") -> str:
    return f"ticket={quote(signing.dumps({'language': language}, salt=TICKET_SALT))}"


def _watched_by(monkeypatch: pytest.MonkeyPatch, broadcast: Broadcast, screens: list[Screen]) -> None:
    monkeypatch.setattr(stream, "_broadcasts", {"vi": broadcast})

    async def watch() -> None:
        await asyncio.gather(*(application(_scope(_ticket()), one.receive, one.send) for one in screens))

    run(watch())


def test_fifty_screens_cost_one_snapshot_a_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(len(made))
        return json.dumps({"tick": len(made)}).encode()

    screens = [Screen(most=4) for _ in range(50)]
    _watched_by(monkeypatch, Broadcast(make, TICK), screens)
    assert {one.status for one in screens} == {200}
    assert {tuple(each["tick"] for each in one.heard) for one in screens} == {(1, 2, 3, 4)}
    assert len(made) <= 5


def test_a_snapshot_that_fails_is_left_out_and_the_stream_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = count(1)

    def make() -> bytes:
        tick = next(ticks)
        if tick == 2:
            raise RuntimeError("the database is away")
        return json.dumps({"tick": tick}).encode()

    screen = Screen(most=2)
    _watched_by(monkeypatch, Broadcast(make, TICK), [screen])
    assert [each["tick"] for each in screen.heard] == [1, 3]


def test_who_comes_after_all_have_left_is_not_shown_the_past(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(len(made))
        return json.dumps({"tick": len(made)}).encode()

    broadcast = Broadcast(make, TICK)
    monkeypatch.setattr(stream, "_broadcasts", {"vi": broadcast})
    first, second = Screen(most=1), Screen(most=1)

    async def one_after_the_other() -> None:
        await application(_scope(_ticket()), first.receive, first.send)
        await asyncio.sleep(4 * TICK)
        seen = len(made)
        await application(_scope(_ticket()), second.receive, second.send)
        assert second.heard[0]["tick"] > seen

    run(one_after_the_other())


@pytest.mark.parametrize(
    ("query", "path", "status"),
    [
        ("", "/stream/wall", 403),
        ("ticket=forged", "/stream/wall", 403),
        (f"ticket={quote(signing.dumps({'language': 'vi'}, salt='another'))}", "/stream/wall", 403),
        (_ticket(), "/stream/other", 404),
    ],
    # Tickets are signed with the moment: two workers must still name the tests alike.
    ids=["none", "forged", "signed-for-another", "elsewhere"],
)
def test_without_a_ticket_nothing_is_told(query: str, path: str, status: int) -> None:
    screen = Screen(most=1)
    run(application(_scope(query, path), screen.receive, screen.send))
    assert (screen.status, screen.heard) == (status, [])


def test_an_old_ticket_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "TICKET_SECONDS", -1)
    screen = Screen(most=1)
    run(application(_scope(_ticket()), screen.receive, screen.send))
    assert screen.status == 403


def test_the_server_hears_that_there_is_nothing_to_prepare() -> None:
    kinds = iter(["lifespan.startup", "lifespan.shutdown"])
    said: list[str] = []

    async def receive() -> dict[str, Any]:
        return {"type": next(kinds)}

    async def send(message: dict[str, Any]) -> None:
        said.append(message["type"])

    run(application({"type": "lifespan"}, receive, send))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.django_db(transaction=True)
def test_a_screen_hears_the_figures_of_the_province(monkeypatch: pytest.MonkeyPatch) -> None:
    town: Town = settle()
    number = town.file()
    monkeypatch.setattr(stream, "_broadcasts", {})
    screen = Screen(most=1)

    async def watch() -> None:
        await application(_scope(_ticket()), screen.receive, screen.send)
        await sync_to_async(connections.close_all)()

    run(watch())
    assert screen.heard[0]["open"] == 1
    assert [one["number"] for one in screen.heard[0]["newest"]] == [number]
