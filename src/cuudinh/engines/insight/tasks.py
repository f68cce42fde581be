"""By the clock alone: a dossier that is late from now on counts as late, without anybody doing anything."""

from datetime import UTC, datetime
from typing import Final

from cuudinh.engines.insight.keeping import keep
from cuudinh.engines.insight.models import CaseFact
from cuudinh.journal import clerk
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel import clock

_PORTION: Final = 200
_LATE: Final = Prepared(
    "insight.late-by-now",
    lambda now: (
        CaseFact.objects.filter(late_at__isnull=False, late_at__lte=now)
        .order_by("late_at")
        .values_list("case_id")[:_PORTION]
    ),
    takes={"now": datetime},
    sample={"now": datetime(2026, 11, 23, tzinfo=UTC)},
)


def count_lateness() -> int:
    """Count anew a portion of the dossiers that became late by the measure; give how many."""
    return sum(keep(case_id) for (case_id,) in _LATE.run(now=clock.now()))


clerk.register_step("insight.lateness", count_lateness)
