"""Rows of dossiers, over HTTP: what a whole life costs everybody together, and how many there are.

Served as `cuudinh serve` does it, as for reports (`writing`): acknowledged means on disk, and the driver's time counts.
A life is its nine acts; receipt and process sheet are drawn, signed and kept meanwhile, and the scores follow.
"""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Final

from django.conf import settings
from django.db import connection

from bench.load.book import Book
from bench.load.dossiers import ACTS, DossierLives
from bench.load.installation import Installation, copied
from bench.load.runs import Run, measured
from bench.load.world import world_of
from bench.measuring import Row, least_row, most_row
from bench.store import Store
from bench.writing import CPU_MS_A_SECOND, many, settled

LIVES: Final = 150
LIVES_A_SECOND: Final = 25
RESIDENTS: Final = 50


def life(store: Store) -> Row:
    """Measure a life that programs lead over HTTP: CPU of all processes and of the driver."""
    run = _run(store)
    driver, clerk = (seconds * 1000 / LIVES for seconds in (run.driver_seconds, run.cpu_of("clerk")))
    used = (run.platform_seconds + run.driver_seconds) * 1000 / LIVES
    what = (
        f"life of a dossier in {ACTS} acts by programs, over HTTP, durable: CPU of all processes ({clerk:.1f} of it "
        f"the clerk with its papers and scores, {driver:.1f} the driver), {store.reports} cases in the store"
    )
    most = CPU_MS_A_SECOND / LIVES_A_SECOND
    return most_row("dossier-life", what, used, "ms", most=most, against="25 lives a second on 2 cores")


def lives_a_second(store: Store) -> Row:
    """Measure how many lives a second come through until their news is delivered and sealed and papers are made."""
    run = _run(store)
    what = f"lives of dossiers a second over HTTP, with papers, deliveries and sealing; {run.load}"
    rate = LIVES / run.seconds
    return least_row("dossier-rate", what, rate, "/s", least=LIVES_A_SECOND, against="25/s")


@cache
def _run(store: Store) -> Run:
    """Serve a copy of the store and measure lives in it."""
    # PostgreSQL copies a database only while nobody is in it.
    connection.close()
    with copied(settings.CUUDINH_STATE, database=store.database, residents=RESIDENTS) as served:
        return asyncio.run(_measured(served))


async def _measured(served: Installation) -> Run:
    book = Book()
    world = world_of(served.people, served.place, book, by_key=True)
    lives = DossierLives(world)
    try:
        await lives.warm()
        await settled(served)

        async def all_lives() -> None:
            await many(lives.live, LIVES)
            await settled(served)

        return await measured("lives of dossiers", served, book, all_lives)
    finally:
        world.close()


DOSSIERS: Final[dict[str, Callable[[Store], Row]]] = {"dossier-life": life, "dossier-rate": lives_a_second}
