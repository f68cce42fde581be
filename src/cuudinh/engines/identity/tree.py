"""The tree of offices in time: who stands under whom from which day to which, worked out once per pack.

Pure: plain periods in, plain paths out. Days are ISO texts, which order as days do.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FOR_EVER: Final = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Period:
    """An office under a parent (empty: none) from a day to a day, both included; `last` is `FOR_EVER` if open."""

    office: str
    parent: str
    first: str
    last: str = FOR_EVER


@dataclass(frozen=True, slots=True)
class Path:
    """From `first` to `last` an office stands `depth` steps below an ancestor; 0 for itself."""

    ancestor: str
    office: str
    depth: int
    first: str
    last: str


def paths(periods: Iterable[Period]) -> list[Path]:
    """Give every path of a sound tree (no circles), neighbours in time with the same end points as one.

    >>> tree = [Period("ubnd", "", "2021-07-01"), Period("so-xd", "ubnd", "2025-03-01")]
    >>> [(path.ancestor, path.office, path.depth, path.first) for path in paths(tree)]
    [('ubnd', 'ubnd', 0, '2021-07-01'), ('so-xd', 'so-xd', 0, '2025-03-01'), ('ubnd', 'so-xd', 1, '2025-03-01')]
    """
    by_office = grouped(periods)
    known: dict[str, list[Path]] = {}
    for office in by_office:
        _above(office, by_office, known)
    return [path for found in known.values() for path in found]


def grouped(periods: Iterable[Period]) -> dict[str, list[Period]]:
    """Give the periods of each office, oldest first."""
    found: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        found[period.office].append(period)
    for one in found.values():
        one.sort(key=lambda period: period.first)
    return dict(found)


def _above(
    office: str, by_office: Mapping[str, Sequence[Period]], known: dict[str, list[Path]]
) -> list[Path]:
    if office not in known:
        found = []
        for period in by_office[office]:
            found.append(Path(office, office, 0, period.first, period.last))
            if period.parent:
                found.extend(_within(period, _above(period.parent, by_office, known)))
        known[office] = _joined(found)
    return known[office]


def _within(period: Period, above: Iterable[Path]) -> Iterator[Path]:
    for path in above:
        first, last = max(path.first, period.first), min(path.last, period.last)
        if first <= last:
            yield Path(path.ancestor, period.office, path.depth + 1, first, last)


def _joined(found: Iterable[Path]) -> list[Path]:
    """Join stretches that follow each other without a gap: a changed name is no changed place."""
    joined: list[Path] = []
    for path in sorted(found, key=lambda one: (one.depth, one.ancestor, one.first)):
        before = joined[-1] if joined else None
        same = before is not None and (before.ancestor, before.depth) == (path.ancestor, path.depth)
        if before is not None and same and day_after(before.last) == path.first:
            joined[-1] = Path(path.ancestor, path.office, path.depth, before.first, path.last)
        else:
            joined.append(path)
    return joined


def day_after(day: str) -> str:
    """Give the next day; after the last day of all, that day.

    >>> day_after("2024-12-31")
    '2025-01-01'
    """
    return day if day == FOR_EVER else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def covers(whole: Sequence[Period], first: str, last: str) -> bool:
    """Whether periods, oldest first, cover a stretch of days without a gap.

    >>> halves = [Period("a", "", "2024-01-01", "2024-12-31"), Period("a", "", "2025-01-01")]
    >>> covers(halves, "2024-06-01", "2026-01-01"), covers(halves, "2023-06-01", "2026-01-01")
    (True, False)
    """
    needed = first
    for period in whole:
        if period.first <= needed <= period.last:
            if period.last >= last:
                return True
            needed = day_after(period.last)
    return False


def circles(periods: Iterable[Period]) -> list[Period]:
    """Give a period from each circle: an office that on some day stands above itself.

    Walks up from every period, keeping to the days on which all steps hold.

    >>> round_ = [Period("a", "b", "2025-01-01"), Period("b", "a", "2025-01-01")]
    >>> [period.office for period in circles(round_)]
    ['a', 'b']
    """
    by_office = grouped(periods)
    return [
        period
        for own in by_office.values()
        for period in own
        if _comes_back(period, by_office, period.first, period.last, frozenset({period.office}))
    ]


def _comes_back(
    period: Period, by_office: Mapping[str, Sequence[Period]], first: str, last: str, seen: frozenset[str]
) -> bool:
    if period.parent in seen:
        return True
    for above in by_office.get(period.parent, ()):
        begin, end = max(first, above.first), min(last, above.last)
        if begin <= end and _comes_back(above, by_office, begin, end, seen | {above.office}):
            return True
    return False
