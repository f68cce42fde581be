"""One run: what was used and how much came through between its beginning and its end."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bench.load.book import Book
from bench.load.installation import Installation
from bench.load.observing import Use, Watch, own_seconds, seconds_of, servers_of, uses
from bench.measuring import load_text

REST_SECONDS_MAX = 5.0


@dataclass(frozen=True)
class Run:
    """A run that has ended: its book and what everybody used meanwhile."""

    shape: str
    book: Book
    seconds: float
    processes: Sequence[Use]
    driver_seconds: float
    database_seconds: float
    watch: Watch
    load: str
    first_answer_seconds: float
    first_answer_cpu_seconds: float
    complaints: str

    @property
    def platform_seconds(self) -> float:
        """The processor time of all processes of the platform and of its database server."""
        return sum(one.cpu_seconds for one in self.processes) + self.database_seconds

    @property
    def private_mb(self) -> float:
        """The private memory of all processes of the platform at the end."""
        return sum(one.private_mb for one in self.processes)

    def cpu_of(self, name: str) -> float:
        """Give the processor time of the processes of a name."""
        return sum(one.cpu_seconds for one in self.processes if one.name == name)


async def measured(shape: str, served: Installation, book: Book, act: Callable[[], Awaitable[object]]) -> Run:
    """Do something and measure what it took."""
    assert served.process is not None
    roots = served.roots
    servers = servers_of(served.database)
    watch = Watch(roots)
    watching = asyncio.create_task(watch.run())
    before, own, database = uses(*roots), own_seconds(), seconds_of(servers)
    book.began = began = time.perf_counter()
    try:
        await act()
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    seconds = time.perf_counter() - began
    after, own_after, database_after = uses(*roots), own_seconds(), seconds_of(servers)
    # What is in use only while an answer is made, such as the rows of a picture, is not what a process keeps.
    await asyncio.sleep(min(REST_SECONDS_MAX, seconds / 4))
    kept = uses(*roots)
    return Run(
        shape=shape,
        book=book,
        seconds=seconds,
        processes=[
            _since(one, before.get(process), kept.get(process, one)) for process, one in after.items()
        ],
        driver_seconds=own_after - own,
        database_seconds=database_after - database,
        watch=watch,
        load=load_text(),
        first_answer_seconds=served.first_answer_seconds,
        first_answer_cpu_seconds=served.first_answer_cpu_seconds,
        complaints=served.complaints,
    )


def _since(now: Use, before: Use | None, kept: Use) -> Use:
    """Give what was spent since the beginning, and the memory that was kept some seconds after the end."""
    spent = now.cpu_seconds - (before.cpu_seconds if before else 0.0)
    return Use(now.name, spent, kept.private_mb, kept.unshared_mb)
