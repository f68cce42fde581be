"""Fills a province at full size: people first, then moulds through the doors, then casts of them in order of time."""

import gc
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.commands import InventedPerson, Numbers
from cuudinh.engines.places import queries as places
from cuudinh.journal import clerk, keys, marks, sealing
from cuudinh.journal.tree import TILE_BITS
from cuudinh.kernel import clock, ids
from cuudinh.project.demonstration import people
from cuudinh.project.demonstration.casting import tables
from cuudinh.project.demonstration.casting.counting import counter_rows, counters_of
from cuudinh.project.demonstration.casting.expanding import Start
from cuudinh.project.demonstration.casting.fitting import (
    Days,
    Lack,
    Shelf,
    brought,
    days_of,
    first_day,
    spread,
)
from cuudinh.project.demonstration.casting.loading import Loader, loading
from cuudinh.project.demonstration.casting.log import LINES, TILES, End
from cuudinh.project.demonstration.casting.mixing import DayMix, Mix
from cuudinh.project.demonstration.casting.moulding import Moulding
from cuudinh.project.demonstration.casting.moulds import Mould
from cuudinh.project.demonstration.casting.picking import Point, Points, Sayings
from cuudinh.project.demonstration.casting.playing import Played, Report, Town, play
from cuudinh.project.demonstration.casting.pouring import Pouring
from cuudinh.project.demonstration.sayings import sayings_of
from cuudinh.project.demonstration.scenes import Scenes
from cuudinh.project.demonstration.sign_ins import SignIn, sign_ins_of
from cuudinh.project.demonstration.words import demo_words

YEARS: Final = 10
# As the rows of a resident come.
PEOPLE: Final = (
    "identity.Person",
    "identity.PersonIdentifier",
    "identity.Account",
    "identity.Credential",
    "identity.IdentifierClaim",
)
# Of so many residents one states no citizen number, and of so many one states that of somebody before.
NUMBERLESS_EVERY: Final = 100
SHARED_EVERY: Final = 250
SUMMED: Final = ("journal.Counter", "journal.Sequence")
CASTS_OF_A_MOULD: Final = 200
CASES_OF_A_POINT: Final = 20
POINTS_OF_A_UNIT: Final = (40, 400)
MOULDS: Final = (120, 1650)
LIVE_DAYS: Final = 32
LIVE_SHARE: Final = 0.28
# Plays that end soon, by the acts that end them: withdrawn, refused, or asked about in vain.
BRIEF: Final[tuple[tuple[str, int], ...]] = (("withdraw", 1), ("refuse", 2), ("ask", 2))
BRIEF_PLAYED: Final = 0.35
REPEATED: Final = 0.1
WITH_PHOTO: Final = 0.3
NEWS_KEPT: Final = timedelta(days=30)
HOURS: Final = [1, 1, 1, 1, 1, 3, 7, 10, 10, 9, 8, 7, 6, 6, 7, 8, 9, 10, 9, 7, 6, 5, 3, 2]
# Reports come with the rains of autumn and stay away at the beginning of the year.
MONTHS: Final = (0.8, 0.7, 0.8, 0.9, 0.9, 0.9, 0.9, 1.0, 1.2, 1.7, 1.7, 1.2)
STORMS_OF_A_YEAR: Final = 6
STORM: Final = 5.0
_PORTION: Final = 5000
Say = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class CastStore:
    """What was made, and who can sign in."""

    reports: int
    accounts: int
    sign_ins: tuple[SignIn, ...]


def cast_store(
    folders: Sequence[Path], say: Say, *, reports: int, accounts: int = 0, start: int = 7
) -> CastStore:
    """Fill the installation with so many reports and accounts; the same `start` gives the same province.

    What stands in the way of order, a case that comes in between, must not happen: nobody may be served while
    a store is cast. A store that was not finished is thrown away.
    """
    chance = random.Random(start)  # noqa: S311 - invented data, no secret
    with keys.held():
        return Casting(folders, say, chance).run(reports, accounts)


class Casting:
    """One run; holds what the steps share."""

    def __init__(self, folders: Sequence[Path], say: Say, chance: random.Random) -> None:
        self.words, self._names = demo_words(folders)
        self._say, self.chance = say, chance
        self.service = definitions.service(self.words.service)
        self.until = clock.now()
        zone = cases.zone()
        today = self.until.astimezone(zone).date()
        self.since = first_day(today, YEARS)
        self._password = f"demo-{ids.secret_code(6).lower()}"
        self._language = next(iter(self.service.shape.title))
        self.days: Days = days_of(self.service, self.since - timedelta(days=10), today)
        self.points = Points(chance)
        self.sayings = Sayings(self.words, self.service, chance)
        self._storms = self._stormy(self.since.toordinal(), today.toordinal())
        self.moulds: list[Mould] = []

    def run(self, reports: int, accounts: int) -> CastStore:
        """Make people, moulds and casts, and put everything in order."""
        marks.put_invented()
        town = self.prepare(reports)
        self.make_moulds(town, reports)
        with loading([*PEOPLE, *tables.CAST, LINES, TILES, *SUMMED], self._say) as loader:
            residents = self._residents(loader, town, accounts)
            with _circles_unsought():
                pouring = self.pour(loader, residents, reports)
            self._sum_up(loader, pouring)
        clerk.run_until_idle()
        sign_ins = sign_ins_of(self.service, self._password, self.words.phone)
        opened = tables.model("identity.Account")._default_manager.count()
        return CastStore(pouring.poured.cases, opened, sign_ins)

    def prepare(self, reports: int) -> Town:
        """Open the accounts of staff and of the first residents, draw pictures, scatter places."""
        opening = datetime.combine(self.since - timedelta(days=1), datetime.min.time(), UTC)
        cuts = [max(date.fromordinal(cut), self.since) for cut in self.days.cuts]
        offices = {
            one.id: one for day in [*cuts, self.until.date()] for one in identity.handling_offices(day)
        }
        intake = self.service.shape.intake
        self._say("people", 0, 1)
        with clock.frozen(opening):
            staff = people.open_staff(
                self._names, self.chance, self._password, intake, opening.date(), self._language,
                offices=list(offices.values()),
            )  # fmt: skip
            residents = people.open_residents(
                self._names, self.chance, self._password, self.words.phones, self._language
            )
        self._say("people", 1, 1)
        scenes = Scenes(self.service, self.chance)
        scenes.draw((False, True), self._say)
        clerk.run_until_idle()
        periods = [max(period.first, self.since) for period in places.tree_days()]
        total = len(places.units_in_force())
        each = min(max(reports // CASES_OF_A_POINT // total, POINTS_OF_A_UNIT[0]), POINTS_OF_A_UNIT[1])
        for done, _ in enumerate(self.points.scatter(periods, each), 1):
            self._say("places", done, total)
        tables.remember()
        return Town(
            self.service,
            lambda at: staff.on(at.date(), intake),
            sayings_of(self.words, self.service),
            scenes,
            residents,
        )

    def make_moulds(self, town: Town, reports: int, *, least: int = MOULDS[0]) -> None:
        """Play as many cases through the doors as the store needs for every kind of day."""
        number = min(max(reports // CASTS_OF_A_MOULD, least), MOULDS[1])
        days = range(self.since.toordinal(), self.until.toordinal())
        lack = Lack(Shelf(self.days, (), self.until), {day: self._usual(day) for day in days})
        for done in range(number):
            recent = done < number * LIVE_SHARE
            at = self._moment(self._recent_day() if recent else date.fromordinal(lack.day()))
            script = self._script()
            reported = self.reports(town, at)[: 1 if script else None]
            played = play(town, reported, at, self.until, self.chance, script)
            if len(played.numbers) == len(played.reports):
                self.moulds.append(self.mould(played))
                lack.add(self.moulds[-1])
            self._say("moulds", done + 1, number)
        assert not tables.untold(), f"plays fill tables that nobody casts: {tables.untold()}"

    def mould(self, played: Played) -> Mould:
        """Make the mould of a play."""
        return Moulding(played, cases.zone(), lambda state: self.service.state(state).phase).made()

    def _script(self) -> tuple[str, ...]:
        """Give the act that ends a life early, for some plays; nothing for those that go their way."""
        acts = {act.do for act in self.service.shape.acts}
        known = {act: share for act, share in BRIEF if act in acts}
        if not known or self.chance.random() >= BRIEF_PLAYED:
            return ()
        return tuple(self.chance.choices(list(known), list(known.values())))

    def _recent_day(self) -> date:
        """Give a day of the last weeks: whatever goes on today can be cast on its own day only."""
        today = self.until.astimezone(cases.zone()).date()
        return today - timedelta(days=int(self.chance.random() * LIVE_DAYS))

    def _moment(self, day: date) -> datetime:
        """Give a moment of a day, at an hour when people report."""
        hour = self.chance.choices(range(24), HOURS)[0]
        at = datetime.combine(day, time(hour, self.chance.randrange(60)), cases.zone())
        return min(at.astimezone(UTC), self.until - timedelta(minutes=self.chance.randrange(1, 600)))

    def reports(self, town: Town, at: datetime) -> list[Report]:
        """Invent a report, now and then with its repetition."""
        topics = self.words.weights
        topic = self.chance.choices(list(topics), list(topics.values()))[0]
        day = at.astimezone(cases.zone()).date()
        point = self.points.any_on(day)
        is_repeated = self.chance.random() < REPEATED
        return [self._report(town, topic, point) for _ in range(1 + is_repeated)]

    def _report(self, town: Town, topic: str, point: Point) -> Report:
        street = self.chance.choice(self.words.streets)
        has_photo = self.chance.random() < WITH_PHOTO
        return Report(
            topic=topic,
            text=self.sayings.one(topic, street).text,
            place={"lat": point.lat, "lon": point.lon, "label": street},
            channel=self.chance.choices(["web", "app"], [3, 2])[0],
            photos=(town.scenes.choose_before(topic, self.chance),) if has_photo else (),
        )

    def _stormy(self, first: int, last: int) -> set[int]:
        years = (last - first) / 365
        return {self.chance.randrange(first, last) for _ in range(round(STORMS_OF_A_YEAR * years))}

    def _weight(self, day: int) -> float:
        """Give how many reports a day brings, beside others; a stormy one many."""
        return self._usual(day) * (STORM if day in self._storms else 1)

    def _usual(self, day: int) -> float:
        """Give how many reports a day without a storm brings, beside others: more each year, and by season."""
        share = (day - self.since.toordinal()) / max(self.until.toordinal() - self.since.toordinal(), 1)
        month = MONTHS[date.fromordinal(day).month - 1]
        return (0.6 + 0.8 * share) * month

    def _residents(self, loader: Loader, town: Town, accounts: int) -> list[int]:
        """Open the rest of the accounts, and give all residents."""
        known = [one.account_id for one in town.residents if one.account_id is not None]
        staff = tables.model("identity.Account")._default_manager.exclude(kind="resident").count()
        wanted = max(accounts - staff - len(known), 0)
        last = tables.top("identity.Account")
        made = open_invented(
            loader, self._invented(wanted), like=known[0], language=self._language, after=last
        )
        done = 0
        with clock.frozen(datetime.combine(self.since - timedelta(days=1), datetime.min.time(), UTC)):
            for done in made:
                self._say("accounts", done, wanted)
        return known + list(range(last + 1, last + 1 + done))

    def _invented(self, wanted: int) -> Iterator[InventedPerson]:
        """Give people with telephone numbers that follow those of the first residents, in the communes of today."""
        first = int(self.words.phone) + len(self.words.phones)
        width = len(self.words.phone)
        known = f"{first + max(wanted - 1, 0):0{width}d}"
        normal = identity_commands.normal_phone(known)
        assert normal is not None, "the numbers of invented residents are telephone numbers"
        assert normal.endswith(known[1:]), "a number in its normal form is the country and the rest"
        country = normal.removesuffix(known[1:])
        # A province without communes has people all the same.
        units = [unit.code for unit in places.units_in_force() if unit.level == 3] or [""]
        for n in range(wanted):
            yield InventedPerson(
                people.full_name(self._names, self.chance),
                country + f"{first + n:0{width}d}"[1:],
                stated_number(n),
                self.chance.choice(units),
            )

    def pouring(self, loader: Loader, residents: Sequence[int], *, keep_news: bool = False) -> Pouring:
        """Give what casts moulds for these residents into the tables."""
        after = {name: tables.top(name) for name in tables.CAST}
        # News that was delivered is kept for a month.
        news_since = "" if keep_news else (self.until - NEWS_KEPT).strftime("%Y-%m-%d")
        end = End(*sealing.end(), tables.open_tiles(), TILE_BITS)
        loader.begin(Start(after, news_since, end))
        return Pouring(
            self.service,
            loader,
            residents=residents,
            sayings=self.sayings,
            streets=self.words.streets,
            points=self.points,
            chance=self.chance,
            after=after,
        )

    def pour(self, loader: Loader, residents: Sequence[int], reports: int) -> Pouring:
        """Cast the moulds over all days, in order of time."""
        pouring = self.pouring(loader, residents)
        shelf = Shelf(self.days, self.moulds, self.until)
        # A single case can always be added on this day, so that there are as many as were asked for.
        last = max(mould.first_day for mould in self.moulds if len(mould.cases) == 1)
        mix = Mix(reports, last)
        number = spread(range(self.since.toordinal(), last + 1), self._weight, reports)
        owed = 0
        for day, share in number.items():
            owed += share
            owed -= self._cast_day(pouring, shelf, mix, day, brought(share, owed, last + 1 - day))
            pouring.write_until(date.fromordinal(day).isoformat())
            pouring.sign_when_due()
            self._say("reports", pouring.poured.cases, reports)
        while owed:
            cast = self._cast_day(pouring, shelf, mix, last, owed)
            assert cast, "a single case can be added on the last day"
            owed -= cast
        pouring.write_until("9999")
        pouring.sign()
        return pouring

    def _cast_day(self, pouring: Pouring, shelf: Shelf, mix: Mix, day: int, most: int) -> int:
        """Cast at most so many cases and give how many; where too few moulds fit, the next days make up for it."""
        found = shelf.for_day(day)
        self.chance.shuffle(found)
        is_live = self.until.toordinal() - day < LIVE_DAYS
        turn = DayMix(mix, found, day, most, is_live=is_live)
        before = pouring.poured.cases
        while (room := before + most - pouring.poured.cases) > 0 and (mould := turn.next(room)):
            if pouring.cast(mould, day):
                turn.took(mould)
            else:
                turn.drop(mould)
        return pouring.poured.cases - before

    def _sum_up(self, loader: Loader, pouring: Pouring) -> None:
        """Write the counters and the last numbers of the sequences."""
        self._say("counters", 0, 1)
        counters = counters_of(self.moulds, pouring.poured.casts, pouring.poured.told)
        known = tables.drop_counters()
        for row in counter_rows(counters, known):
            loader.write("journal.Counter", [row])
        loader.write("journal.Sequence", sorted(pouring.poured.sequences.items()))
        self._say("counters", 1, 1)


@contextmanager
def _circles_unsought() -> Iterator[None]:
    """Let nobody look for circles of objects: rows hold none, and millions of them would be looked through for some."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def stated_number(n: int) -> str:
    """Give the citizen number that an invented resident states: mostly an own one, sometimes none or another's.

    >>> [stated_number(n) for n in (1, 99, 250, 249)]
    ['999000000001', '', '999000000249', '999000000249']
    """
    if n % NUMBERLESS_EVERY == NUMBERLESS_EVERY - 1:
        return ""
    return f"999{n - (n > 0 and n % SHARED_EVERY == 0):09d}"


def open_invented(
    loader: Loader, invented: Iterator[InventedPerson], *, like: int, language: str, after: int
) -> Iterator[int]:
    """Write accounts portion by portion and say how many there are; ids follow `after`."""
    numbers = Numbers(
        identifier=tables.top("identity.PersonIdentifier"),
        account=after,
        credential=tables.top("identity.Credential"),
        claim=tables.top("identity.IdentifierClaim"),
    )
    made = identity_commands.invented_residents(invented, like=like, language=language, after=numbers)
    done = 0
    with keys.held(), _circles_unsought():
        while portion := list(islice(made, _PORTION)):
            for name, rows in zip(PEOPLE, zip(*portion, strict=True), strict=True):
                loader.write(name, [row for row in rows if row is not None])
            done += len(portion)
            yield done
