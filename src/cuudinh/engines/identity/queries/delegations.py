"""What was delegated: by the actor, to the actor, and from the seats of an office."""

from collections.abc import Iterable, Mapping
from datetime import date

from cuudinh.engines.identity import provisions, seats, snapshot
from cuudinh.engines.identity.models import Delegation, Membership
from cuudinh.engines.identity.queries.accounts import staff_name
from cuudinh.engines.identity.queries.offices import office_name
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.queries.seat_views import role_title
from cuudinh.engines.identity.queries.seats import may_read_organisation
from cuudinh.engines.identity.shapes_delegable import ActionShape
from cuudinh.engines.identity.types import DelegationView, Facts
from cuudinh.kernel.actor import Actor

_MOST = 60
_WITH = ("giver__office", "taker")


def delegations_given(actor: Actor) -> tuple[DelegationView, ...]:
    """Give what the actor delegated from their seats on this side, the latest first."""
    return _views(actor, giver__account_id=actor.account_id or 0)


def delegations_taken(actor: Actor) -> tuple[DelegationView, ...]:
    """Give what was delegated to the actor on this side, the latest first."""
    return _views(actor, taker__account_id=actor.account_id or 0)


def delegations_of_office(actor: Actor, office_id: int) -> tuple[DelegationView, ...]:
    """Give what was delegated from seats of an office, the latest first. Raises `NotYours`."""
    may_read_organisation(actor)
    return _views(actor, giver__office_id=office_id)


def delegable_seats(actor: Actor) -> tuple[tuple[int, str, tuple[tuple[str, str], ...]], ...]:
    """Give the actor's own seats of which something may be delegated: number, words, and actions with theirs."""
    held = Membership.objects.filter(
        seats.on_day(snapshot.today()), account_id=actor.account_id or 0, office__domain=actor.domain
    )
    found = []
    for row in held.order_by("id"):
        decision = can(actor, "delegation.give", Facts(owner_office_id=row.office_id))
        actions = _actions_of(row.role, actor.language)
        if actions and (decision.allowed or decision.needs):
            title = f"{role_title(row.role, actor.language)}, {office_name(row.office_id, actor.language)}"
            found.append((row.pk, title, actions))
    return tuple(found)


def _actions_of(role: str, language: str) -> tuple[tuple[str, str], ...]:
    known = provisions.current().actions.values()
    return tuple((one.id, provisions.in_language(one.title, language)) for one in known if role in one.roles)


def _views(actor: Actor, **which: int) -> tuple[DelegationView, ...]:
    rows = Delegation.objects.select_related(*_WITH).filter(giver__office__domain=actor.domain, **which)
    return tuple(delegation_view(row, actor) for row in rows.order_by("-valid_from", "-id")[:_MOST])


def delegation_view(row: Delegation, actor: Actor) -> DelegationView:
    """Give a delegation as the actor sees it; it ends with either seat."""
    state = _state(row)
    known = provisions.current().actions
    return DelegationView(
        id=row.pk,
        giver=staff_name(row.giver.account_id),
        taker=staff_name(row.taker.account_id),
        office_id=row.giver.office_id,
        actions=tuple(_title(known, row.actions, actor.language)),
        document=row.document,
        signed=row.signed,
        signer=row.signer,
        valid_from=row.valid_from,
        valid_to=_last(row),
        state=state,
        may_revoke=state in {"coming", "now"} and row.giver.account_id == actor.account_id,
    )


def _title(known: Mapping[str, ActionShape], names: Iterable[str], language: str) -> Iterable[str]:
    return (provisions.in_language(known[name].title, language) if name in known else name for name in names)


def _last(row: Delegation) -> date:
    ends = (row.valid_to, row.giver.valid_to, row.taker.valid_to)
    return min(day for day in ends if day is not None)


def _state(row: Delegation) -> str:
    today, last = snapshot.today(), _last(row)
    if row.revoked_at is not None:
        return "revoked"
    if last < today:
        return "over" if last == row.valid_to else "moved"
    return "coming" if row.valid_from > today else "now"
