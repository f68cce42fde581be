"""Pouring: cast after cast is chosen, and filed when its day has come; a loader makes the rows of it.

Reports are numbered in the order in which they are made, so a cast waits for the days of its cases. What of a case
follows from its number, its digests and its receipt among them, is made then and goes to the loader with it.
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
from cuudinh.journal import audit, receipts, sealing
from cuudinh.journal.audit import AuditRef
from cuudinh.project.demonstration.casting.codes import Codes
from cuudinh.project.demonstration.casting.expanding import Chosen, Filing, filled
from cuudinh.project.demonstration.casting.fitting import WEEK
from cuudinh.project.demonstration.casting.loading import Loader
from cuudinh.project.demonstration.casting.log import salted
from cuudinh.project.demonstration.casting.moulds import Moment, Mould
from cuudinh.project.demonstration.casting.picking import (
    Point,
    Points,
    Saying,
    Sayings,
    folded_words,
    words_of_street,
)

_MOMENT: Final = itemgetter(0)
PICTURE: Final = "journal.StoredPicture"
CASTS: Final = "casts"
HEAD_EVERY: Final = 100_000
# A second and a fraction, never none, so that every moment somebody acted at is written alike.
_FRACTIONS: Final = 59_000_000


@dataclass(slots=True)
class Cast:
    """One cast: which mould, how many weeks on, and what was chosen for it.

    The values of a case, its id and number among them, are known when its filing has come: reports are numbered
    in the order in which they are made.
    """

    mould: Mould
    number: int
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
        *,
        residents: Sequence[int],
        sayings: Sayings,
        streets: Sequence[str],
        points: Points,
        chance: random.Random,
        after: Mapping[str, int],
    ) -> None:
        self._service, self._loader = service, loader
        self._residents, self._sayings, self._streets = residents, sayings, streets
        self._points, self._chance = points, chance
        self._ids = dict(after)
        self.codes = Codes()
        self._known: dict[int, int] = {}
        self._sent: list[Mould] = []
        self._moulds: list[tuple[Any, ...]] = []
        self._casts: list[Chosen] = []
        self._lines = 0
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
        for place, row in enumerate(mould.filed):
            at = cast.values[row.at]
            self._filings[at[:10]].append((at, place, cast))
        self._send(cast)
        weeks = (id(mould), cast.weeks)
        self.poured.casts[weeks] = self.poured.casts.get(weeks, 0) + 1
        for account_id, told in mould.told.items():
            of = self._whose(mould, cast, account_id)
            self.poured.told[of] = self.poured.told.get(of, 0) + told
        self.poured.cases += len(mould.cases)
        self._lines += mould.lines
        if self.kept is not None:
            self.kept.append(cast)
        return True

    def _send(self, cast: Cast) -> None:
        """Let the loader know what was chosen, with the mould when it is the first of it."""
        mould, values = cast.mould, cast.values
        number = self._known.setdefault(id(mould), len(self._known))
        if number == len(self._sent):
            self._sent.append(mould)
            self._moulds.append(tuple(mould.shape()))
        others = tuple([values[place] for place, _kind, _args in mould.other_values])
        self._casts.append((cast.number, number, cast.weeks * WEEK, cast.seconds, others))

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
            number=self.next_id(CASTS),
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
        self._put_moments(mould.filing_moments, weeks * WEEK, cast.seconds, cast.values)
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

    def _file(self, at: str, place: int, cast: Cast) -> Filing:
        """Give a case its id, its number and what is made of it, with the line of its filing."""
        mould, values = cast.mould, cast.values
        one = mould.cases[place]
        cast.case_ids[place] = self.next_id("cases.Case")
        cast.numbers[place] = self._numbers.next(one.filed_day + cast.weeks * WEEK)
        digests = self._digests(cast, place)
        made = []
        for slot, kind, args in mould.case_values[place]:
            value = digests[kind] if kind in digests else _OF_CASE[kind](self, cast, place, args)
            values[slot] = value
            made.append(value)
        row = filled(mould.filed[place], values)
        body, leaf = salted(row[1], self.codes)
        made.append(receipts.receipt(AuditRef(leaf.hex())))
        return cast.number, place, tuple(made), (body, leaf, row[3], at)

    def _put_moments(
        self, found: Sequence[tuple[int, Moment, bool]], days: int, seconds: str, values: list[Any]
    ) -> None:
        for at, moment, is_iso in found:
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
        """File everything of the days before a day, in order of time, and let it be written."""
        filed: list[Filing] = []
        for known in sorted(one for one in self._filings if one < day):
            for at, place, cast in sorted(self._filings.pop(known), key=_MOMENT):
                filed.append(self._file(at, place, cast))
        self._loader.day((self._moulds, self._casts, filed, day))
        self._moulds, self._casts = [], []

    def sign_when_due(self) -> None:
        """Sign a head when so many lines were added since the last."""
        if self._lines >= HEAD_EVERY:
            self.sign()

    def sign(self) -> None:
        """Sign a head over everything that was written."""
        self._loader.settle()
        sealing.seal(sign_now=True)
        self._lines = 0


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
