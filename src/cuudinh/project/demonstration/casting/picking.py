"""What differs from cast to cast: words, places of a commune, people, codes."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.definitions import ServiceDefinition
from cuudinh.engines.places import queries as places
from cuudinh.kernel.text import fold
from cuudinh.project.pack_shapes import DemoWords

VARIANTS: Final = 12
METRES_PER_DEGREE: Final = 111_000
SPREAD_METRES: Final = 900
# Two reports of a topic nearer than this within so many days would make the later one a suspected repetition.
GRID_DEGREES: Final = 70 / METRES_PER_DEGREE
APART_DAYS: Final = 15
SQUARES_HELD: Final = 50_000
_TRIES_OF_KNOWN: Final = 12
_TRIES: Final = 40


@lru_cache(maxsize=4096)
def words_of_street(street: str) -> tuple[str, ...]:
    """Give the words of one of the few streets, folded once."""
    return tuple(folded_words(street))


def folded_words(text: str) -> list[str]:
    """Give the words of a text as the search index keeps them."""
    kept = "".join(char if char.isalnum() else " " for char in fold(text))
    return [word[:40] for word in kept.split()]


@dataclass(frozen=True, slots=True)
class Saying:
    """A report in words: its title, its text, and both folded for the search index."""

    title: str
    text: str
    words: tuple[str, ...]


class Sayings:
    """Texts of reports by topic and street; each is read as the form would read it, once."""

    def __init__(self, words: DemoWords, service: ServiceDefinition, chance: random.Random) -> None:
        self._words, self._service, self._chance = words, service, chance
        self._known: dict[tuple[str, str], list[Saying]] = {}

    def one(self, topic: str, street: str) -> Saying:
        """Give a text about a topic in a street."""
        known = self._known.get((topic, street))
        if known is None:
            known = self._known[topic, street] = list(self._made(topic, street))
        return known[int(self._chance.random() * len(known))]

    def _made(self, topic: str, street: str) -> Iterator[Saying]:
        chance = self._chance
        for _ in range(VARIANTS):
            raw = chance.choice(self._words.texts[topic]).format(
                so=chance.randrange(1, 240), duong=street, moc=chance.choice(self._words.landmarks)
            )
            answers = {
                "topic": topic,
                "description": raw,
                "location": {"lat": 0.0, "lon": 0.0, "label": street},
            }
            read = cases.reading_of(self._service, answers)
            assert read is not None, f"a text of the demonstration cannot be filed as it is: {raw}"
            yield Saying(read.title, read.text, tuple(folded_words(f"{read.title} {read.text}")))


@dataclass(frozen=True, slots=True)
class Point:
    """A place of a commune, with its cells on the grids of the map."""

    lat: float
    lon: float
    cell: int
    area: int
    square: tuple[int, int]


class Points:
    """Places by the units of all periods that they lie in, so that a cast stays where its mould was."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._days: Sequence[date] = ()
        self._known: dict[tuple[int, tuple[tuple[str, str], ...]], list[Point]] = defaultdict(list)
        self._last: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)

    def scatter(self, days: Sequence[date], per_unit: int) -> Iterator[int]:
        """Scatter places over the communes of today and learn where each lay on these days; say how many."""
        self._days = days
        for unit in places.units_in_force():
            for _ in range(per_unit if unit.lat is not None else 0):
                self._learn(unit.lat or 0.0, unit.lon or 0.0)
            yield per_unit

    def _learn(self, lat: float, lon: float) -> None:
        spread = SPREAD_METRES / METRES_PER_DEGREE
        lat, lon = self._chance.gauss(lat, spread), self._chance.gauss(lon, spread)
        point = Point(lat, lon, *cases.cells(lat, lon), (int(lat / GRID_DEGREES), int(lon / GRID_DEGREES)))
        for day in self._days:
            found = places.unit_at(lat, lon, day)
            if found is not None:
                units = places.placed_over_time(found.unit.id, lat, lon)
                key = (found.unit.id, tuple(sorted((str(unit), how) for unit, how in units.items())))
                self._known[key].append(point)

    def any_on(self, day: date) -> Point:
        """Give a place of the province on a day, for a play; of each unit as often as places are known of it."""
        known = {key: found for key, found in self._known.items() if places.unit_by_id(key[0]).in_force(day)}
        key = self._chance.choices(list(known), [len(found) for found in known.values()])[0]
        return self._chance.choice(known[key])

    def one(self, unit_id: int, units: tuple[tuple[str, str], ...], topic: str, day: int) -> Point | None:
        """Give a place where nothing of the topic was reported of late; None when there is none left."""
        known = self._known[unit_id, units]
        for number in range(_TRIES):
            point = known[int(self._chance.random() * len(known))]
            if number >= _TRIES_OF_KNOWN:
                # Those that are known are used up: a new one beside them, which may lie in another commune.
                before = len(known)
                self._learn(point.lat, point.lon)
                point = known[-1] if len(known) > before else point
            if self._is_free(topic, point.square, day):
                self._take(topic, point.square, day)
                return point
        return None

    def _is_free(self, topic: str, square: tuple[int, int], day: int) -> bool:
        last, (x, y), long_ago = self._last[topic], square, day - APART_DAYS
        for east in (x - 1, x, x + 1):
            for north in (y - 1, y, y + 1):
                if last.get((east, north), long_ago) > long_ago:
                    return False
        return True

    def _take(self, topic: str, square: tuple[int, int], day: int) -> None:
        last = self._last[topic]
        last[square] = day
        if len(last) > SQUARES_HELD:
            self._last[topic] = {one: on for one, on in last.items() if on > day - APART_DAYS}
