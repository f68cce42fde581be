"""Fills a province with invented people and reports over the last months, and says who can sign in."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from operator import itemgetter
from pathlib import Path

from cuudinh.engines.cases import commands, definitions
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.places import queries as places
from cuudinh.journal import clerk, marks
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal
from cuudinh.project.demonstration import people
from cuudinh.project.demonstration.answering import Answering, Words
from cuudinh.project.demonstration.converting import convert_some
from cuudinh.project.demonstration.dossiers import REPORTS_A_DOSSIER, Dossiers
from cuudinh.project.demonstration.handling import SCRIPTS, Handling
from cuudinh.project.demonstration.sayings import sayings_of
from cuudinh.project.demonstration.scenes import Scenes
from cuudinh.project.demonstration.sign_ins import SignIn, sign_ins_of
from cuudinh.project.demonstration.simulating import Move, Simulation, Standing
from cuudinh.project.demonstration.words import demo_answers, demo_words

REPORTS = 1800
DAYS = 90
TICK = timedelta(hours=8)
WITH_PHOTO = 0.7
# Reports of the last hours, of which some are brought into each state that a visitor should find.
SCRIPTED = (timedelta(hours=10), timedelta(hours=2))
REPEATED = 0.08
REPEATED_WITHIN = timedelta(days=3)
FOLLOWED = 0.2
METRES_PER_DEGREE = 111_000
# When people report: few at night, most after work begins and after it ends.
HOURS = [1, 1, 1, 1, 1, 3, 7, 10, 10, 9, 8, 7, 6, 6, 7, 8, 9, 10, 9, 7, 6, 5, 3, 2]
Say = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made, and who can sign in."""

    reports: int
    dossiers: int
    acts: int
    refused: dict[str, int]
    sign_ins: tuple[SignIn, ...]


def fill(
    folders: list[Path], say: Say, *, reports: int = REPORTS, days: int = DAYS, start: int = 7
) -> Filled:
    """Fill the installation; the same `start` gives the same province.

    `folders` are those of the province's pack and of the packs it requires. `say` is told the step, how much
    of it is done and how much there is.
    """
    chance = random.Random(start)  # noqa: S311 - invented data, no secret
    return _Filling(folders, say, chance, days).run(reports)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The last report of a topic: its number, where it is and when it was made."""

    number: str
    place: dict[str, float | str]
    at: datetime


class _Filling:
    """One run of filling; holds what the steps share."""

    def __init__(self, folders: list[Path], say: Say, chance: random.Random, days: int) -> None:
        self._folders = folders
        self._words, self._names = demo_words(folders)
        self._answers = Words(self._names, demo_answers(folders), self._words.streets)
        self._say = say
        self._chance = chance
        self._until = clock.now()
        self._since = self._until - timedelta(days=days)
        self._service = definitions.service(self._words.service)
        self._password = f"demo-{ids.secret_code(6).lower()}"
        self._units = [unit for unit in places.units_in_force() if unit.lat is not None]
        self._scenes = Scenes(self._service, chance)
        self._filed = 0
        self._twins: dict[str, str] = {}
        self._scripts: dict[str, list[str]] = {}
        self._acts = frozenset(act.do for act in self._service.shape.acts)
        self._left = [script for script in SCRIPTS if self._acts.issuperset(script)]
        self._seen: dict[str, _Seen] = {}

    def run(self, reports: int) -> Filled:
        """Make people, pictures and reports, and let everything that was left waiting be done."""
        marks.put_invented()
        with clock.frozen(self._since - timedelta(days=1)):
            staff, residents = self._people()
        self._scenes.draw((False, True), self._say)
        # Drawn apart, so that the reports stay what they were.
        apart = random.Random(reports)  # noqa: S311 - invented data, no secret
        dossiers = Dossiers(apart, Answering(self._folders, self._answers, apart))
        handling = Handling(
            staff,
            sayings_of(self._words, self._service),
            self._scenes.after,
            acts=self._acts,
            twins=self._twins,
            scripts=self._scripts,
        )

        def choose(case: Standing, chance: random.Random) -> tuple[Move, timedelta] | None:
            return (dossiers if dossiers.knows(case.number) else handling).choose(case, chance)

        simulation = Simulation(until=self._until, chance=self._chance, choose=choose)
        moments = self._moments(reports)
        starts = ((at, self._filing(simulation, residents, at, reports)) for at in moments)
        applied = dossiers.starts(moments[::REPORTS_A_DOSSIER], residents, simulation.follow)
        simulation.run(merge(starts, applied, key=itemgetter(0)), TICK)
        self._say("finishing", 0, 1)
        clerk.run_until_idle()
        self._say("finishing", 1, 1)
        convert_some(residents)
        sign_ins = sign_ins_of(self._service, self._password, self._words.phone)
        refused = simulation.acts_refused | dossiers.refused
        return Filled(self._filed, dossiers.filed, simulation.acts_done, refused, sign_ins)

    def _people(self) -> tuple[people.Staff, tuple[Actor, ...]]:
        self._say("people", 0, 1)
        language = next(iter(self._service.shape.title))
        staff = people.open_staff(
            self._names,
            self._chance,
            self._password,
            self._service.shape.intake,
            (self._since - timedelta(days=1)).astimezone(cases.zone()).date(),
            language,
        )
        residents = people.open_residents(
            self._names, self._chance, self._password, self._words.phones, language
        )
        self._say("people", 1, 1)
        return staff, residents

    def _moments(self, reports: int) -> list[datetime]:
        """Spread reports over the days, with a few stormy days that bring many at once."""
        days = (self._until - self._since).days
        storms = {self._chance.randrange(days) for _ in range(days // 20)}
        weights = [(5 if day in storms else 1) * (0.8 + 0.4 * day / days) for day in range(days)]
        zone = cases.zone()
        chosen = self._chance.choices(range(days + 1), [*weights, 3], k=reports)
        moments = []
        for day in chosen:
            local = (self._since + timedelta(days=day)).astimezone(zone)
            hour = self._chance.choices(range(24), HOURS)[0]
            at = local.replace(
                hour=hour, minute=self._chance.randrange(60), second=self._chance.randrange(60)
            )
            moments.append(min(at, self._until - timedelta(minutes=self._chance.randrange(1, 600))))
        return sorted(moments)

    def _filing(
        self, simulation: Simulation, residents: tuple[Actor, ...], at: datetime, total: int
    ) -> Callable[[], None]:
        topics = list(self._words.weights)
        topic = self._chance.choices(topics, [self._words.weights[one] for one in topics])[0]
        reporter, neighbour = self._chance.choice(residents), self._chance.choice(residents)

        def step() -> None:
            number = self._file(reporter, topic)
            if self._left and self._until - SCRIPTED[0] < at < self._until - SCRIPTED[1]:
                self._scripts[number] = list(self._left.pop())
            simulation.follow(number, reporter)
            if self._chance.random() < FOLLOWED:
                later = at + timedelta(hours=self._chance.randint(6, 90))
                simulation.at(later, lambda: _follow(neighbour, number))
            self._filed += 1
            if self._filed % 20 == 0:
                self._say("reports", self._filed, total)

        return step

    def _file(self, reporter: Actor, topic: str) -> str:
        chance = self._chance
        again = self._repeated(topic)
        place = again.place if again is not None else self._place()
        number = commands.file_case(
            reporter,
            service_id=self._service.id,
            answers={"topic": topic, "description": self._text(topic, place["label"]), "location": place},
            photos=(self._scenes.before(topic, chance),) if chance.random() < WITH_PHOTO else (),
            channel=chance.choices(["web", "app"], [3, 2])[0],
        ).number
        if again is not None:
            self._twins[number] = again.number
        else:
            self._seen[topic] = _Seen(number, place, clock.now())
        return number

    def _repeated(self, topic: str) -> _Seen | None:
        """Give the report of a few days ago that somebody now makes once more, if it comes to that."""
        seen = self._seen.get(topic)
        if seen is None or clock.now() - seen.at > REPEATED_WITHIN:
            return None
        return seen if self._chance.random() < REPEATED else None

    def _text(self, topic: str, street: float | str) -> str:
        text = self._chance.choice(self._words.texts[topic])
        return text.format(
            so=self._chance.randrange(1, 240),
            duong=street,
            moc=self._chance.choice(self._words.landmarks),
        )

    def _place(self) -> dict[str, float | str]:
        """Give a point near the middle of a commune that really lies in the province."""
        for lat, lon in self._guesses():
            if places.unit_at(lat, lon) is not None:
                return {"lat": lat, "lon": lon, "label": self._chance.choice(self._words.streets)}
        raise AssertionError("there is always another guess")

    def _guesses(self) -> Iterator[tuple[float, float]]:
        while True:
            unit = self._chance.choice(self._units)
            spread = 900 / METRES_PER_DEGREE
            lat, lon = unit.lat or 0.0, unit.lon or 0.0
            yield self._chance.gauss(lat, spread), self._chance.gauss(lon, spread)


def _follow(actor: Actor, number: str) -> None:
    """Follow a report, if it is public by then."""
    with suppress(Refusal):
        commands.follow_case(actor, number=number)
