"""One year of a province: things happen one after the other as the seed decides, and everything is watched."""

import random
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from cuudinh.project.simulation import watching
from cuudinh.project.simulation.deeds import bringing, clerking, filing, handling, moving, reorganising
from cuudinh.project.simulation.people import Cast
from cuudinh.project.simulation.seeds import STEPS
from cuudinh.project.simulation.stage import ZONE, Ticks
from cuudinh.project.simulation.world import Violation, World

YEAR: Final = timedelta(days=370)
WATCH_EVERY: Final = 120
DEEDS: Final[Mapping[Callable[[World], None], float]] = {
    filing.file_report: 15,
    filing.send_waiting: 3,
    handling.handle: 62,
    clerking.one_step: 6,
    clerking.whole_round: 12,
    clerking.tidy: 0.3,
    bringing.bring_in: 0.25,
    reorganising.new_version: 0.35,
    moving.take_over: 2,
    moving.leave: 0.5,
}
# Minutes between one thing and the next: bursts of a morning, a night, a weekend, a holiday.
WAITS: Final = {2: 22, 11: 18, 47: 14, 180: 10, 700: 10, 1440: 12, 4400: 8, 9000: 4, 16000: 1.2}
# Moments at which something changes: midnight, the ends of working hours, the hour after which tomorrow counts.
EDGES: Final = ((0, 0), (7, 30), (11, 30), (13, 30), (15, 0), (17, 0), (23, 59))
SLIPS: Final = (timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1))
LAST_ROUNDS: Final = 6


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a seed: its digest and how much happened, or the step and the sentence of the violation."""

    seed: int
    steps: int
    cases: int
    events: int
    digest: str
    violation: str = ""
    lines: tuple[str, ...] = ()
    trace: str = ""


def run(seed: int, cast: Cast, *, steps: int) -> Report:
    """Play a seed in the installation of this process, which belongs to it alone, and give what became of it."""
    ticks = Ticks()
    with ticks.in_force():
        world = World(seed, cast, ticks)
        violation, trace = "", ""
        try:
            _play(world, steps)
        except Violation as found:
            violation = str(found)
        except Exception as fault:  # noqa: BLE001  whatever rises here is a bug of the platform, and the find
            violation, trace = f"{type(fault).__name__}: {fault}", traceback.format_exc()
        if not violation:
            world.trail.add_store()
    events = sum(len(known.examined.acts) for known in world.cases.values())
    lines = tuple(world.trail.lines)
    return Report(seed, world.step, len(world.cases), events, world.trail.digest, violation, lines, trace)


def _play(world: World, steps: int) -> None:
    chance = world.chance
    usual = timedelta(minutes=sum(wait * n for wait, n in WAITS.items()) / sum(WAITS.values()))
    share = YEAR / STEPS / usual
    deeds, weights = list(DEEDS), list(DEEDS.values())
    while world.step < steps:
        world.step += 1
        world.forward(_wait(world, chance, share))
        _slip(world, chance)
        with world.frozen():
            chance.choices(deeds, weights)[0](world)
            if world.step % WATCH_EVERY == 0:
                watching.look(world)
    _end(world)


def _wait(world: World, chance: random.Random, share: float) -> timedelta:
    """Give how long nothing happens; now and then exactly until an edge of the day."""
    if chance.random() < 0.85:
        minutes = chance.choices(list(WAITS), list(WAITS.values()))[0]
        return timedelta(minutes=round(minutes * share), seconds=chance.randrange(60))
    hour, minute = chance.choice(EDGES)
    local = world.true_now.astimezone(ZONE)
    edge = local.replace(hour=hour, minute=minute, second=chance.choice([0, 0, 59]), microsecond=0)
    return edge - local if edge > local else edge + timedelta(days=1) - local


def _slip(world: World, chance: random.Random) -> None:
    """Let the clock of the machine go wrong now and then, and be put right soon after."""
    if world.slip and chance.random() < 0.25:
        world.slip = timedelta()
        world.say("clock", "put right", "done")
    elif not world.slip and chance.random() < 0.01:
        world.slip = chance.choice(SLIPS)
        world.say("clock", f"wrong by {world.slip}", "done")


def _end(world: World) -> None:
    """Let everything that waits be done without faults, and look at the whole."""
    world.faults_are_on = False
    world.slip = timedelta()
    for _ in range(LAST_ROUNDS):
        world.step += 1
        world.forward(timedelta(hours=20))
        with world.frozen():
            filing.send_waiting(world)
            clerking.whole_round(world)
    while world.unsent:
        with world.frozen():
            filing.send_waiting(world)
            clerking.whole_round(world)
    with world.frozen():
        watching.look_at_last(world)
