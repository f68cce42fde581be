"""Arrivals by schedule: people come when they come, whether or not the platform has answered the one before."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench.load.book import Book, Wrong
from bench.load.wire import Broken

Visit = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Stage:
    """So many arrivals a second for so many seconds."""

    a_second: float
    seconds: float


async def arrive(book: Book, visit: Visit, stages: Sequence[Stage], *, start: int = 5) -> None:
    """Start a visit at each moment of a random schedule (Poisson) and wait until all have ended.

    A visit is told when it was due, so that it counts its wait from then.
    """
    chance = random.Random(start)
    under_way: set[asyncio.Task[None]] = set()
    due = time.perf_counter()
    for stage in stages:
        end = due + stage.seconds
        while (due := due + chance.expovariate(stage.a_second)) < end:
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            task = asyncio.create_task(attempt(book, visit, due))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        due = end
    await asyncio.sleep(max(due - time.perf_counter(), 0))
    if under_way:
        await asyncio.wait(set(under_way))


async def crowd(book: Book, visit: Visit, *, at_once: int, seconds: float) -> None:
    """Keep so many visits under way for some seconds: what comes through is the most that can be carried."""
    until = time.perf_counter() + seconds

    async def one_after_another() -> None:
        while time.perf_counter() < until:
            await attempt(book, visit, time.perf_counter())

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))


async def attempt(book: Book, visit: Visit, due: float) -> None:
    """Make one visit; what was wrong with it is written down and the others go on."""
    book.counts["begun"] += 1
    try:
        await visit(due)
    except Wrong as wrong:
        book.fault("wrong answer", str(wrong))
    except (Broken, OSError, TimeoutError) as fault:
        book.fault("no answer", repr(fault))
