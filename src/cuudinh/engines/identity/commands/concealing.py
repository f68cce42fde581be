"""Keeping looks from the person they are about, for an investigation: by a document, with an end, by two people."""

from datetime import timedelta
from typing import Final

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.looking import person_of
from cuudinh.engines.identity.models import Concealment
from cuudinh.engines.identity.types import (
    ConcealmentIncomplete,
    OwnApproval,
    UnknownAccount,
    UnknownConcealment,
    UnknownOffice,
)
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

CONCEALED_DAYS_MOST: Final = 365
_DOCUMENT_LEAST, _DOCUMENT_MOST = 5, 200


@acting()
def ask_concealment(actor: Actor, *, whose: int, office: str, document: str, days: int) -> int:
    """Ask that looks of an office at a person are kept from them for so many days; give its number.

    Nothing is hidden before somebody else approves it, and never what was looked at before. Raises `NotYours`,
    `UnknownAccount`, `UnknownOffice`, `ConcealmentIncomplete`.
    """
    rule = permit(actor, "privacy.conceal")
    named = " ".join(document.split())
    if not _DOCUMENT_LEAST <= len(named) <= _DOCUMENT_MOST or not 1 <= days <= CONCEALED_DAYS_MOST:
        raise ConcealmentIncomplete(days_most=CONCEALED_DAYS_MOST)
    person_id, office_id = person_of(whose), snapshot.current().ids.get(office)
    if person_id is None:
        raise UnknownAccount
    if office_id is None:
        raise UnknownOffice(office=office)
    now = clock.now()
    asked = Concealment.objects.create(
        person_id=person_id,
        office_id=office_id,
        document=named,
        until=now + timedelta(days=days),
        asked_by_id=account_of(actor),
        asked_at=now,
    )
    facts = {"office": office, "days": days}
    audit.record(
        actor, "privacy.ask_concealment", ("concealment", asked.pk), purpose=named, rule=rule, facts=facts
    )
    return int(asked.pk)


@acting()
def approve_concealment(actor: Actor, *, concealment_id: int) -> None:
    """Approve what somebody else asked; from now on until its end, looks of that office are hidden.

    Raises `NotYours`, `UnknownConcealment`, `OwnApproval`.
    """
    rule = permit(actor, "privacy.conceal")
    asked = Concealment.objects.filter(pk=concealment_id, approved_at__isnull=True).first()
    if asked is None or asked.until <= clock.now():
        raise UnknownConcealment
    if asked.asked_by_id == account_of(actor):
        raise OwnApproval
    asked.approved_by_id, asked.approved_at = account_of(actor), clock.now()
    asked.save(update_fields=["approved_by", "approved_at"])
    about = ("concealment", concealment_id)
    audit.record(actor, "privacy.approve_concealment", about, purpose=asked.document, rule=rule)
