"""Periods as they are asked for and compared: a month, a quarter, a year; whole months and the days at their edges."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from cuudinh.engines.insight.types import Period

_ASKED: Final = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?")


def period_of(text: str, today: date) -> tuple[str, Period]:
    """Give the period of a text (`2026-11`, `2026-Q4`, `2026`), and its text; anything else means this month.

    >>> period_of("2026-Q4", date(2026, 11, 28))
    ('2026-Q4', Period(first=datetime.date(2026, 10, 1), last=datetime.date(2026, 12, 31)))
    >>> period_of("?", date(2026, 11, 28))[0], period_of("2024-02", date(2026, 11, 28))[1].last
    ('2026-11', datetime.date(2024, 2, 29))
    """
    found = _ASKED.fullmatch(text)
    if found is None or not 2000 <= int(found[1]) <= 2200:
        return period_of(f"{today:%Y-%m}", today)
    year, month, quarter = int(found[1]), found[2], found[3]
    first, months = (int(month), 1) if month else (3 * int(quarter) - 2, 3) if quarter else (1, 12)
    return text, Period(
        date(year, first, 1), _next_month(date(year, first + months - 1, 1)) - timedelta(days=1)
    )


def before(text: str, today: date) -> tuple[str, Period]:
    """Give the period of the same length that came before.

    >>> [before(text, date(2026, 11, 28))[0] for text in ("2026-Q1", "2026-01", "2026")]
    ['2025-Q4', '2025-12', '2025']
    """
    asked, period = period_of(text, today)
    last = period.first - timedelta(days=1)
    if "Q" in asked:
        return period_of(f"{last.year}-Q{(last.month + 2) // 3}", today)
    return period_of(f"{last.year}" if len(asked) == 4 else f"{last:%Y-%m}", today)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def months_and_edges(period: Period) -> tuple[Period | None, tuple[Period, ...]]:
    """Give the whole months of a period (by their first days) and the days before and after them.

    >>> months_and_edges(Period(date(2026, 1, 15), date(2026, 3, 31)))[0]
    Period(first=datetime.date(2026, 2, 1), last=datetime.date(2026, 3, 1))
    >>> [(one.first.day, one.last.day) for one in months_and_edges(Period(date(2026, 1, 15), date(2026, 4, 2)))[1]]
    [(15, 31), (1, 2)]
    >>> months_and_edges(Period(date(2026, 1, 3), date(2026, 1, 9)))
    (None, (Period(first=datetime.date(2026, 1, 3), last=datetime.date(2026, 1, 9)),))
    """
    first = period.first if period.first.day == 1 else _next_month(period.first.replace(day=1))
    after = _next_month(period.last.replace(day=1)) if _is_last(period.last) else period.last.replace(day=1)
    if first >= after:
        return None, (period,)
    last = (after - timedelta(days=1)).replace(day=1)
    return Period(first, last), tuple(_edges(period, first, after))


def _is_last(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _edges(period: Period, first: date, after: date) -> Iterator[Period]:
    if period.first < first:
        yield Period(period.first, first - timedelta(days=1))
    if after <= period.last:
        yield Period(after, period.last)
