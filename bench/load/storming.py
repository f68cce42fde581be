"""A storm of sign-ins beside sessions that are open: those who work must not feel it, and memory must stay bounded."""

import asyncio
import itertools
import os
from collections import deque
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from bench.load.arriving import Stage, arrive
from bench.load.book import Book
from bench.load.browser import Browser
from bench.load.installation import Installation
from bench.load.observing import uses
from bench.load.runs import Run, measured
from bench.load.world import World, address_of

BEFORE: Final = "open session, before"
DURING: Final = "open session, in the storm"
STORM: Final = "sign-in of the storm"
OPEN_A_SECOND: Final = 20.0
DOORS: Final = 300
# A right password, a wrong one, a full line or too many tries: nothing else may be answered.
ANSWERS: Final = frozenset({303, 401, 429})
OPEN_PAGES: Final = ("/cua-toi", "/", "/phan-anh", "/tai-khoan", "/thong-bao")
HASH_MB: Final = 19
MEMORY_MB_MOST: Final = HASH_MB * (os.cpu_count() or 1) * 2
_SAMPLE_SECONDS: Final = 0.5
_FAR: Final = 9_000_000


async def login_storm(served: Installation, world: World, stages: tuple[Stage, ...]) -> Run:
    """Look at open sessions alone for half as long, then beside a storm of the stages."""
    book, seconds = world.book, sum(stage.seconds for stage in stages)
    doors = [Browser(served.place, Book(), address_of(_FAR + number)) for number in range(DOORS)]
    for door in doors:
        await door.get("/dang-nhap", "sign-in page")
        door.write_into(book)
    storm, sessions, pages = (
        _Storm(world, doors),
        itertools.cycle(world.residents),
        itertools.cycle(OPEN_PAGES),
    )

    async def look(due: float, act: str) -> None:
        await next(sessions).browser.get(next(pages), act, due=due)

    async def act() -> None:
        alone, beside = Stage(OPEN_A_SECOND, max(seconds / 2, 2.0)), Stage(OPEN_A_SECOND, seconds)
        await arrive(book, lambda due: look(due, BEFORE), (alone,), start=8)
        watching = asyncio.create_task(_watch_memory(served, book))
        await asyncio.gather(
            arrive(book, storm.knock, stages), arrive(book, lambda due: look(due, DURING), (beside,), start=9)
        )
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    run = await measured("login-storm", served, book, act)
    for door in doors:
        door.close()
    return run


class _Storm:
    """Those who come all at once, each through a browser that nobody else uses meanwhile."""

    def __init__(self, world: World, doors: list[Browser]) -> None:
        self._world = world
        self._free = deque(doors)
        self._everybody = itertools.cycle(world.everybody)

    async def knock(self, _due: float) -> None:
        """Try to sign in, every second time with a wrong password."""
        book = self._world.book
        book.counts["knocks"] += 1
        if not self._free:
            book.counts["no browser was free"] += 1
            return
        door = self._free.popleft()
        password = self._world.password if book.counts["knocks"] % 2 else "sai mật khẩu rồi"
        fields = {"ten": next(self._everybody).login, "mat_khau": password, "tiep": "/"}
        answer = await door.post("/dang-nhap", STORM, fields, expect=ANSWERS)
        book.counts[f"answered {answer.status}"] += 1
        if answer.status == HTTPStatus.SEE_OTHER:
            # A form that was opened before somebody signed in is not taken any more.
            await door.get("/dang-nhap", "sign-in page")
        self._free.append(door)


async def _watch_memory(served: Installation, book: Book) -> None:
    """Write down what all processes hold before the storm and at most in it."""
    while True:
        now = round(sum(one.private_mb for one in uses(*served.roots).values()))
        book.counts.setdefault("MB before", now)
        book.counts["MB at most"] = max(book.counts["MB at most"], now)
        await asyncio.sleep(_SAMPLE_SECONDS)
