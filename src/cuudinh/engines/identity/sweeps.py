"""What identity drops once its time is over: sessions, looks, grants, consents, words, what registers said."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cuudinh.engines.identity.models import (
    OPEN_STATES,
    AccessGrant,
    Consent,
    Look,
    MatchReview,
    RightsRequest,
    SealedNote,
    Session,
)
from cuudinh.engines.identity.ports import Sweep, register_sweep
from cuudinh.engines.identity.registers import SETTLED

Over = Callable[[datetime], Any]


def _sweep(over: Over) -> Sweep:
    """Give a sweep that deletes rows, the oldest first."""

    def carry_out(before: datetime, limit: int) -> int:
        rows = over(before)
        oldest = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
        return int(rows.model.objects.filter(pk__in=oldest).delete()[1].get(rows.model._meta.label, 0))

    return Sweep(due=lambda before: int(over(before).count()), carry_out=carry_out)


def _notes(before: datetime) -> Any:
    ended = RightsRequest.objects.exclude(state__in=OPEN_STATES).filter(ended_at__lt=before)
    return SealedNote.objects.filter(ref__in=ended.values("number"))


def _looks(before: datetime) -> Any:
    """Whatever somebody objected to is kept with the request."""
    objected = RightsRequest.objects.filter(look__isnull=False).values("look_id")
    return Look.objects.filter(at__lt=before).exclude(pk__in=objected)


register_sweep("session", _sweep(lambda before: Session.objects.filter(idle_until__lt=before)))
register_sweep("look", _sweep(_looks))
register_sweep("grant", _sweep(lambda before: AccessGrant.objects.filter(at__lt=before)))
register_sweep("consent", _sweep(lambda before: Consent.objects.filter(withdrawn_at__lt=before)))
register_sweep("request", _sweep(_notes))
register_sweep(
    "matching",
    _sweep(lambda before: MatchReview.objects.filter(state__in=SETTLED, opened_at__lt=before)),
)
