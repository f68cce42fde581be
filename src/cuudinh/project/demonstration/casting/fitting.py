"""Which days a mould can be cast on: those from which every rule reckons the same.

A cast is moved by whole weeks. It comes out as the doors would have written it when the days under it are
worked and free in the same order, the clocks of the zone stand alike, and nothing that is dated changes
between its first day and its last: the tree of units, the offices, the rules that route and promise.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.definitions import ServiceDefinition
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.packs.grammar import Dated, SpanShape
from cuudinh.project.demonstration.casting.moulds import Mould

WEEK = 7
# What days lacked, the next ones make up for: by a third of their own share, or so that two months are enough.
MADE_UP_MOST = 0.3
MADE_UP_DAYS = 60


@dataclass(frozen=True)
class Days:
    """The days of a province, by their ordinals: which are worked, and to which period of its rules each belongs."""

    worked: Sequence[bool]
    first: int
    cuts: Sequence[int]
    zone: ZoneInfo = field(repr=False)

    def period(self, day: int) -> int:
        """Give the number of the period a day lies in."""
        return bisect_right(self.cuts, day)

    def are_alike(self, day: int, other: int, length: int) -> bool:
        """Whether so many days from one day on are worked like those from another, in one period each alike."""
        if self.period(day) != self.period(other) or self.period(day) != self.period(day + length):
            return False
        if self.period(other) != self.period(other + length):
            return False
        here, there = day - self.first, other - self.first
        return self.worked[here : here + length + 1] == self.worked[there : there + length + 1] and (
            self._offset(day)
            == self._offset(other)
            == self._offset(day + length)
            == self._offset(other + length)
        )

    def _offset(self, day: int) -> timedelta | None:
        return datetime.combine(date.fromordinal(day), time(12), self.zone).utcoffset()


def days_of(service: ServiceDefinition, since: date, until: date) -> Days:
    """Give the days from `since` to a season after `until`."""
    calendar = places.calendar(service.shape.calendar)
    last = min(until + timedelta(days=120), calendar.last_day)
    number = (last - since).days + 1
    worked = tuple(calendar.is_working_day(since + timedelta(days=step)) for step in range(number))
    return Days(worked, since.toordinal(), sorted(set(_cuts(service, since, until))), calendar.zone)


def _cuts(service: ServiceDefinition, since: date, until: date) -> Iterator[int]:
    """Give the first days of every period in which something dated stays as it is."""
    for period in places.tree_days():
        yield period.first.toordinal()
    for month in range((until - since).days // 28 + 1):
        for office in identity.offices_in_force(since + timedelta(days=28 * month)):
            yield office.valid_from.toordinal()
            yield from (office.valid_to.toordinal() + 1 for _ in "1" if office.valid_to is not None)
    dated = [row.since for rows in _deadlines(service) for row in rows]
    for topic in service.topics.values():
        dated += [rule.since for rule in topic.owner]
        yield from (date.fromisoformat(rule.until).toordinal() + 1 for rule in topic.owner if rule.until)
    yield from (date.fromisoformat(str(one)).toordinal() for one in dated)


def _deadlines(service: ServiceDefinition) -> Iterator[Sequence[Dated[SpanShape]]]:
    yield service.shape.deadlines.default
    yield service.shape.deadlines.immediate
    yield from (topic.deadline for topic in service.topics.values() if topic.deadline)


def first_day(until: date, years: int) -> date:
    """Give the first day on which a report can be made: so many years ago, or as far as the tree of units goes."""
    known = min(period.first for period in places.tree_days())
    return max(known, until - timedelta(days=365 * years))


class Shelf:
    """Moulds by the day they can be cast on."""

    def __init__(self, days: Days, moulds: Iterable[Mould], until: datetime) -> None:
        self._days, self._until = days, until.astimezone(UTC).toordinal()
        self._by_weekday: list[list[Mould]] = [[] for _ in range(WEEK)]
        self._own: dict[int, list[Mould]] = {}
        for mould in moulds:
            self.add(mould)

    def add(self, mould: Mould) -> None:
        """Put one more mould on the shelf."""
        self._own.setdefault(mould.first_day, []).append(mould)
        if mould.is_settled:
            self._by_weekday[mould.first_day % WEEK].append(mould)

    def days_for(self, mould: Mould, first: int) -> Iterator[int]:
        """Give the days from a first one on which a mould can be cast."""
        yield mould.first_day
        if mould.is_settled:
            start = first + (mould.first_day - first) % WEEK
            yield from (day for day in range(start, self._until, WEEK) if self._fits(mould, day))

    def for_day(self, day: int) -> list[Mould]:
        """Give the moulds that can be cast on a day, its own first."""
        own = self._own.get(day, [])
        return own + [mould for mould in self._by_weekday[day % WEEK] if self._fits(mould, day)]

    def _fits(self, mould: Mould, day: int) -> bool:
        # In the zone of the province a moment can be a day later than in UTC.
        length = mould.last_day - mould.first_day + 1
        if mould.first_day == day or day + length >= self._until:
            return False
        return self._days.are_alike(mould.first_day, day, length)


class Lack:
    """Which day has most reports for each mould that can be cast on it: there the next mould is wanted."""

    def __init__(self, shelf: Shelf, weights: Mapping[int, float]) -> None:
        self._shelf, self._weights, self._first = shelf, weights, min(weights)
        self._moulds = dict.fromkeys(weights, 0)

    def add(self, mould: Mould) -> None:
        """Count a mould on all days that it fits."""
        for day in self._shelf.days_for(mould, self._first):
            if day in self._moulds:
                self._moulds[day] += 1

    def day(self) -> int:
        """Give the day."""
        return max(self._weights, key=lambda day: self._weights[day] / (1 + self._moulds[day]))


def spread(days: Sequence[int], weight: Callable[[int], float], total: int) -> dict[int, int]:
    """Give how many of a total fall on each day by its weight, the shares rounded so that nothing is lost.

    >>> spread([1, 2, 3], lambda day: day, 12)
    {1: 2, 2: 4, 3: 6}
    """
    whole, found, given, reached = sum(map(weight, days)), {}, 0, 0.0
    for day in days:
        reached += weight(day) * total / whole
        found[day] = round(reached) - given
        given += found[day]
    return found


def brought(share: int, owed: int, days_left: int) -> int:
    """Give how many reports a day should bring whose share is among those that are owed; on the last, all of them.

    >>> brought(100, 100, 300), brought(100, 120, 300), brought(100, 500, 300)
    (100, 120, 130)
    >>> brought(100, 6100, 300), brought(100, 6100, 20), brought(100, 6100, 1)
    (200, 400, 6100)
    """
    made_up = max(share * MADE_UP_MOST, (owed - share) / min(MADE_UP_DAYS, days_left))
    return min(owed, ceil(share + made_up))
