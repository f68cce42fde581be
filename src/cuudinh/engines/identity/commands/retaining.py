"""Retention carried out: what is older than the pack lets it be kept is dropped, in bounded pieces, and counted."""

from datetime import date, datetime
from typing import Final

from django.db.models import F

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import RetentionRun
from cuudinh.engines.identity.ports import sweeps
from cuudinh.engines.identity.provisions import limits
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

BATCH: Final = 500


@acting()
def carry_out_retention(actor: Actor, limit: int = BATCH) -> int:
    """Drop a piece of each class that is over, and write how much; give how much, 0 when all is done."""
    done = 0
    wanted = limits()
    for name, sweep in sweeps().items():
        before = wanted.get(name)
        dropped = sweep.carry_out(before, limit) if before is not None else 0
        if before is not None and dropped:
            _count(name, snapshot.today(), before, dropped)
            facts = {"dropped": dropped, "before": before.isoformat()}
            audit.record(actor, "privacy.retain", ("retention", name), rule="retention", facts=facts)
            done += dropped
    return done


def _count(name: str, day: date, before: datetime, dropped: int) -> None:
    RetentionRun.objects.get_or_create(name=name, day=day, defaults={"before": before, "done": 0})
    RetentionRun.objects.filter(name=name, day=day).update(done=F("done") + dropped, before=before)
