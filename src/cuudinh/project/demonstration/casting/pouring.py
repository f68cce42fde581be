"""Pouring: cast after cast in order of time, rows written when their moment has come.

The rows of a case are spread over weeks. They wait by day, as the mould and the values of the cast, and become
rows only when their day is written; so the tables grow in order of time, as those of a province do, and no more
is held than the cases that are still going on.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, Final

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.definitions import ServiceDefinition
from cuudinh.engines.places import queries as places
from cuudinh.journal import audit, receipts
from cuudinh.journal.audit import AuditRef
from cuudinh.project.demonstration.casting.fitting import WEEK
from cuudinh.project.demonstration.casting.loading import Loader
from cuudinh.project.demonstration.casting.log import Log
from cuudinh.project.demonstration.casting.moulds import Mould
from cuudinh.project.demonstration.casting.picking import (
    Codes,
    Point,
    Points,
    Saying,
    Sayings,
    folded_words,
    words_of_street,
)

_MOMENT: Final = itemgetter(0)
OUTBOX: Final = "journal.OutboxEvent"
PICTURE: Final = "journal.StoredPicture"
INBOX: Final = "journal.AuditInbox"
# A second and a fraction, never none, so that every moment somebody acted at is written alike.
_FRACTIONS: Final = 59_000_000


@dataclass(slots=True)
class Cast:
    """One cast: which mould, how many weeks on, and what was chosen for it.

    The values of a case, its id and number among them, are known when its filing has come: reports are numbered
    in the order in which they are made.
    """

    mould: Mould
    weeks: int
    seconds: str
    people: tuple[int, ...]
    sayings: tuple[Saying, ...]
    streets: tuple[str, ...]
    points: tuple[Point, ...]
    names: tuple[str, ...]
    case_ids: list[int]
    numbers: list[str]
    values: list[Any]


@dataclass(slots=True)
class Poured:
    """What has been poured so far, as far as it is counted at the end."""

    casts: dict[tuple[int, int], int] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    cases: int = 0


class Numbers:
    """Numbers of cases by the pattern of the service, one sequence for each stretch of its dates."""

    def __init__(self, service: ServiceDefinition, sequences: dict[str, int]) -> None:
        self._pattern = service.shape.number.replace("{seq:", "{seq:0")
        dates = [part for part in ("{yyyy}", "{yy}", "{mm}", "{dd}") if part in self._pattern]
        self._named = f"case:{service.id}:" + "".join(sorted(dates, key=self._pattern.index))
        self._sequences = sequences
        self._day = 0
        self._dates: dict[str, str] = {}
        self._name = ""

    def next(self, day: int) -> str:
        """Give the next number of a day."""
        if day != self._day:
            on, self._day = date.fromordinal(day), day
            self._dates = {"yyyy": f"{on:%Y}", "yy": f"{on:%y}", "mm": f"{on:%m}", "dd": f"{on:%d}"}
            self._name = self._named.format(**self._dates)
        self._sequences[self._name] = number = self._sequences.get(self._name, 0) + 1
        return self._pattern.format(seq=number, **self._dates)


class Pouring:
    """Casts moulds and writes what is due; `after` gives the first free id of each table."""

    def __init__(
        self,
        service: ServiceDefinition,
        loader: Loader,
        log: Log,
        *,
        residents: Sequence[int],
        sayings: Sayings,
        streets: Sequence[str],
        points: Points,
        chance: random.Random,
        after: Mapping[str, int],
        news_since: str,
    ) -> None:
        self._service, self._loader, self.log = service, loader, log
        self._residents, self._sayings, self._streets = residents, sayings, streets
        self._points, self._chance = points, chance
        self._ids = dict(after)
        # News that was delivered is kept for a month.
        self.news_since = news_since
        self.codes = Codes()
        self._waiting: dict[str, list[tuple[str, Any, Cast]]] = defaultdict(list)
        self._filings: dict[str, list[tuple[str, int, Cast]]] = defaultdict(list)
        self._days: dict[int, str] = {}
        self._tails: dict[tuple[int, str, str], tuple[list[str], list[str]]] = {}
        self.poured = Poured()
        self._numbers = Numbers(service, self.poured.sequences)
        self.kept: list[Cast] | None = None

    def cast(self, mould: Mould, day: int) -> bool:
        """Cast a mould on a day; nothing when no place of its commune is left for it."""
        cast = self._chosen(mould, day)
        if cast is None:
            return False
        values = cast.values
        for row in mould.rows:
            self._waiting[values[row.at][:10]].append((values[row.at], row, cast))
        for place, row in enumerate(mould.filed):
            self._filings[values[row.at][:10]].append((values[row.at], place, cast))
        weeks = (id(mould), cast.weeks)
        self.poured.casts[weeks] = self.poured.casts.get(weeks, 0) + 1
        for account_id, told in mould.told.items():
            of = self._whose(mould, cast, account_id)
            self.poured.told[of] = self.poured.told.get(of, 0) + told
        self.poured.cases += len(mould.cases)
        if self.kept is not None:
            self.kept.append(cast)
        return True

    def _whose(self, mould: Mould, chosen: Cast, account_id: int) -> int:
        known = mould.played.residents
        return chosen.people[known.index(account_id)] if account_id in known else account_id

    def _chosen(self, mould: Mould, day: int) -> Cast | None:
        """Choose words, places and people; the repetition of a report is made at its place."""
        weeks = (day - mould.first_day) // WEEK
        points: list[Point] = []
        for one in mould.cases:
            point = points[0] if points else self._points.one(one.unit_id, one.units, one.report.topic, day)
            if point is None:
                return None
            points.append(point)
        chance = self._chance
        streets = tuple(self._streets[int(chance.random() * len(self._streets))] for _ in mould.cases)
        fraction = 1 + int(chance.random() * _FRACTIONS)
        cast = Cast(
            mould=mould,
            weeks=weeks,
            seconds=f"{fraction // 1_000_000:02d}.{fraction % 1_000_000 or 1:06d}",
            people=self._people(len(mould.played.residents)),
            sayings=tuple(
                self._sayings.one(one.report.topic, street)
                for one, street in zip(mould.cases, streets, strict=True)
            ),
            streets=streets,
            points=tuple(points),
            names=tuple(self.codes.name() for _ in range(mould.pictures)),
            case_ids=[0] * len(mould.cases),
            numbers=[""] * len(mould.cases),
            values=[None] * len(mould.values),
        )
        self._put_moments(mould, weeks * WEEK, cast.seconds, cast.values)
        for at, kind, args in mould.other_values:
            cast.values[at] = _OF_CAST[kind](self, cast, args[0])
        return cast

    def _people(self, number: int) -> tuple[int, ...]:
        """Give different people; some report much more often than others."""
        found: dict[int, None] = {}
        while len(found) < number:
            found[self._residents[int(len(self._residents) * self._chance.random() ** 1.6)]] = None
        return tuple(found)

    def next_id(self, name: str) -> int:
        """Give the next free id of a table."""
        self._ids[name] = self._ids.get(name, 0) + 1
        return self._ids[name]

    def _file(self, at: str, place: int, cast: Cast) -> None:
        """Give a case its id, its number and what is made of it, and write the line of its filing."""
        mould, values = cast.mould, cast.values
        one = mould.cases[place]
        cast.case_ids[place] = self.next_id("cases.Case")
        cast.numbers[place] = self._numbers.next(one.filed_day + cast.weeks * WEEK)
        digests = self._digests(cast, place)
        for slot, kind, args in mould.case_values[place]:
            values[slot] = digests[kind] if kind in digests else _OF_CASE[kind](self, cast, place, args)
        row = mould.filed[place]
        ready = row.cast(values)
        ready[1], ready[2] = self.log.salted(ready[1])
        values[mould.receipts[place]] = receipts.receipt(AuditRef(ready[2].hex()))
        self._waiting[at[:10]].append((at, ready, cast))

    def _put_moments(self, mould: Mould, days: int, seconds: str, values: list[Any]) -> None:
        for at, moment, is_iso in mould.moment_values:
            day = moment.day + days
            text = self._days.get(day) or self._days.setdefault(day, date.fromordinal(day).isoformat())
            shown = seconds if moment.is_act else "00"
            values[at] = (
                f"{text}T{moment.clock}:{shown}+00:00" if is_iso else f"{text} {moment.clock}:{shown}"
            )

    def _digests(self, cast: Cast, place: int) -> Mapping[str, str]:
        one, point = cast.mould.cases[place], cast.points[place]
        return cases.digests(
            self._service,
            number=cast.numbers[place],
            topic=one.report.topic,
            text=cast.sayings[place].text,
            unit_id=one.unit_id,
            place=cast.streets[place],
            lat=point.lat,
            lon=point.lon,
            photos=[cast.names[at] for at in one.filed_pictures],
        )

    def words(self, cast: Cast, place: int, is_office: bool) -> str:
        """Give the words by which a case is found, each once, as the listener of the engine puts them."""
        one = cast.mould.cases[place]
        tails = self._tails.get((one.unit_id, one.report.topic, one.answer))
        if tails is None:
            topic = self._service.topics[one.report.topic]
            unit = places.unit_by_id(one.unit_id).name()
            public = folded_words(
                " ".join([unit, topic.title.get("vi") or next(iter(topic.title.values())), *topic.words])
            )
            tails = self._tails[one.unit_id, one.report.topic, one.answer] = (
                public,
                public + folded_words(one.answer),
            )
        said = [
            *folded_words(cast.numbers[place]),
            *cast.sayings[place].words,
            *words_of_street(cast.streets[place]),
        ]
        return " ".join(dict.fromkeys(said + tails[is_office]))

    def write_until(self, day: str) -> None:
        """File and write everything of the days before a day, in order of time."""
        for known in sorted(one for one in self._waiting.keys() | self._filings.keys() if one < day):
            for filing in sorted(self._filings.pop(known, []), key=_MOMENT):
                self._file(*filing)
            self._write(sorted(self._waiting.pop(known, []), key=_MOMENT))

    def _write(self, waiting: list[tuple[str, Any, Cast]]) -> None:
        lines: list[tuple[str, bytes, str, str]] = []
        for at, mould, cast in waiting:
            if isinstance(mould, list):
                lines.append((mould[1], mould[2], mould[3], mould[4]))
                continue
            name = mould.model
            if name == OUTBOX and at < self.news_since:
                continue
            if name == INBOX:
                row = mould.cast(cast.values)
                lines.append((*self.log.salted(row[1]), row[3], row[4]))
                continue
            self._loader.cast(mould, self.next_id(name) if mould.is_numbered else None, cast.values)
        self.log.add(lines)


_OF_CAST: Final[Mapping[str, Callable[[Pouring, Cast, int], Any]]] = {
    "person": lambda pouring, cast, place: cast.people[place],
    "pseudonym": lambda pouring, cast, place: audit.pseudonym(cast.people[place]),
    "name": lambda pouring, cast, place: cast.names[place],
    "picture": lambda pouring, cast, place: pouring.next_id(PICTURE),
    "stored": lambda pouring, cast, place: pouring.codes.stored(),
}
_OF_CASE: Final[Mapping[str, Callable[[Pouring, Cast, int, tuple[Any, ...]], Any]]] = {
    "case": lambda pouring, cast, place, args: cast.case_ids[place],
    "number": lambda pouring, cast, place, args: cast.numbers[place],
    "title": lambda pouring, cast, place, args: cast.sayings[place].title,
    "text": lambda pouring, cast, place, args: cast.sayings[place].text,
    "place": lambda pouring, cast, place, args: cast.streets[place],
    "lat": lambda pouring, cast, place, args: cast.points[place].lat,
    "lon": lambda pouring, cast, place, args: cast.points[place].lon,
    "cell": lambda pouring, cast, place, args: cast.points[place].cell,
    "area": lambda pouring, cast, place, args: cast.points[place].area,
    "tracking_hash": lambda pouring, cast, place, args: cases.tracking_hash(cast.numbers[place]),
    "entry": lambda pouring, cast, place, args: cast.case_ids[place] << 16 | args[0],
    "words": lambda pouring, cast, place, args: pouring.words(cast, place, args[0]),
}
