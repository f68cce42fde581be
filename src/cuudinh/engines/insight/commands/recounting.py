"""Everything counted again from the dossiers, portion by portion, and put right where it was otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.insight.keeping import keep
from cuudinh.engines.insight.models import CaseFact, DayCount, MonthCount, ReasonCount
from cuudinh.engines.insight.queries.agreeing import DAY_KEY, MONTH_KEY, REASON_KEY, counted_again, miscounted
from cuudinh.journal.transactions import acting

PORTION: Final = 200


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many dossiers were looked at, how many counted otherwise, and how many sums were wrong."""

    dossiers: int
    changed: int
    sums: int


def recount() -> Recounted:
    """Bring the row of every dossier up to now, then every sum to what the rows say. May be stopped and begun again."""
    seen = changed = 0
    for portion in _portions():
        seen += len(portion)
        changed += _keep_all(portion)
    return Recounted(seen, changed, _mend_sums())


def _portions() -> Iterator[list[int]]:
    after = 0
    while portion := cases.dossier_ids(after, PORTION):
        yield portion
        after = portion[-1]


@acting()
def _keep_all(case_ids: list[int]) -> int:
    return sum(keep(case_id) for case_id in case_ids)


@acting()
def _mend_sums() -> int:
    """Write the sums again when any of them does not say what the rows do; give how many did not."""
    wrong = sum(1 for _ in miscounted())
    if wrong:
        for table in (DayCount, MonthCount, ReasonCount):
            table.objects.all().delete()
        days, months, refused = counted_again(CaseFact.objects.order_by("case_id"))
        DayCount.objects.bulk_create(
            (DayCount(**dict(zip(DAY_KEY, key, strict=True)), **row) for key, row in days.items()),
            batch_size=200,
        )
        MonthCount.objects.bulk_create(
            (MonthCount(**dict(zip(MONTH_KEY, key, strict=True)), **row) for key, row in months.items()),
            batch_size=200,
        )
        ReasonCount.objects.bulk_create(
            ReasonCount(**dict(zip(REASON_KEY, key, strict=True)), refusals=n) for key, n in refused.items()
        )
    return wrong
