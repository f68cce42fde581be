"""The lists and counters of desks made again from the dossiers: after an update that brought them, or a doubt."""

from dataclasses import dataclass
from typing import Final

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.desk_counts import differences, differing_rows
from cuudinh.engines.cases.models import PHASES, Case, Dossier
from cuudinh.engines.cases.store import derived_values, standing_of
from cuudinh.journal import counters
from cuudinh.journal.transactions import acting

PORTION: Final = 200


@dataclass(frozen=True, slots=True)
class DesksRecounted:
    """How many open dossiers were looked at, in how many lists were put right, and how many counters."""

    dossiers: int
    rows: int
    counters: int


def recount_desks() -> DesksRecounted:
    """Make the rows beside dossiers and the counters of desks say what the dossiers say.

    May be stopped and begun again: portion by portion, the counters in one transaction at the end.
    """
    seen = rows = after = 0
    while portion := _open_after(after):
        seen, after = seen + len(portion), portion[-1]
        rows += _put_right(portion)
    return DesksRecounted(seen, rows + _put_beside_right(), _count_again())


def _open_after(after: int) -> list[int]:
    found = Case.objects.filter(dossier__isnull=False, phase__lt=PHASES["final"], id__gt=after)
    return list(found.order_by("id").values_list("id", flat=True)[:PORTION])


@acting()
def _put_right(case_ids: list[int]) -> int:
    """Write again by what lists find open dossiers, where it is otherwise; give how many were."""
    changed = 0
    for row in Case.objects.filter(id__in=case_ids).order_by("id"):
        wanted = derived_values(standing_of(row), definitions.service(row.service_id, row.version))
        if any(getattr(row, name) != value for name, value in wanted.items()):
            changed += Case.objects.filter(pk=row.pk, rev=row.rev).update(**wanted)
    return changed


@acting()
def _put_beside_right() -> int:
    return sum(
        Dossier.objects.filter(case_id=case_id).update(**wanted) for case_id, wanted in list(differing_rows())
    )


@acting()
def _count_again() -> int:
    wrong = differences(with_days=True)
    counters.bump(wrong)
    return len(wrong)
