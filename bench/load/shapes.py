"""The shapes of load: a steady day, a burst, a flood, a soak, a change of tables, the wall, storms of sign-ins."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from bench.load import altering, storming
from bench.load.arriving import Stage, arrive, crowd
from bench.load.book import Book
from bench.load.browsing import Browsing
from bench.load.dossiers import DossierLives
from bench.load.drawing import until_drawn
from bench.load.installation import Installation
from bench.load.lives import Lives
from bench.load.runs import Run, measured
from bench.load.watching import watch_wall
from bench.load.world import World, sign_in, world_of

# Each account may report so often at once and then once a minute (web/limits.py); nobody is let off.
REPORTS_AT_ONCE: Final = 8
REPORT_SECONDS: Final = 60.0
VIEWERS: Final = 200
CROWD: Final = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """How a shape is run: stages of lives or of views, how long people think, how many send photos.

    `at_once`: that many lives are under way all the time, instead of beginning by schedule. `signs_in_first`: all
    have signed in before the run; else each does when they are first needed, which is sooner ready to be tried.
    """

    stages: tuple[Stage, ...]
    think_seconds: float = 0.5
    with_photo: float = 0.0
    by_key: bool = True
    views: tuple[Stage, ...] = ()
    at_once: int = 0
    viewers: int = VIEWERS
    signs_in_first: bool = True
    residents_most: int = 1_000_000

    @property
    def residents(self) -> int:
        """How many residents it takes so that nobody reports too often."""
        seconds = sum(stage.seconds for stage in self.stages)
        lives = sum(stage.seconds * stage.a_second for stage in self.stages)
        needed = int(lives * 1.1 / (REPORTS_AT_ONCE - 1 + seconds / REPORT_SECONDS)) + 20
        return min(needed, self.residents_most)


Shape = Callable[[Installation, Plan], Coroutine[Any, Any, Run]]


async def lives(served: Installation, plan: Plan, *, shape: str) -> Run:
    """Lives of reports that begin by schedule, with strangers who look around where the plan has them."""
    book, world = Book(), await _world(served, plan)
    living = Lives(world, think_seconds=plan.think_seconds, with_photo=plan.with_photo)
    browsing = Browsing(world)
    _write_into(world, book)

    async def act() -> None:
        if plan.at_once:
            seconds = plan.stages[0].seconds
            await crowd(book, living.live, at_once=plan.at_once, seconds=seconds)
            return
        both = [arrive(book, living.live, plan.stages)]
        if plan.views:
            both.append(arrive(book, browsing.view, plan.views, start=6))
        await asyncio.gather(*both)

    run = await measured(shape, served, book, act)
    browsing.close()
    world.close()
    return run


async def dossiers(served: Installation, plan: Plan) -> Run:
    """Lives of dossiers by programs, so many under way all the time; what was begun is led to its end."""
    book, world = Book(), await _world(served, plan)
    living = DossierLives(world)
    await living.warm()
    _write_into(world, book)
    seconds = plan.stages[0].seconds
    run = await measured(
        "dossiers",
        served,
        book,
        lambda: crowd(book, living.live, at_once=plan.at_once, seconds=seconds),
    )
    world.close()
    return run


async def flood(served: Installation, plan: Plan) -> Run:
    """A day of flood: everybody looks and many report with photos; then the pictures have to be drawn."""
    book, world = Book(), await _world(served, plan, staff=False)
    living = Lives(world, think_seconds=plan.think_seconds, with_photo=plan.with_photo)
    browsing = Browsing(world)
    filed: list[tuple[str, int]] = []
    _write_into(world, book)

    async def file(due: float) -> None:
        filed.append(await living.file_for(due))

    async def act() -> None:
        await asyncio.gather(
            arrive(book, file, plan.stages), arrive(book, browsing.view, plan.views, start=6)
        )

    run = await measured("flood", served, book, act)
    browsing.close()
    await until_drawn(world, book, filed)
    world.close()
    return run


async def storm(served: Installation, plan: Plan) -> Run:
    """Everybody signs in at once, each from an address of their own, while others go on looking around."""
    book = Book()
    world = world_of(served.people, served.place, book, by_key=False)
    browsing = Browsing(world)

    async def enter(_due: float) -> None:
        await sign_in(world.resident(), world.password)

    async def act() -> None:
        await asyncio.gather(
            arrive(book, enter, plan.stages), arrive(book, browsing.view, plan.views, start=6)
        )

    run = await measured("storm", served, book, act)
    browsing.close()
    world.close()
    return run


async def login_storm(served: Installation, plan: Plan) -> Run:
    """Hundreds sign in every second while those who did before go on working."""
    world = await _world(served, plan, staff=False)
    for resident in world.residents:
        await world.ready(resident)
    _write_into(world, Book())
    run = await storming.login_storm(served, world, plan.stages)
    world.close()
    return run


async def migrating(served: Installation, plan: Plan) -> Run:
    """Tables change while reports live and strangers look around: the version before goes on on the new tables."""
    book, world = Book(), await _world(served, plan)
    living = Lives(world, think_seconds=plan.think_seconds, with_photo=plan.with_photo)
    browsing = Browsing(world)
    _write_into(world, book)
    before = plan.stages[0].seconds / 10

    async def act() -> None:
        await asyncio.gather(
            arrive(book, living.live, plan.stages),
            arrive(book, browsing.view, plan.views, start=6),
            altering.alter(served, book, after_seconds=before),
        )

    run = await measured("migrating", served, book, act)
    browsing.close()
    world.close()
    return run


async def wall(served: Installation, plan: Plan) -> Run:
    """Two hundred screens watch the wall while reports go on."""
    book, world = Book(), await _world(served, plan)
    living = Lives(world, think_seconds=plan.think_seconds, with_photo=0.0)
    _write_into(world, book)
    seconds = sum(stage.seconds for stage in plan.stages)

    async def act() -> None:
        await asyncio.gather(
            arrive(book, living.live, plan.stages),
            watch_wall(world, book, viewers=plan.viewers, seconds=seconds),
        )

    run = await measured("wall", served, book, act)
    world.close()
    return run


async def _world(served: Installation, plan: Plan, *, staff: bool = True) -> World:
    """Give the people of a run, signed in: that everybody comes at once is a shape of its own."""
    world = world_of(served.people, served.place, Book(), by_key=plan.by_key)
    if plan.signs_in_first:
        began = time.perf_counter()
        await world.all_ready(staff=staff)
        print(f"{len(world.residents)} residents in within {time.perf_counter() - began:.0f} s", flush=True)
    return world


def _write_into(world: World, book: Book) -> None:
    """Begin to write down what people wait for; what came before is not part of the run."""
    world.book = book
    for person in world.everybody:
        person.browser.write_into(book)


def _stages(*pairs: tuple[float, float]) -> tuple[Stage, ...]:
    return tuple(Stage(a_second, seconds) for a_second, seconds in pairs)


PLANS: Final[dict[str, tuple[Plan, Plan]]] = {
    # The whole form, and the short one to try it out.
    "steady": (Plan(_stages((40, 60))), Plan(_stages((4, 5)), think_seconds=0.1)),
    # The rate of a crowd is only what residents are opened for: it takes as much as comes through.
    "most": (Plan(_stages((60, 30)), 0.0, at_once=CROWD), Plan(_stages((30, 4)), 0.0, at_once=4)),
    "dossiers": (Plan(_stages((40, 30)), 0.0, at_once=CROWD), Plan(_stages((12, 4)), 0.0, at_once=4)),
    "people": (
        Plan(_stages((5, 60)), 1.0, with_photo=0.4, by_key=False, views=_stages((50, 60))),
        Plan(_stages((1, 6)), 0.1, with_photo=0.4, by_key=False, views=_stages((10, 6))),
    ),
    "burst": (
        Plan(_stages((1, 20), (15, 20), (25, 20), (35, 20), (10, 20))),
        Plan(_stages((1, 2), (8, 2), (2, 2)), 0.1),
    ),
    "flood": (
        Plan(_stages((5, 600)), 3.0, with_photo=1.0, by_key=False, views=_stages((310, 600))),
        Plan(_stages((2, 6)), 0.2, with_photo=1.0, by_key=False, views=_stages((60, 6))),
    ),
    "soak": (
        Plan(_stages((20, 2400)), views=_stages((30, 2400))),
        Plan(_stages((10, 180)), views=_stages((20, 180))),
    ),
    "migrating": (
        Plan(_stages((10, 240)), views=_stages((30, 240))),
        Plan(_stages((3, 6)), 0.1, views=_stages((10, 6))),
    ),
    "wall": (Plan(_stages((5, 60))), Plan(_stages((2, 8)), 0.1)),
    "storm": (
        Plan(_stages((20, 30)), by_key=False, views=_stages((50, 30))),
        Plan(_stages((4, 5)), by_key=False, views=_stages((10, 5))),
    ),
    # Sixty seconds of five hundred; few of them get as far as a report, so few residents are opened.
    "login-storm": (
        Plan(_stages((500, 60)), by_key=False, residents_most=120),
        Plan(_stages((60, 4)), by_key=False, residents_most=20),
    ),
}
SHAPES: Final[dict[str, Shape]] = {
    **{name: partial(lives, shape=name) for name in ("steady", "most", "people", "burst", "soak")},
    "dossiers": dossiers,
    "flood": flood,
    "storm": storm,
    "login-storm": login_storm,
    "migrating": migrating,
    "wall": wall,
}


def planned(shape: str, *, is_short: bool, times: float = 1.0, seconds: float = 0.0) -> Plan:
    """Give the plan of a shape; `times` multiplies its arrivals, `seconds` sets the length of all stages together."""
    plan = PLANS[shape][1 if is_short else 0]
    stages, views = _changed(plan.stages, times, seconds), _changed(plan.views, times, seconds)
    return replace(plan, stages=stages, views=views, signs_in_first=not is_short)


def _changed(stages: Sequence[Stage], times: float, seconds: float) -> tuple[Stage, ...]:
    whole = sum(stage.seconds for stage in stages)
    longer = seconds / whole if seconds and whole else 1.0
    return tuple(Stage(stage.a_second * times, stage.seconds * longer) for stage in stages)
