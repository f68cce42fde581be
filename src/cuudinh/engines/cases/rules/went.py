"""How a service went lately: counters by service and day, and what is told of them to everybody.

    went:<service>:day:<yyyy-mm-dd>:<outcome>
    went:<service>:day:<yyyy-mm-dd>:days.<working days from filing to the result>
    went:<service>:day:<yyyy-mm-dd>:refused.<reason>

They are kept in the transaction of the act and read for ninety days, so that no page ever counts cases. Days are
those the applicant waited, whoever was slow.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from cuudinh.engines.cases.types import RESULTS_LEAST, Went

DAYS_TOLD: Final = 90
# Up to here each working day is told apart; beyond, only to the next of these.
_EXACT_MOST: Final = 30
_BEYOND: Final = (45, 60, 90, 120, 250)
_REFUSING: Final = frozenset({"refuse", "stop", "no_reply"})


def days_waited(days: int) -> int:
    """Give the number under which working days are counted: long ones together.

    >>> days_waited(0), days_waited(30), days_waited(31), days_waited(999)
    (0, 30, 45, 250)
    """
    return days if days <= _EXACT_MOST else next((most for most in _BEYOND if days <= most), _BEYOND[-1])


def counted(service_id: str, day: date, act: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """Give the counters that an act adds to, by what its event holds.

    >>> list(counted("a", date(2026, 11, 23), "approve", {"outcome": "late", "days": 7}))
    ['went:a:day:2026-11-23:late', 'went:a:day:2026-11-23:days.7']
    """
    beginning = f"{_of(service_id)}{day.isoformat()}:"
    if facts.get("outcome"):
        yield f"{beginning}{facts['outcome']}"
        yield f"{beginning}days.{facts['days']}"
    elif act in _REFUSING and facts.get("reason"):
        yield f"{beginning}refused.{facts['reason']}"


def window(service_id: str, today: date) -> tuple[str, str, date]:
    """Give the first and the last name of the counters that are read today, and the first day of them."""
    since = today - timedelta(days=DAYS_TOLD - 1)
    return f"{_of(service_id)}{since.isoformat()}:", f"{_of(service_id)}{today.isoformat()};", since


def went(found: Iterable[tuple[str, int]], since: date, until: date) -> Went:
    """Give what counters say, whatever the days in their names.

    >>> names = [("went:a:day:2026-11-23:on_time", 4), ("went:a:day:2026-11-23:days.2", 3),
    ...          ("went:a:day:2026-11-24:days.5", 2), ("went:a:day:2026-11-24:late", 1)]
    >>> told = went(names, date(2026, 8, 26), date(2026, 11, 23))
    >>> told.results, told.median_days, told.is_told
    (5, 2.0, True)
    """
    sums: Counter[str] = Counter()
    for name, number in found:
        sums[name.rsplit(":", 1)[1]] += number
    days = {int(what.removeprefix("days.")): n for what, n in sums.items() if what.startswith("days.")}
    refused = {what.removeprefix("refused."): n for what, n in sums.items() if what.startswith("refused.")}
    outcomes = {name: sums[name] for name in ("on_time", "late_extended", "late")}
    return Went(since, until, median_days=_median(days), refused=refused, **outcomes)


def _median(days: Mapping[int, int]) -> float | None:
    """Give the middle of numbers that are counted by their value; None for too few."""
    total = sum(days.values())
    if total < RESULTS_LEAST:
        return None
    return (_at(days, (total - 1) // 2) + _at(days, total // 2)) / 2


def _at(days: Mapping[int, int], place: int) -> int:
    for value in sorted(days):
        place -= days[value]
        if place < 0:
            return value
    raise AssertionError("the place lies within the numbers")


def _of(service_id: str) -> str:
    return f"went:{service_id}:day:"
