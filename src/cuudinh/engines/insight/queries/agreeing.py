"""Does what is counted agree with the dossiers? Everything counted again, by the same rules, and compared."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet, Sum

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.insight.keeping import COLUMNS, kept, scored_now
from cuudinh.engines.insight.models import CaseFact, DayCount, MonthCount, ReasonCount
from cuudinh.engines.insight.rules.counting import COUNTS, Key, Scored, by_month, difference, reasons

DAY_KEY: Final = ("day", "office_id", "account_id", "service_id")
MONTH_KEY: Final = ("month", "office_id", "service_id")
REASON_KEY: Final = (*MONTH_KEY, "reason")
_PORTION: Final = 500

Days = dict[Key, Counter[str]]
Months = dict[tuple[date, int, str], dict[str, int]]
Refused = Counter[tuple[date, int, str, str]]


def disagreeing() -> Iterator[str]:
    """Give a sentence for each dossier and each sum that is not what the dossiers say. Reads every dossier."""
    after, seen = 0, 0
    while portion := cases.dossier_ids(after, _PORTION):
        yield from unlike(portion)
        after, seen = portion[-1], seen + len(portion)
    rows = CaseFact.objects.count()
    if rows != seen:
        yield f"{rows} dossiers are counted, there are {seen}"
    yield from miscounted()


def unlike(case_ids: Sequence[int]) -> Iterator[str]:
    """Give a sentence for each of these dossiers that counts otherwise than its row says."""
    for case_id in case_ids:
        now, row = scored_now(case_id), kept(case_id)
        if now is None or now == row:
            continue
        if row is None:
            yield f"{now.number} is not counted"
            continue
        differs = [name for name in COLUMNS if getattr(now, name) != getattr(row, name)]
        says = ", ".join(f"{name} {getattr(row, name)}, now {getattr(now, name)}" for name in differs)
        yield f"{now.number} counts otherwise: {says}"


def miscounted(most: int = 1_000) -> Iterator[str]:
    """Give a sentence for each sum that is not what the rows of the dossiers say, so many at most."""
    days, months, refused = counted_again(CaseFact.objects.order_by("case_id"))
    found = [
        *_differences("day", DAY_KEY, _sums(DayCount.objects.all(), DAY_KEY), days),
        *_differences("month", MONTH_KEY, _sums(MonthCount.objects.all(), MONTH_KEY), months),
    ]
    held = {tuple(row[:-1]): row[-1] for row in ReasonCount.objects.values_list(*REASON_KEY, "refusals")}
    for key in sorted({*refused, *(key for key, n in held.items() if n)}):
        if held.get(key, 0) != refused[key]:
            found.append(f"refused {_named(key)}: {held.get(key, 0)}, the dossiers say {refused[key]}")
    yield from found[:most]


def counted_again(facts: QuerySet[CaseFact]) -> tuple[Days, Months, Refused]:
    """Give the sums of days, of months and of reasons that these rows make."""
    days: Days = {}
    refused: Refused = Counter()
    for row in facts.values_list(*COLUMNS).iterator(2_000):
        one = Scored(*row)
        for key, counts in difference(None, one).items():
            days.setdefault(key, Counter()).update(counts)
        reason = reasons(one)
        if reason is not None:
            refused[reason] += 1
    return days, by_month(days), refused


def _sums(rows: QuerySet[Any], key: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], dict[str, int]]]:
    width = len(key)
    for row in rows.values_list(*key, *COUNTS).iterator(2_000):
        counts = {name: n for name, n in zip(COUNTS, row[width:], strict=True) if n}
        if counts:
            yield tuple(row[:width]), counts


def _differences(
    kind: str,
    names: Sequence[str],
    held: Iterator[tuple[tuple[Any, ...], dict[str, int]]],
    counted: Mapping[Any, Mapping[str, int]],
) -> Iterator[str]:
    kept_rows = dict(held)
    for key in sorted(kept_rows.keys() | counted.keys()):
        mine, theirs = kept_rows.get(key, {}), counted.get(key, {})
        for name in COUNTS:
            if mine.get(name, 0) != theirs.get(name, 0):
                yield f"{kind} {_named(key)} {name}: {mine.get(name, 0)}, the dossiers say {theirs.get(name, 0)}"


def _named(key: Sequence[Any]) -> str:
    return " ".join(str(one) for one in key)


def looked_over(newest: int) -> Iterator[str]:
    """Give what a short look finds: whether all are counted, the newest dossiers, and months against their days.

    For the doctor: a few hundred dossiers and the sums of the last month that has any, whatever the size.
    """
    last = MonthCount.objects.order_by("-month").values_list("month", flat=True).first()
    yield from unlike(cases.newest_dossiers(newest))
    if last is not None:
        of_days = DayCount.objects.filter(day__gte=last).aggregate(**{name: Sum(name) for name in COUNTS})
        of_months = MonthCount.objects.filter(month__gte=last).aggregate(
            **{name: Sum(name) for name in COUNTS}
        )
        for name in COUNTS:
            if (of_days[name] or 0) != (of_months[name] or 0):
                yield f"{name} since {last}: {of_days[name] or 0} by days, {of_months[name] or 0} by months"
