"""What identity drops once its time is over: sessions, looks, grants, consents, words, what registers said."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from cuudinh.engines.identity.models import (
    OPEN_STATES,
    AccessGrant,
    ClientSession,
    Concealment,
    Connection,
    Consent,
    ConversionChange,
    Export,
    IncidentPerson,
    Look,
    MatchReview,
    Objection,
    ProvisionedUser,
    RegisterAnswer,
    Representation,
    RightsRequest,
    SealedNote,
    Session,
    SignOn,
    StatementException,
)
from cuudinh.engines.identity.ports import Sweep, register_sweep
from cuudinh.engines.identity.registers import SETTLED

Over = Callable[[datetime], Any]
_SAMPLE: Final = datetime(2026, 11, 23, tzinfo=UTC)


def _sweep(*overs: Over) -> Sweep:
    """Give a sweep that deletes rows of some tables, one table after the other, the oldest first."""

    def carry_out(before: datetime, limit: int) -> int:
        done = 0
        for over in overs:
            if done < limit:
                done += _drop(over(before), limit - done)
        return done

    tables = tuple(over(_SAMPLE).model._meta.label for over in overs)
    return Sweep(
        due=lambda before: sum(int(over(before).count()) for over in overs),
        carry_out=carry_out,
        tables=tables,
    )


def _drop(rows: Any, limit: int) -> int:
    oldest = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    return int(rows.model.objects.filter(pk__in=oldest).delete()[1].get(rows.model._meta.label, 0))


def _notes(before: datetime) -> Any:
    of_requests, of_others = _ended(before).values("number"), _representations(before).values("number")
    return SealedNote.objects.filter(Q(ref__in=of_requests) | Q(ref__in=of_others))


def _representations(before: datetime) -> Any:
    """Who acted for whom is known for as long as the words of a request, from its end or its refusal."""
    is_over = Q(ended_at__lt=before) | Q(state="refused", decided_at__lt=before)
    return Representation.objects.filter(is_over).exclude(state__in=("asked", "confirmed"))


def _ended(before: datetime) -> Any:
    return RightsRequest.objects.exclude(state__in=OPEN_STATES).filter(ended_at__lt=before)


def _requests(before: datetime) -> Any:
    """What a request set in force outlives it: it is kept as long as looks are stopped by it."""
    return _ended(before).filter(objection__isnull=True)


def _looks(before: datetime) -> Any:
    """Whatever somebody objected to is kept with the request."""
    objected = RightsRequest.objects.filter(look__isnull=False).values("look_id")
    return Look.objects.filter(at__lt=before).exclude(pk__in=objected)


def _concealments(before: datetime) -> Any:
    """What kept looks back is known as long as one of them is."""
    hidden = Look.objects.filter(concealment=OuterRef("pk"))
    return Concealment.objects.filter(until__lt=before).exclude(Exists(hidden))


def _provisioned(before: datetime) -> Any:
    """Whoever their own system still has is kept as long as it has them."""
    return ProvisionedUser.objects.filter(is_active=False, changed_at__lt=before)


register_sweep(
    "session",
    _sweep(
        lambda before: Session.objects.filter(idle_until__lt=before),
        lambda before: ClientSession.objects.filter(ends_at__lt=before),
        lambda before: SignOn.objects.filter(started_at__lt=before),
    ),
)
register_sweep(
    "look",
    _sweep(
        lambda before: Objection.objects.filter(ended_at__lt=before),
        _looks,
        _concealments,
        lambda before: IncidentPerson.objects.filter(incident__closed_at__lt=before),
    ),
)
register_sweep("grant", _sweep(lambda before: AccessGrant.objects.filter(at__lt=before)))
register_sweep(
    "consent",
    _sweep(
        lambda before: Consent.objects.filter(withdrawn_at__lt=before),
        lambda before: Connection.objects.filter(withdrawn_at__lt=before),
    ),
)
register_sweep(
    "request",
    _sweep(_notes, lambda before: Export.objects.filter(until__lt=before), _requests, _representations),
)
register_sweep(
    "matching",
    _sweep(
        lambda before: MatchReview.objects.filter(state__in=SETTLED, opened_at__lt=before),
        lambda before: RegisterAnswer.objects.filter(at__lt=before),
        lambda before: ConversionChange.objects.filter(Q(at__lt=before) | Q(undone_at__lt=before)),
        lambda before: StatementException.objects.filter(statement__closed_at__lt=before),
        _provisioned,
    ),
)
