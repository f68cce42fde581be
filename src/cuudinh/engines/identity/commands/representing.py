"""Acting for a child or an organisation: asking for it, and its end by whoever is concerned or by the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.models import Account, Representation
from cuudinh.engines.identity.naming import name_fault, name_normal, number_normal
from cuudinh.engines.identity.provisions import value_today
from cuudinh.engines.identity.representing import CHILD, INDEXED, basis_named, keep_stated, rules_in_force
from cuudinh.engines.identity.rules.representing import day_of, organisation_code, reached
from cuudinh.engines.identity.shapes_representation import RepresentationBasis
from cuudinh.engines.identity.types import UnknownAccount
from cuudinh.engines.identity.types.representing import (
    AlreadyRepresenting,
    AskedRepresentation,
    RepresentationDecided,
    RepresentationIncomplete,
    RepresentationMoved,
    UnknownRepresentation,
)
from cuudinh.journal import audit, outbox, sequences
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

_NUMBERS: Final = "DD"
_DOCUMENT_LEAST: Final = 5
_WORDS_MOST: Final = 200
REASON_LEAST, REASON_MOST = 10, 300
ENDED_AT_ONCE_MOST: Final = 200
# As which act of the log each step is written.
_STEPS: Final[Mapping[str, str]] = {
    "asked": "representation.ask",
    "confirmed": "representation.confirm",
    "refused": "representation.refuse",
    "withdrawn": "representation.withdraw",
    "ended": "representation.end",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What was stated, read and found whole."""

    basis: RepresentationBasis
    name: str
    code: str
    document: str
    kind: str
    birth: date | None
    until: date | None

    def stated(self) -> dict[str, str]:
        """Give what is kept sealed of it."""
        birth = {"birth": self.birth.isoformat()} if self.birth is not None else {}
        return {"name": self.name, "code": self.code, "document": self.document, **birth}


@acting()
def ask_representation(actor: Actor, asked: AskedRepresentation) -> str:
    """Ask to act for a child or an organisation and give the number of the request; the desk decides.

    Raises `SignInFirst`, `AssuranceNeeded`, `UnknownRepresentation`, `RepresentationIncomplete`,
    `AlreadyRepresenting`, and `UnknownAccount` for an account that is no resident's.
    """
    account_id, rule = account_of(actor), permit(actor, "representation.use")
    read = read_asked(asked)
    row = write_asked(account_id, read, is_at_desk=False)
    moved(actor, row, "asked", rule=rule)
    return row.number


def read_asked(asked: AskedRepresentation) -> Read:
    """Read what was stated. Raises `UnknownRepresentation`, `RepresentationIncomplete`."""
    rules_in_force()
    basis = basis_named(asked.basis)
    if basis is None:
        raise RepresentationIncomplete(faults={"basis": gettext("Vui lòng chọn căn cứ đại diện.")})
    is_child = basis.of == CHILD
    code = number_normal(asked.code) if is_child else organisation_code(asked.code)
    birth = day_of(asked.birth) if is_child else None
    until = day_of(asked.until) if basis.days else None
    faults = _wrong_paper(asked, is_child=is_child) | (
        _wrong_child(code, birth) if is_child else _wrong_organisation(code, asked)
    )
    if basis.days:
        faults |= _wrong_end(until, value_today(basis.days))
    if faults or code is None:
        raise RepresentationIncomplete(faults=faults)
    kind = "" if is_child else asked.kind
    return Read(basis, name_normal(asked.name), code, " ".join(asked.document.split()), kind, birth, until)


def _wrong_paper(asked: AskedRepresentation, *, is_child: bool) -> dict[str, str]:
    fault = name_fault(name_normal(asked.name))
    faults = {"name": fault if is_child else gettext("Vui lòng ghi tên tổ chức.")} if fault else {}
    if not _DOCUMENT_LEAST <= len(" ".join(asked.document.split())) <= _WORDS_MOST:
        faults["document"] = gettext("Vui lòng ghi giấy tờ chứng minh: tên, số, nơi cấp.")
    return faults


def _wrong_child(number: str | None, birth: date | None) -> dict[str, str]:
    today, majority = snapshot.today(), value_today(rules_in_force().majority_years)
    faults = {}
    if number is None:
        faults["code"] = gettext("Số định danh cá nhân gồm 12 chữ số, ghi trên giấy khai sinh.")
    if birth is None or birth > today:
        faults["birth"] = gettext("Vui lòng ghi ngày sinh.")
    elif reached(birth, majority) <= today:
        faults["birth"] = gettext("Người đã đủ {years} tuổi tự làm việc của mình.").format(years=majority)
    return faults


def _wrong_organisation(code: str | None, asked: AskedRepresentation) -> dict[str, str]:
    faults = {}
    if code is None:
        faults["code"] = gettext("Vui lòng ghi mã số thuế, mã số doanh nghiệp hoặc mã định danh của tổ chức.")
    if asked.kind not in {one.id for one in rules_in_force().kinds}:
        faults["kind"] = gettext("Vui lòng chọn loại tổ chức.")
    return faults


def _wrong_end(until: date | None, days_most: int) -> dict[str, str]:
    today = snapshot.today()
    if until is None or not 0 <= (until - today).days < days_most:
        told = gettext("Vui lòng ghi ngày cuối, trong vòng {days} ngày.").format(days=days_most)
        return {"until": told}
    return {}


def write_asked(account_id: int, read: Read, *, is_at_desk: bool) -> Representation:
    """Write that somebody wants to act for another. Raises `UnknownAccount`, `AlreadyRepresenting`."""
    account = Account.objects.select_related("person__key").filter(pk=account_id).first()
    if account is None or account.person is None or account.kind != "resident":
        raise UnknownAccount
    series = f"{_NUMBERS}-{snapshot.today().year}"
    row = Representation(
        number=f"{series}-{sequences.next_number(series):05}",
        representative=account,
        of=read.basis.of,
        kind=read.kind,
        basis=read.basis.id,
        subject_index=fields.blind_index(INDEXED[read.basis.of], read.code),
        state="asked",
        is_at_desk=is_at_desk,
        asked_at=clock.now(),
        asked_until=read.until,
    )
    try:
        # A savepoint, because on PostgreSQL a broken rule spoils the transaction around it.
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadyRepresenting from fault
    keep_stated(row, read.stated())
    return row


@acting()
def end_representation(actor: Actor, *, number: str, reason: str = "") -> None:
    """End a representation now: by whoever acts, by whom they act for, or by the desk for a reason.

    What was asked and not decided is withdrawn. Cases that were filed by it go on and stay the subject's.
    Raises `SignInFirst`, `NotYours`, `UnknownRepresentation`, `RepresentationDecided`, `RepresentationIncomplete`.
    """
    account_id, row, rule = account_of(actor), locked(number), ""
    why = {row.subject_id: "subject", row.representative_id: "representative"}.get(account_id, "desk")
    if why == "desk":
        rule = permit(actor, "representation.decide")
        reason = said(reason)
    if row.state == "asked" and why == "representative":
        row.state, row.ended_at = "withdrawn", clock.now()
        row.save()
        moved(actor, row, "withdrawn")
        return
    if row.state != "confirmed":
        raise RepresentationDecided
    _end(actor, row, why, reason=reason if why == "desk" else "", rule=rule)


@acting()
def end_representations_due(actor: Actor) -> int:
    """Write the end of what is over by its last day: a child came of age, a term is out; give how many.

    It opened nothing any more from the first hour after its last day; by this its people are told.
    """
    over = Representation.objects.select_for_update().filter(state="confirmed", valid_to__lt=snapshot.today())
    found = list(over.order_by("valid_to", "pk")[:ENDED_AT_ONCE_MOST])
    for row in found:
        _end(actor, row, "majority" if row.of == CHILD else "term", rule="clock")
    return len(found)


def locked(number: str) -> Representation:
    """Give a representation to decide on, which nobody else does at this moment. Raises `UnknownRepresentation`."""
    found = Representation.objects.select_for_update(of=("self",))
    row = found.select_related("representative__person__key").filter(number=number).first()
    if row is None:
        raise UnknownRepresentation
    return row


def said(reason: str) -> str:
    """Give a reason that people read. Raises `RepresentationIncomplete`."""
    words = " ".join(reason.split())
    if not REASON_LEAST <= len(words) <= REASON_MOST:
        told = gettext("Vui lòng ghi lý do, ít nhất {least} ký tự.").format(least=REASON_LEAST)
        raise RepresentationIncomplete(faults={"reason": told})
    return words


def _end(actor: Actor, row: Representation, why: str, *, reason: str = "", rule: str = "") -> None:
    row.state, row.end_why, row.end_reason = "ended", why, reason
    row.ended_at = clock.now()
    row.ended_by = Account.objects.filter(pk=actor.account_id).first() if actor.account_id else None
    row.save()
    moved(actor, row, "ended", rule=rule, purpose=reason, why=why)


def moved(
    actor: Actor, row: Representation, state: str, *, rule: str = "", purpose: str = "", why: str = ""
) -> None:
    """Write the line of a step and the news of it; neither says who or for whom."""
    facts = {"of": row.of, "basis": row.basis, **({"why": why} if why else {})}
    about = ("representation", row.number)
    audit.record(actor, _STEPS[state], about, purpose=purpose, rule=rule, facts=facts)
    outbox.publish(RepresentationMoved(row.number, state, why))
