"""Rows of writing, over HTTP: what a report and its whole life cost everybody together, and how many there are.

A copy of the store is served as `cuudinh serve` does it: two web workers, the clerk with its deliveries and its
sealing, the stream, the supervisor. Acknowledged means on disk. The driver runs on the same processors and its time
counts too. A life is its six acts and nothing else; nobody looks at a page in between and no picture is drawn.
"""

import asyncio
import itertools
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Any, Final, Literal
from urllib.parse import quote

import msgspec
import psycopg
from django.conf import settings
from django.db import connection

from bench.load.book import Book
from bench.load.installation import Installation, copied
from bench.load.lives import NUMBER, OFFICE, SERVICE, TOPICS
from bench.load.runs import Run, measured
from bench.load.wire import Answer
from bench.load.world import Person, World, world_of
from bench.measuring import Row, most_row
from bench.store import Store

Way = Literal["programs", "pages"]
Subject = tuple[str, tuple[float, float]]
LIVES: Final = 240
REPORTS: Final = 240
AT_ONCE: Final = 12
PLACES: Final = 12
# Each may report eight times at once (web/limits.py).
RESIDENTS: Final = 70
WORDS: Final = "Ổ gà sâu trước cổng trường, xe máy hay ngã khi trời mưa."
ANSWER: Final = "Đã khắc phục xong trong ngày."
CPU_MS_A_SECOND: Final = 2000
LIVES_A_SECOND: Final = 40
_WAITING: Final = (
    "SELECT (SELECT count(*) FROM journal_outboxevent WHERE delivered_at IS NULL) "
    "+ (SELECT count(*) FROM journal_auditinbox) "
    "+ (SELECT count(*) FROM journal_job WHERE kind = 'make-paper' AND parked_at IS NULL)"
)


class _Bare:
    """Lives of reports in six acts, by programs with keys or by the forms of the pages."""

    def __init__(self, world: World, way: Way) -> None:
        self._world, self._way = world, way
        # The office that answers is learnt once for each topic and place, so that later lives need not ask.
        self._offices: dict[Subject, str] = {}
        places = world.points[:: max(len(world.points) // PLACES, 1)][:PLACES]
        self._subjects = list(itertools.product(TOPICS, places))
        self._begun = 0

    async def warm(self) -> None:
        """Sign everybody in who will act and live one life of each topic at each place."""
        for _ in self._subjects:
            await self.live()
        for person in (*self._world.residents, *self._world.dispatchers):
            await self._world.ready(person)

    async def live(self) -> None:
        """Live one life: create, assign, accept, resolve, approve, rate."""
        world = self._world
        resident = await world.ready(world.resident())
        subject = self._next_subject()
        number = await self._file(resident, subject)
        dispatcher = await world.ready(world.dispatcher())
        await self._act(dispatcher, number, "assign")
        if subject not in self._offices:
            self._offices[subject] = await self._office_of(dispatcher, number)
        for act, inputs in (("accept", {}), ("resolve", {"answer": ANSWER})):
            officer = await world.ready(world.officer(self._offices[subject]))
            await self._act(officer, number, act, **inputs)
        await self._act(await world.ready(world.dispatcher()), number, "approve")
        await self._act(resident, number, "rate", rating="hai-long")

    async def file(self) -> None:
        """File one report."""
        await self._file(await self._world.ready(self._world.resident()), self._next_subject())

    def _next_subject(self) -> Subject:
        self._begun += 1
        return self._subjects[self._begun % len(self._subjects)]

    async def _file(self, resident: Person, subject: Subject) -> str:
        browser, (topic, (lat, lon)) = resident.browser, subject
        if self._way == "programs":
            location = {"lat": lat, "lon": lon, "label": "Lê Lợi"}
            answers = {"topic": topic, "description": WORDS, "location": location}
            body = msgspec.json.encode({"service": SERVICE, "answers": answers})
            sent = await browser.post_json("/api/v1/cases", "file", body, expect=201)
        else:
            point = {"location.lat": str(lat), "location.lon": str(lon), "location.label": "Lê Lợi"}
            once = f"bench-{self._begun}"
            fields = {"once": once, "topic": topic, "description": WORDS, **point}
            sent = await browser.post("/phan-anh/gui", "file", fields, expect=201)
        found = NUMBER.search(sent.body)
        assert found is not None, "a report that was filed has a number"
        return found[0].decode()

    async def _act(self, person: Person, number: str, act: str, **inputs: str) -> Answer:
        browser = person.browser
        if self._way == "programs":
            body = msgspec.json.encode({"act": act, "inputs": inputs})
            return await browser.post_json(f"/api/v1/cases/{number}/acts", act, body, expect=200)
        base = "/phan-anh" if act == "rate" else "/lam-viec/ho-so"
        fields = {f"{act}.{name}": value for name, value in inputs.items()}
        return await browser.post(f"{base}/{number}/viec/{act}", act, fields)

    async def _office_of(self, dispatcher: Person, number: str) -> str:
        if self._way == "programs":
            shown = await dispatcher.browser.get(f"/api/v1/desk/{quote(number)}", "desk record")
            return str(msgspec.json.decode(shown.body)["case"]["office_label"])
        shown = await dispatcher.browser.get(f"/lam-viec/ho-so/{number}", "case")
        found = OFFICE.search(shown.body)
        assert found is not None, "a case that was assigned shows its office"
        return found[1].decode()


def create_report(store: Store) -> Row:
    """Measure filing with everything: HTTP, permission, form, place, routing, clock, audit, outbox, counters."""
    run = _runs(store, "programs")["file"]
    used = (run.cpu_of("web worker") + run.cpu_of("web keeper")) * 1000 / REPORTS
    what = (
        "create one report over HTTP: permission, validation, audit, outbox; CPU of the web processes, "
        f"{store.reports} reports in the store"
    )
    return most_row("create-report", what, used, "ms", most=5.5, against="Open Zaak 85 ms, as published")


def lifecycle(store: Store) -> Row:
    """Measure a life that programs lead over HTTP: CPU of all processes and of the driver."""
    return _life_row("lifecycle", "by programs", store, _runs(store, "programs")["live"])


def lifecycle_of_pages(store: Store) -> Row:
    """Measure a life that is led by the forms of the pages: CPU of all processes and of the driver."""
    return _life_row("lifecycle-pages", "by the forms of pages", store, _runs(store, "pages")["live"])


def _life_row(row_id: str, how: str, store: Store, run: Run) -> Row:
    driver, clerk = (seconds * 1000 / LIVES for seconds in (run.driver_seconds, run.cpu_of("clerk")))
    used = (run.platform_seconds + run.driver_seconds) * 1000 / LIVES
    what = (
        f"lifecycle create → assign → accept → resolve → approve → rate {how}, over HTTP, durable: CPU of all "
        f"processes ({clerk:.1f} of it the clerk, {driver:.1f} the driver), {store.reports} reports in the store"
    )
    most = CPU_MS_A_SECOND / LIVES_A_SECOND
    return most_row(row_id, what, used, "ms", most=most, against="40 lifecycles a second on 2 cores")


def lifecycles_a_second(store: Store) -> Row:
    """Measure how many lives a second come through until all of their news is delivered and sealed."""
    run = _runs(store, "programs")["live"]
    rate = LIVES / run.seconds
    return Row(
        id="lifecycle-rate",
        what=f"lifecycles a second by programs over HTTP, with deliveries and sealing; {run.load}",
        value=round(rate, 1),
        unit="/s",
        target=1.0,
        target_of="ratio",
        ratio=round(rate / LIVES_A_SECOND, 3),
        against=f"{LIVES_A_SECOND}/s",
        holds=rate >= LIVES_A_SECOND,
    )


@cache
def _runs(store: Store, way: Way) -> dict[str, Run]:
    """Serve a copy of the store and measure lives and filings in it."""
    # PostgreSQL copies a database only while nobody is in it.
    connection.close()
    with copied(settings.CUUDINH_STATE, database=store.database, residents=RESIDENTS) as served:
        return asyncio.run(_measured(served, way))


async def _measured(served: Installation, way: Way) -> dict[str, Run]:
    book = Book()
    world = world_of(served.people, served.place, book, by_key=way == "programs")
    lives = _Bare(world, way)
    try:
        await lives.warm()
        await settled(served)

        async def all_lives() -> None:
            await many(lives.live, LIVES)
            await settled(served)

        runs = {"live": await measured("lives", served, book, all_lives)}
        runs["file"] = await measured("reports", served, book, lambda: many(lives.file, REPORTS))
    finally:
        world.close()
    return runs


async def many(act: Callable[[], Awaitable[None]], times: int) -> None:
    """Do something so many times, a few at once."""
    turns = iter(range(times))

    async def some() -> None:
        for _ in turns:
            await act()

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))


async def settled(served: Installation) -> None:
    """Wait until all news is delivered, every line sealed and every paper made."""
    with _looking_into(served) as database:
        while database.execute(_WAITING).fetchone()[0]:
            await asyncio.sleep(0.05)


@contextmanager
def _looking_into(served: Installation) -> Iterator[Any]:
    """Give a connection to the database of a served copy, on which each statement sees what stands there by then."""
    if served.database:
        with closing(psycopg.connect(served.database, autocommit=True)) as database:
            yield database
        return
    file = served.folder / "cuudinh.sqlite3"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        yield database


WRITING: Final[dict[str, Callable[[Store], Row]]] = {
    "create-report": create_report,
    "lifecycle": lifecycle,
    "lifecycle-pages": lifecycle_of_pages,
    "lifecycle-rate": lifecycles_a_second,
}
