"""Giving and ending seats: dated, with the document that says so."""

from datetime import date

from django.utils.translation import gettext

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.models import Account, Membership
from cuudinh.engines.identity.queries.offices import office
from cuudinh.engines.identity.seats import on_day
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AlreadyAppointed,
    MembershipView,
    NotInForce,
    UnknownAccount,
    UnknownOffice,
)
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor


@acting()
def appoint(
    actor: Actor, *, account_id: int, office_code: str, role: str, since: date, document: str
) -> MembershipView:
    """Give a member of staff a role in an office from a day on, by a document.

    Raises `NotYours`, `UnknownAccount`, `UnknownOffice`, `AccountIncomplete` for an unknown role or a missing
    document, `NotInForce` when the office does not exist on that day, `AlreadyAppointed`.
    """
    rule = permit(actor, "account.appoint")
    _check(role, document)
    if not Account.objects.filter(pk=account_id, kind="staff").exists():
        raise UnknownAccount
    if office_code not in snapshot.current().ids:
        raise UnknownOffice(office=office_code)
    view = office(office_code, since)
    if view is None:
        raise NotInForce(day=since)
    held = Membership.objects.filter(on_day(since), account_id=account_id, office_id=view.id, role=role)
    if held.exists():
        raise AlreadyAppointed(day=since)
    row = Membership.objects.create(
        account_id=account_id, office_id=view.id, role=role, valid_from=since, document=document
    )
    _told(actor, "identity.appoint", row, view.code, rule)
    return MembershipView(row.pk, account_id, view.id, role, since, None, document)


def _check(role: str, document: str) -> None:
    faults = {}
    if role not in snapshot.current().roles:
        faults["role"] = gettext("Không có vai trò “{role}”.").format(role=role)
    if not document.strip():
        faults["document"] = gettext("Vui lòng ghi số, ký hiệu của văn bản phân công.")
    if faults:
        raise AccountIncomplete(faults=faults)


@acting()
def end_membership(actor: Actor, *, membership_id: int, last_day: date, document: str) -> None:
    """End a seat with a day, the last on which it is held, by a document.

    Raises `NotYours`, `UnknownAccount`, `NotInForce` for a day before it began or after it ended.
    """
    rule = permit(actor, "account.appoint")
    row = Membership.objects.select_related("office").filter(pk=membership_id).first()
    if row is None:
        raise UnknownAccount
    if last_day < row.valid_from or (row.valid_to is not None and last_day > row.valid_to):
        raise NotInForce(day=last_day)
    Membership.objects.filter(pk=row.pk).update(valid_to=last_day)
    _told(actor, "identity.end_membership", row, row.office.code, rule, document)


def _told(actor: Actor, act: str, row: Membership, office_code: str, rule: str, document: str = "") -> None:
    facts = {"office": office_code, "role": row.role, "document": document or row.document}
    audit.record(actor, act, ("account", audit.pseudonym(row.account_id)), rule=rule, facts=facts)
    snapshot.changed()
