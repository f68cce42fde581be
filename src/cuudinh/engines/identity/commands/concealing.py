"""Keeping looks from the person they are about, for an investigation: by a document, with an end, by two people."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.finding import person_by_number
from cuudinh.engines.identity.models import Concealment, Look
from cuudinh.engines.identity.provisions import value_today
from cuudinh.engines.identity.types import (
    ConcealmentIncomplete,
    NewConcealment,
    OwnApproval,
    UnknownConcealment,
)
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

_DOCUMENT_LEAST, _DOCUMENT_MOST = 5, 200
_REASON_LEAST, _REASON_MOST = 10, 300
_DAYS_LEAST: Final = 1


@acting()
def ask_concealment(actor: Actor, asked: NewConcealment) -> int:
    """Ask that looks of an office at a person are kept from them for so many days; give its number.

    Nothing is hidden before somebody else approves it, and never what was looked at before. Raises `NotYours`,
    `ConcealmentIncomplete`.
    """
    rule, now = permit(actor, "privacy.conceal"), clock.now()
    person = person_by_number(asked.number)
    faults = _faults(asked) | ({} if person is not None else {"number": _nobody()})
    if faults or person is None:
        raise ConcealmentIncomplete(faults=faults)
    row = Concealment.objects.create(
        person=person,
        office_id=snapshot.current().ids[asked.office],
        ground=asked.ground,
        document=_plain(asked.document),
        until=now + timedelta(days=asked.days),
        asked_by_id=account_of(actor),
        asked_at=now,
    )
    _record(actor, "privacy.ask_concealment", row, rule, office=asked.office, days=asked.days)
    return int(row.pk)


def _faults(asked: NewConcealment) -> dict[str, str]:
    faults = {}
    ground = provisions.current().grounds.get(asked.ground)
    days_most = value_today(ground.days) if ground is not None else 0
    if ground is None:
        faults["ground"] = gettext("Vui lòng chọn căn cứ.")
    elif not _DAYS_LEAST <= asked.days <= days_most:
        faults["days"] = gettext("Căn cứ này cho giữ kín từ 1 đến {most} ngày.").format(most=days_most)
    if asked.office not in snapshot.current().ids:
        faults["office"] = gettext("Vui lòng chọn đơn vị.")
    if not _DOCUMENT_LEAST <= len(_plain(asked.document)) <= _DOCUMENT_MOST:
        faults["document"] = gettext("Vui lòng ghi số, ngày và cơ quan ra văn bản.")
    return faults


def _nobody() -> str:
    return gettext("Không ai đã được xác thực có số này. Kiểm tra lại với văn bản.")


def _plain(text: str) -> str:
    return " ".join(text.split())


@acting()
def approve_concealment(actor: Actor, *, concealment_id: int, number: str) -> None:
    """Approve what somebody else asked; from now on until its end, looks of that office are hidden.

    Whoever approves reads the person's number from the document too: with another number it is not approved, so
    no slip of one hand hides the looks of somebody else. Raises `NotYours`, `UnknownConcealment`, `OwnApproval`,
    `ConcealmentIncomplete`.
    """
    rule, row, now = permit(actor, "privacy.conceal"), _of(concealment_id), clock.now()
    if row.approved_at is not None or row.until <= now:
        raise UnknownConcealment
    if row.asked_by_id == account_of(actor):
        raise OwnApproval
    person = person_by_number(number)
    if person is None or person.pk != (row.person.merged_into_id or row.person_id):
        told = gettext("Số này không phải của người trong đề nghị. Đọc lại văn bản.")
        raise ConcealmentIncomplete(faults={"number": told})
    row.approved_by_id, row.approved_at, row.review_at = account_of(actor), now, _next_review(row)
    row.save(update_fields=["approved_by", "approved_at", "review_at"])
    _record(actor, "privacy.approve_concealment", row, rule)


@acting()
def review_concealment(actor: Actor, *, concealment_id: int, reason: str) -> None:
    """Write that it was looked at and is still needed, and why; the next time is set by its ground.

    Raises `NotYours`, `UnknownConcealment`, `ConcealmentIncomplete`.
    """
    rule, row = permit(actor, "privacy.conceal"), _of(concealment_id)
    if row.approved_at is None or row.until <= clock.now():
        raise UnknownConcealment
    said = _said(reason)
    row.reviewed_at, row.review_at, row.warned_at = clock.now(), _next_review(row), None
    row.save(update_fields=["reviewed_at", "review_at", "warned_at"])
    _record(actor, "privacy.review_concealment", row, rule, purpose=said)


@acting()
def lift_concealment(actor: Actor, *, concealment_id: int, reason: str) -> None:
    """End it now: its looks are shown to their person from this moment. One that waits is declined by it.

    Raises `NotYours`, `UnknownConcealment`, `ConcealmentIncomplete`.
    """
    rule, row, now = permit(actor, "privacy.conceal"), _of(concealment_id), clock.now()
    if row.until <= now:
        raise UnknownConcealment
    row.lifted_by_id, row.lifted_at, row.lift_reason = account_of(actor), now, _said(reason)
    row.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    shown = Look.objects.filter(concealment=row, hidden_until__gt=now).update(hidden_until=now)
    _record(actor, "privacy.lift_concealment", row, rule, purpose=row.lift_reason, shown=shown)


def _of(concealment_id: int) -> Concealment:
    found = (
        Concealment.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=concealment_id, lifted_at__isnull=True)
        .first()
    )
    if found is None:
        raise UnknownConcealment
    return found


def _said(reason: str) -> str:
    said = _plain(reason)
    if not _REASON_LEAST <= len(said) <= _REASON_MOST:
        told = gettext("Vui lòng ghi lý do, ít nhất {least} ký tự.").format(least=_REASON_LEAST)
        raise ConcealmentIncomplete(faults={"reason": told})
    return said


def _next_review(row: Concealment) -> datetime | None:
    ground = provisions.current().grounds.get(row.ground)
    return clock.now() + timedelta(days=value_today(ground.review_days)) if ground is not None else None


def _record(
    actor: Actor, act: str, row: Concealment, rule: str, *, purpose: str = "", **facts: str | int
) -> None:
    told = purpose or row.document
    audit.record(actor, act, ("concealment", row.pk), purpose=told, rule=rule, facts=facts or None)
