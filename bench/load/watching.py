"""Screens that watch the wall: each holds a stream open and must be shown each new snapshot, as all others are."""

import asyncio
import json
import re
import time
from collections import Counter
from typing import Final
from urllib.parse import quote

from bench.load.book import Book, Wrong
from bench.load.world import World, sign_in

STREAM_LINE_MOST: Final = 4 << 20
TICK_SECONDS: Final = 2.0
LATE_TICKS: Final = 2
AS_OF = re.compile(rb'"as_of":"([^"]+)"')


async def watch_wall(world: World, book: Book, *, viewers: int, seconds: float) -> None:
    """Hold so many screens on the stream and see that each gets what the others get, in time."""
    leader = world.leaders[0]
    await sign_in(leader, world.password, to="/trung-tam/man-hinh")
    answer = await leader.browser.get("/trung-tam/man-hinh/du-lieu", "wall ticket")
    ticket = json.loads(answer.body)["ticket"]
    until = time.perf_counter() + seconds
    shown: Counter[bytes] = Counter()
    seen = await asyncio.gather(
        *(_screen(world, book, ticket, until, shown) for _ in range(viewers)), return_exceptions=True
    )
    for fault in seen:
        if isinstance(fault, BaseException):
            book.fault("a screen broke off", repr(fault))
    _judge(book, [one for one in seen if isinstance(one, int)], shown, seconds)


async def _screen(world: World, book: Book, ticket: str, until: float, shown: Counter[bytes]) -> int:
    """Watch until the end; give how many snapshots came."""
    port = world.place.port + 1
    reader, writer = await asyncio.open_connection(world.place.host, port, limit=STREAM_LINE_MOST)
    head = f"GET /stream/wall?ticket={quote(ticket)} HTTP/1.1\r\nHost: {world.place.host}:{port}\r\n\r\n"
    writer.write(head.encode())
    snapshots, asked = 0, time.perf_counter()
    try:
        while (left := until - time.perf_counter()) > 0:
            line = await asyncio.wait_for(reader.readline(), left)
            if not line:
                raise Wrong("the stream ended")
            if not line.startswith(b"data: "):
                continue
            if not snapshots:
                book.record("first snapshot", asked, time.perf_counter())
            snapshots += 1
            _check(world, line, shown)
    except TimeoutError:
        pass
    finally:
        writer.close()
    return snapshots


def _check(world: World, line: bytes, shown: Counter[bytes]) -> None:
    found = AS_OF.search(line)
    if found is None:
        raise Wrong("a snapshot without its moment")
    if world.mark in line:
        raise Wrong("the wall shows a reporter")
    shown[found[1]] += 1


def _judge(book: Book, seen: list[int], shown: Counter[bytes], seconds: float) -> None:
    """See that all screens were shown the same few snapshots, about one in each tick."""
    book.counts["snapshots made"] = len(shown)
    book.counts["snapshots shown"] = sum(shown.values())
    expected = seconds / TICK_SECONDS
    if len(shown) > expected + 2:
        book.fault("too many snapshots", f"{len(shown)} in {seconds:.0f} s")
    for count in seen:
        if count < len(shown) - LATE_TICKS:
            book.fault("a screen missed snapshots", f"{count} of {len(shown)}")
