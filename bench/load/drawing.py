"""After a flood: until when the pictures that came with it are drawn, asked as those who sent them would see it."""

import asyncio
import re
import time
from collections.abc import Sequence
from typing import Final

from bench.load.book import Book, Wrong
from bench.load.world import World

DRAIN_SECONDS_MOST: Final = 600.0
ASK_SECONDS: Final = 2.0
_PICTURE = re.compile(rb'src="(/tep/[^"]+)"')


async def until_drawn(world: World, book: Book, filed: Sequence[tuple[str, int]]) -> None:
    """Wait until the picture of every report is shown to its reporter, and write down how long that took."""
    began = time.perf_counter()
    waiting = list(filed)
    while waiting and time.perf_counter() - began < DRAIN_SECONDS_MOST:
        number, resident = waiting[-1]
        try:
            is_drawn = await _is_drawn(world, number, resident)
        except Wrong as wrong:
            book.fault("wrong answer", str(wrong))
            is_drawn = True
        if is_drawn:
            waiting.pop()
        else:
            await asyncio.sleep(ASK_SECONDS)
    book.counts["drain seconds"] = round(time.perf_counter() - began)
    if waiting:
        book.fault("pictures not drawn", f"{len(waiting)} of {len(filed)} after {DRAIN_SECONDS_MOST:.0f} s")


async def _is_drawn(world: World, number: str, resident: int) -> bool:
    shown = await world.residents[resident].browser.get(f"/phan-anh/{number}", "own case after")
    found = _PICTURE.search(shown.body)
    if found is None:
        return False
    picture = await world.residents[resident].browser.get(found[1].decode(), "own picture")
    if not picture.body.startswith(b"\xff\xd8"):
        raise Wrong(f"the picture of {number} is none")
    return True
