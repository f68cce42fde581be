"""Plays the handling of cases forward in simulated time, through the same commands that people use.

One heap holds every next step in order of time, so that numbers, due times and counters come out as they
would have in life. Whoever acts is asked from the organisation as it stood on that day.
"""

import heapq
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.cases import queries as reads
from cuudinh.journal import clerk
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.kernel.refusal import Refusal

SYSTEM = system("demonstration")
BATCH = 100
TICKS_OF_A_ROUND = 6
SHORT_ROUND = ("due", "outbox")
WHOLE_ROUND = (*SHORT_ROUND, "jobs", "sealing")
# What is refused is followed by another choice; a case on which nothing succeeds is left to itself.
ROUNDS_MOST = 30
REFUSALS_MOST = 3


@dataclass(frozen=True, slots=True)
class Move:
    """One act to try: who does it, with which inputs and pictures, and whether they publish all pictures then."""

    act: str
    actor: Actor
    inputs: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[int, ...] = ()
    shows_pictures: bool = False


Chooser = Callable[["Standing", random.Random], tuple[Move, timedelta] | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a chooser needs to know of a case: its number, state and owner, and who reported it."""

    number: str
    state: str
    topic: str
    owner_office_id: int | None
    reporter: Actor | None
    flags: frozenset[str]
    open_task_codes: tuple[str, ...]
    is_rated: bool
    round: int


class Simulation:
    """A run of simulated time up to `until`; `choose` picks the next act of a case and how long until it."""

    def __init__(self, *, until: datetime, chance: random.Random, choose: Chooser) -> None:
        self._until = until
        self._chance = chance
        self._choose = choose
        self._heap: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._ticks = 0
        self.acts_done = 0
        self.acts_refused: dict[str, int] = {}

    def at(self, moment: datetime, step: Callable[[], None]) -> None:
        """Put a step on the heap; one after the end of the run is dropped."""
        if moment <= self._until:
            heapq.heappush(self._heap, (moment, next(self._order), step))

    def run(self, starts: Iterable[tuple[datetime, Callable[[], None]]], tick: timedelta) -> None:
        """Run all steps in order of time; once a tick the clerk fires due times and delivers the news.

        `starts` come in order of time and are taken one by one, so that any number of them fits. Steps are
        committed in batches: what is simulated can be simulated again.
        """
        waiting = iter(starts)
        upcoming = next(waiting, None)
        next_tick = upcoming[0] if upcoming else self._until
        while upcoming or self._heap:
            with acting():
                for _ in range(BATCH):
                    if upcoming and (not self._heap or upcoming[0] <= self._heap[0][0]):
                        moment, step = upcoming
                        upcoming = next(waiting, None)
                    elif self._heap:
                        moment, _order, step = heapq.heappop(self._heap)
                    else:
                        break
                    next_tick = self._tick_until(next_tick, moment, tick)
                    with clock.frozen(moment):
                        step()

    def _tick_until(self, next_tick: datetime, moment: datetime, tick: timedelta) -> datetime:
        while next_tick <= moment:
            self._ticks += 1
            # Of what the clerk does, only due times and news change what happens next. It does not tidy up:
            # pictures lie ready for months of simulated time before they are sent.
            steps = WHOLE_ROUND if self._ticks % TICKS_OF_A_ROUND == 0 else SHORT_ROUND
            with clock.frozen(next_tick):
                clerk.run_until_idle(*steps)
            next_tick += tick
        return next_tick

    def follow(self, number: str, reporter: Actor | None, round_number: int = 0, refusals: int = 0) -> None:
        """Choose what happens next to a case and put it on the heap."""
        standing = standing_of(number, reporter, round_number)
        chosen = self._choose(standing, self._chance)
        if chosen is None:
            return
        move, wait = chosen
        self.at(clock.now() + wait, lambda: self._do(number, reporter, round_number, refusals, move))

    def _do(self, number: str, reporter: Actor | None, round_number: int, refusals: int, move: Move) -> None:
        try:
            cases.perform_act(move.actor, number=number, act=move.act, inputs=move.inputs, photos=move.photos)
            if move.shows_pictures:
                cases.show_pictures(move.actor, number=number, is_public=True)
            self.acts_done += 1
            refusals = 0
        except Refusal as refusal:
            refusals += 1
            key = f"{move.act}: {refusal.code}"
            self.acts_refused[key] = self.acts_refused.get(key, 0) + 1
        if round_number < ROUNDS_MOST and refusals < REFUSALS_MOST:
            self.follow(number, reporter, round_number + 1, refusals)


def standing_of(number: str, reporter: Actor | None, round_number: int) -> Standing:
    """Give how a case stands now, as a chooser wants to know it."""
    brief = reads.brief(SYSTEM, number)
    return Standing(
        number=number,
        state=brief.state,
        topic=brief.topic,
        owner_office_id=brief.owner_office_id,
        reporter=reporter,
        flags=brief.flags,
        open_task_codes=brief.open_task_codes,
        is_rated=brief.is_rated,
        round=round_number,
    )
