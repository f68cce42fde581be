"""Plays one case, or a report and its repetition, through the doors, and says what was written.

Everything happens inside a transaction that is undone at the end: what remains are the rows that were read
before. Acts fall on whole minutes and a microsecond, so that a moment somebody acted at can be told from one
that a rule reckoned, which is a whole minute.
"""

import heapq
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from django.db import transaction

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.definitions import ServiceDefinition
from cuudinh.journal import clerk, pictures
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal
from cuudinh.project.demonstration.casting import tables
from cuudinh.project.demonstration.handling import Handling, Sayings
from cuudinh.project.demonstration.people import Staff
from cuudinh.project.demonstration.scenes import Scenes
from cuudinh.project.demonstration.simulating import REFUSALS_MOST, ROUNDS_MOST, Move, standing_of

MARK = timedelta(microseconds=1)
FOLLOWED = 0.15
REPEATED_HOURS = 60


def minute_of(moment: datetime) -> datetime:
    """Give the moment of the same minute at which an act is played."""
    return moment.replace(second=0, microsecond=0) + MARK


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports: the answers of the form, and the scenes of which it brings pictures."""

    topic: str
    text: str
    place: Mapping[str, Any]
    channel: str
    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done through a door: `file`, `follow`, `clerk` or an act on the case of that place."""

    at: datetime
    do: str
    case: int = 0
    actor: Actor | None = None
    move: Move | None = None
    photos_at: datetime | None = None


@dataclass(slots=True)
class Played:
    """What was done, by whom, and every row that it wrote, by the name of its model."""

    reports: list[Report] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    residents: list[int] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    counted: list[tuple[datetime, int, dict[str, int]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Town:
    """Who and what a play needs; the same for all of them."""

    service: ServiceDefinition
    staff: Callable[[datetime], Staff]
    sayings: Sayings
    scenes: Scenes
    residents: Sequence[Actor]


class _Undone(Exception):
    """Ends a play: nothing of it stays."""


def play(
    town: Town,
    reports: Sequence[Report],
    at: datetime,
    until: datetime,
    chance: random.Random,
    script: Sequence[str] = (),
) -> Played:
    """Play the reports from their filing to the end, or to `until`, and undo everything.

    With a `script` the first of them lives by its acts and is then left to itself.
    """
    playing = _Play(town, reports, at, until, chance, script)
    try:
        with acting(), transaction.atomic():
            tables.forget_counters()
            playing.run()
            playing.played.rows = tables.written()
            raise _Undone
    except _Undone:
        return playing.played


class _Play:
    """One play; holds the heap of what comes next."""

    def __init__(
        self,
        town: Town,
        reports: Sequence[Report],
        at: datetime,
        until: datetime,
        chance: random.Random,
        script: Sequence[str],
    ) -> None:
        self.played = Played(reports=list(reports))
        self._town, self._until, self._chance = town, until, chance
        self._people = chance.sample(town.residents, len(reports) + 1)
        self._heap: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = count()
        self._twins: dict[str, str] = {}
        self._script, self._scripts = script, dict[str, list[str]]()
        self._handling = Handling(
            town.staff(at),
            town.sayings,
            town.scenes.after,
            acts=frozenset(act.do for act in town.service.shape.acts),
            twins=self._twins,
            scripts=self._scripts,
        )
        for place in range(len(reports)):
            later = timedelta(hours=place * chance.randint(1, REPEATED_HOURS))
            self._push(at + later, partial(self._file, place=place))
        if chance.random() < FOLLOWED:
            self._push(at + timedelta(hours=chance.randint(6, 90)), self._follow)

    def run(self) -> None:
        """Do what comes next until nothing does."""
        while (due := self._next_due()) or self._heap:
            if due and (not self._heap or due <= self._heap[0][0]):
                self._act(due, self._tick, "due", "outbox")
            else:
                moment, _order, do = heapq.heappop(self._heap)
                self._act(moment, do, "outbox")

    def _tick(self, now: datetime) -> None:
        self.played.steps.append(Step(now, "clerk"))

    def _next_due(self) -> datetime | None:
        falls_at = tables.next_due()
        if falls_at is None or minute_of(falls_at) > self._until:
            return None
        return minute_of(falls_at)

    def _act(self, now: datetime, do: Callable[[datetime], None], *clerks: str) -> None:
        with clock.frozen(now):
            do(now)
            clerk.run_until_idle(*clerks)
        case = self.played.steps[-1].case if self.played.steps else 0
        self.played.counted.append((now, case, tables.take_counters()))

    def _push(self, moment: datetime, do: Callable[[datetime], None]) -> None:
        moment = minute_of(moment)
        if moment <= self._until:
            heapq.heappush(self._heap, (moment, next(self._order), do))

    def _file(self, now: datetime, place: int) -> None:
        report, reporter = self.played.reports[place], self._people[place]
        number = file(self._town.service, report, reporter)
        if self.played.numbers:
            self._twins[number] = self.played.numbers[0]
        elif self._script:
            self._scripts[number] = list(self._script)
        self.played.numbers.append(number)
        self.played.steps.append(Step(now, "file", place, reporter))
        self.played.residents.append(self._account(reporter))
        self._choose(place, 0, 0)

    def _account(self, actor: Actor) -> int:
        assert actor.account_id is not None, "residents have accounts"
        return actor.account_id

    def _follow(self, now: datetime) -> None:
        follower = self._people[-1]
        try:
            commands.follow_case(follower, number=self.played.numbers[0])
        except Refusal:
            return
        self.played.residents.append(self._account(follower))
        self.played.steps.append(Step(now, "follow", 0, follower))

    def _choose(self, place: int, round_number: int, refusals: int) -> None:
        number, reporter = self.played.numbers[place], self._people[place]
        chosen = self._handling.choose(standing_of(number, reporter, round_number), self._chance)
        if chosen is None:
            return
        move, wait = chosen
        photos_at = clock.now()
        self._push(
            photos_at + wait, lambda now: self._do(now, place, round_number, refusals, move, photos_at)
        )

    def _do(
        self, now: datetime, place: int, round_number: int, refusals: int, move: Move, photos_at: datetime
    ) -> None:
        try:
            with transaction.atomic():
                perform(self.played.numbers[place], move, move.photos)
            self.played.steps.append(Step(now, move.act, place, move.actor, move, photos_at))
            refusals = 0
        except Refusal:
            refusals += 1
        if round_number < ROUNDS_MOST and refusals < REFUSALS_MOST:
            self._choose(place, round_number + 1, refusals)


def file(service: ServiceDefinition, report: Report, reporter: Actor) -> str:
    """File a report with pictures of its scenes and give its number."""
    photos = tuple(pictures.again(one).id for one in report.photos)
    answers = {"topic": report.topic, "description": report.text, "location": dict(report.place)}
    return commands.file_case(
        reporter, service_id=service.id, answers=answers, photos=photos, channel=report.channel
    ).number


def perform(number: str, move: Move, photos: Sequence[int]) -> None:
    """Do a move, and show the pictures where the centre does so."""
    commands.perform_act(move.actor, number=number, act=move.act, inputs=move.inputs, photos=photos)
    if move.shows_pictures:
        commands.show_pictures(move.actor, number=number, is_public=True)
