"""What scores cost: those of all offices over a year of a million dossiers, and one dossier that counts otherwise.

The dossiers are rows of `CaseFact`, invented and written directly; their sums are made of them by one statement for
each table. Scores are read from the rows of months. `SCALE=100000` measures on fewer.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection, transaction

from bench.measuring import Row, cpu_us, most_row, paired
from bench.store import Store
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.insight import queries
from cuudinh.engines.insight.keeping import COLUMNS, add, kept
from cuudinh.engines.insight.models import CaseFact, DayCount, MonthCount
from cuudinh.engines.insight.queries.agreeing import DAY_KEY, MONTH_KEY
from cuudinh.engines.insight.queries.sums import sums_by_office
from cuudinh.engines.insight.rules.counting import COUNTS, difference
from cuudinh.engines.insight.types import Period

SECONDS_MOST: Final = 2.0
MS_MOST: Final = 5.0
YEAR: Final = Period(date(2025, 1, 1), date(2025, 12, 31))
SERVICES: Final = 60
OFFICERS: Final = 12
_PORTION: Final = 20_000
_GRADES: Final = ("early", "early", "on_time", "late")


def year(store: Store) -> Row:
    """Measure the 766 scores of every office over a year, once they were seen to be what the dossiers say."""
    scale = _filled()
    shape = next(one for one in queries.indicator_sets() if one.set == "qd-766")
    assert sums_by_office(YEAR) == _of_facts(), "the months do not say what the dossiers say"
    pair = paired(lambda: queries.ranked(shape, YEAR, "vi"), _of_months, rounds=5, times=1)
    anew = statistics.median(cpu_us(_of_facts, 1) for _ in range(3)) / 1e6
    against = (
        f"{scale:,} dossiers in {MonthCount.objects.count():,} rows of months; the same sums in plain SQL "
        f"{pair.floor_us / 1e6:.3f} s (ratio {pair.ratio:.2f}), from the dossiers {anew:.1f} s"
    )
    what = "766 scores of all offices, a year"
    return most_row("scores-year", what, pair.ours_us / 1e6, "s CPU", most=SECONDS_MOST, against=against)


def live(store: Store) -> Row:
    """Measure the sums following one dossier that counts otherwise, there and back, among all the others."""
    scale = _filled()
    old = kept(scale // 2)
    assert old is not None, "the store was just filled"
    new = replace(old, is_late=not old.is_late, contacts=old.contacts + 1)
    there, back = difference(old, new), difference(new, old)
    ms = statistics.median(cpu_us(lambda: _there_and_back(there, back), 10) for _ in range(5)) / 2 / 1000
    against = f"sums of days and months among {scale:,} dossiers"
    row = most_row("scores-live", "one dossier counts otherwise", ms, "ms CPU", most=MS_MOST, against=against)
    _emptied()
    return row


def _there_and_back(there: Any, back: Any) -> None:
    for changes in (there, back):
        with transaction.atomic():
            add(changes)


def _filled() -> int:
    """Fill the tables of scores, unless they are; give how many dossiers are counted."""
    scale = int(os.environ.get("SCALE") or 1_000_000)
    if CaseFact.objects.count() == scale:
        return scale
    _emptied()
    began = time.process_time()
    places = ", ".join(["%s"] * len(COLUMNS))
    insert = f"INSERT INTO insight_casefact ({', '.join(COLUMNS)}) VALUES ({places})"
    rows = _invented(scale)
    with connection.cursor() as cursor:
        for first in range(0, scale, _PORTION):
            with transaction.atomic():
                cursor.executemany(insert, [next(rows) for _ in range(min(_PORTION, scale - first))])
        for sql in (_summing("insight_daycount", DAY_KEY), _summing("insight_monthcount", MONTH_KEY)):
            cursor.execute(sql)
    print(
        f"{scale:,} dossiers were written and counted in {time.process_time() - began:.0f} s CPU", flush=True
    )
    return scale


def _emptied() -> None:
    with connection.cursor() as cursor:
        for table in (CaseFact, DayCount, MonthCount):
            cursor.execute(f"DELETE FROM {table._meta.db_table}")


def _invented(scale: int) -> Iterator[tuple[Any, ...]]:
    """Give dossiers spread over offices, officers, services and days, always the same ones."""
    offices = [one.id for one in identity.handling_offices()]
    services = [f"dich-vu-{n:02d}" for n in range(SERVICES)]
    for n in range(1, scale + 1):
        office = n * 7919 % len(offices)
        received = YEAR.first + timedelta(days=n * 104_729 % 351)
        done = received + timedelta(days=n % 13)
        grade = _GRADES[n % 4]
        rating = ("best", "good", "bad")[n % 3] if n % 2 else ""
        yield (
            n,
            f"H-{n}",
            services[n * 31 % SERVICES],
            offices[office],
            office * OFFICERS + n % OFFICERS + 1,
            received,
            n % 5 < 3,
            n % 6 < 5,
            done,
            n % 25 == 0,
            None,
            done,
            grade,
            grade,
            n % 3,
            1 + n % 2,
            n % 2 == 0,
            n % 4 == 0,
            done if rating else None,
            rating,
            None,
            "",
        )


def _summing(table: str, key: tuple[str, ...]) -> str:
    """Give the statement that makes the sums of a table of the dossiers, each count on its own day."""
    days = dict.fromkeys(count.day for count in COUNTS.values())
    parts = " UNION ALL ".join(_of_day(day, key) for day in days)
    names, keys = ", ".join(COUNTS), ", ".join(key)
    sums = ", ".join(f"SUM({name})" for name in COUNTS)
    return f"INSERT INTO {table} ({keys}, {names}) SELECT {keys}, {sums} FROM ({parts}) GROUP BY {keys}"


def _of_day(day: str, key: tuple[str, ...]) -> str:
    named = {"day": f"{day} AS day", "month": f"date({day}, 'start of month') AS month"}
    keys = ", ".join(named.get(name, name) for name in key)
    counts = ", ".join(
        f"{_condition(name) if count.day == day else '0'} AS {name}" for name, count in COUNTS.items()
    )
    return f"SELECT {keys}, {counts} FROM insight_casefact WHERE {day} IS NOT NULL"


def _condition(name: str) -> str:
    tests = [
        f"{what.removesuffix('__gte')} {'>=' if what.endswith('__gte') else '='} {_literal(value)}"
        for what, value in COUNTS[name].where.items()
    ]
    return f"({' AND '.join(tests)})" if tests else "1"


def _literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(int(value))  # type: ignore[call-overload]  # yes, no or a number


def _of_months() -> list[Any]:
    """Add the same rows up in plain SQL, by office."""
    sums = ", ".join(f"SUM({name})" for name in COUNTS)
    return _rows(
        f"SELECT office_id, {sums} FROM insight_monthcount WHERE month BETWEEN %s AND %s GROUP BY office_id",
        [YEAR.first, YEAR.last],
    )


def _of_facts() -> dict[int, dict[str, int]]:
    """Add up the dossiers themselves, by office, a day after the other."""
    found: dict[int, dict[str, int]] = {}
    for day in dict.fromkeys(count.day for count in COUNTS.values()):
        names = [name for name, count in COUNTS.items() if count.day == day]
        sums = ", ".join(f"SUM({_condition(name)})" for name in names)
        asked = (
            f"SELECT office_id, {sums} FROM insight_casefact WHERE {day} BETWEEN %s AND %s GROUP BY office_id"
        )
        for office_id, *counts in _rows(asked, [YEAR.first, YEAR.last]):
            found.setdefault(office_id, dict.fromkeys(COUNTS, 0)).update(zip(names, counts, strict=True))
    return found


def _rows(sql: str, given: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


SCORING: Final[dict[str, Callable[[Store], Row]]] = {"scores-year": year, "scores-live": live}
