"""Delegating named acts of one's own seat by document, and taking them back. What was delegated goes no further."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.models import Delegation, Membership
from cuudinh.engines.identity.queries.delegations import delegation_view
from cuudinh.engines.identity.seats import on_day, scopes
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    DelegationOver,
    DelegationView,
    Facts,
    UnknownAccount,
    UnknownDelegation,
)
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, Warrant
from cuudinh.kernel.refusal import NotYours


@dataclass(frozen=True, slots=True)
class Given:
    """What a document delegates: which actions of which seat, to whom, from the first to the last day."""

    seat_id: int
    account_id: int
    actions: tuple[str, ...]
    document: str
    signed: date
    signer: str
    first: date
    last: date


@acting()
def delegate(actor: Actor, *, given: Given) -> DelegationView:
    """Delegate named acts of the actor's own seat to somebody of the same office or of one below it.

    Raises `UnknownAccount`, `NotYours` for a seat of somebody else, `AccountIncomplete` for what is missing or
    may not be delegated.
    """
    giver = _seat(actor, given.seat_id, given.first)
    rule = permit(actor, "delegation.give", Facts(owner_office_id=giver.office_id))
    taker = _taker(giver, given.account_id, given.first)
    faults = _faults(giver, taker, given)
    if faults or taker is None:
        raise AccountIncomplete(faults=faults)
    row = Delegation.objects.create(
        giver=giver,
        taker=taker,
        actions=list(given.actions),
        document=given.document.strip(),
        signed=given.signed,
        signer=given.signer.strip(),
        valid_from=given.first,
        valid_to=given.last,
        given_at=clock.now(),
    )
    _told(actor, "delegation.give", row, rule)
    return delegation_view(row, actor)


@acting()
def revoke_delegation(actor: Actor, *, delegation_id: int) -> None:
    """End a delegation now. Raises `UnknownDelegation`, `NotYours`, `DelegationOver`."""
    found = Delegation.objects.select_related("giver__office", "taker")
    row = found.filter(pk=delegation_id, giver__office__domain=actor.domain).first()
    if row is None:
        raise UnknownDelegation
    if row.giver.account_id != actor.account_id and actor.kind != "system":
        raise NotYours
    rule = permit(actor, "delegation.give", Facts(owner_office_id=row.giver.office_id))
    if delegation_view(row, actor).state not in {"coming", "now"}:
        raise DelegationOver
    Delegation.objects.filter(pk=row.pk).update(revoked_at=clock.now(), revoked_by_id=actor.account_id)
    _told(actor, "delegation.revoke", row, rule)


def _seat(actor: Actor, seat_id: int, day: date) -> Membership:
    mine = Membership.objects.select_related("office", "account").filter(office__domain=actor.domain)
    row = mine.filter(on_day(day), pk=seat_id).first()
    if row is None:
        raise UnknownAccount
    if row.account_id != actor.account_id and actor.kind != "system":
        raise NotYours
    return row


def _taker(giver: Membership, account_id: int, day: date) -> Membership | None:
    """Give the seat by which somebody takes it: in the office of the giver, else in one below."""
    under = scopes({giver.office_id}, day)[giver.office_id] | {giver.office_id}
    held = Membership.objects.select_related("office", "account").filter(
        on_day(day), account_id=account_id, office_id__in=under, account__is_active=True
    )
    found = list(held.exclude(account_id=giver.account_id))
    return min(found, key=lambda row: (row.office_id != giver.office_id, row.pk), default=None)


def _faults(giver: Membership, taker: Membership | None, given: Given) -> dict[str, str]:
    known = provisions.current().actions
    faults = {}
    if not given.actions or any(
        name not in known or giver.role not in known[name].roles for name in given.actions
    ):
        faults["actions"] = gettext("Vui lòng chọn việc mà chức danh này được ủy quyền.")
    if taker is None:
        faults["taker"] = gettext("Người nhận phải giữ chức danh tại đơn vị này hoặc đơn vị trực thuộc.")
    if not given.document.strip():
        faults["document"] = gettext("Vui lòng ghi số, ký hiệu của văn bản ủy quyền.")
    if not given.signer.strip():
        faults["signer"] = gettext("Vui lòng ghi người ký văn bản.")
    return faults | _wrong_days(given)


def _wrong_days(given: Given) -> dict[str, str]:
    faults = {}
    if given.signed > given.first:
        faults["signed"] = gettext("Văn bản phải được ký không muộn hơn ngày có hiệu lực.")
    if given.first < snapshot.today():
        faults["first"] = gettext("Ngày đầu phải từ hôm nay trở đi.")
    if given.last < given.first:
        faults["last"] = gettext("Ngày cuối phải từ ngày đầu trở đi.")
    return faults


def _told(actor: Actor, act: str, row: Delegation, rule: Warrant) -> None:
    facts = {
        "to": audit.pseudonym(row.taker.account_id),
        "office": row.giver.office.code,
        "actions": row.actions,
        "document": row.document,
        "from": row.valid_from.isoformat(),
        "until": row.valid_to.isoformat(),
    }
    about = ("account", audit.pseudonym(row.giver.account_id))
    audit.record(actor, act, about, rule=rule, facts=facts)
    snapshot.changed()
