"""The desk confirms or refuses that somebody acts for another, and records it for who came with the papers."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.commands.matching import new_account, state_number
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.commands.representing import locked, moved, read_asked, said, write_asked
from cuudinh.engines.identity.finding import person_by_number
from cuudinh.engines.identity.looking import note_look
from cuudinh.engines.identity.models import Account, Organisation, PersonIdentifier, Representation
from cuudinh.engines.identity.provisions import value_today
from cuudinh.engines.identity.representing import (
    CHILD,
    CODE,
    SUBJECT,
    birth_of,
    name_of,
    rules_in_force,
    stated_of,
)
from cuudinh.engines.identity.rules.representing import last_day, must_agree
from cuudinh.engines.identity.types import OwnApproval
from cuudinh.engines.identity.types.representing import (
    AskedRepresentation,
    RepresentationDecided,
    RepresentationIncomplete,
    UnknownRepresentation,
)
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor, Warrant
from cuudinh.kernel.text import fold

_EVIDENCE_MOST = 200


@acting()
def confirm_representation(actor: Actor, *, number: str, evidence: str, agrees: bool = False) -> None:
    """Confirm that somebody acts for another, by papers that the desk saw; it holds from today.

    `agrees`: a child that the law asks was heard and agrees. Raises `NotYours`, `OwnApproval`,
    `UnknownRepresentation`, `RepresentationDecided`, `RepresentationIncomplete`.
    """
    rule, row = permit(actor, "representation.decide"), _waiting(actor, number)
    _confirm(actor, row, evidence, agrees=agrees, rule=rule)


@acting()
def refuse_representation(actor: Actor, *, number: str, reason: str) -> None:
    """Refuse it for a reason that who asked reads.

    Raises `NotYours`, `OwnApproval`, `UnknownRepresentation`, `RepresentationDecided`, `RepresentationIncomplete`.
    """
    rule, row = permit(actor, "representation.decide"), _waiting(actor, number)
    row.state, row.reason = "refused", said(reason)
    _decided(actor, row)
    moved(actor, row, "refused", rule=rule, purpose=row.reason)


@acting()
def record_representation(
    actor: Actor, asked: AskedRepresentation, *, representative: str, evidence: str
) -> str:
    """Record and confirm it at once for somebody who came to the desk with the papers; give its number.

    `representative` is their proved citizen number or phone. Raises as `confirm_representation`, and
    `AlreadyRepresenting`.
    """
    rule = permit(actor, "representation.decide")
    person = person_by_number(representative)
    account = Account.objects.filter(person=person, kind="resident").first() if person is not None else None
    if account is None:
        told = gettext("Không tài khoản nào đã được xác thực có số này.")
        raise RepresentationIncomplete(faults={"representative": told})
    row = write_asked(account.pk, read_asked(asked), is_at_desk=True)
    _refuse_own(actor, row)
    _confirm(actor, row, evidence, agrees=asked.agrees, rule=rule)
    return row.number


@acting()
def open_representation(actor: Actor, *, number: str) -> None:
    """Note that the desk reads it: who asked and for whom see that, as any look.

    Raises `NotYours`, `UnknownRepresentation`.
    """
    rule = permit(actor, "representation.decide")
    row = Representation.objects.filter(number=number).first()
    if row is None:
        raise UnknownRepresentation
    for about, whose in (("representation", row.representative_id), ("represented", row.subject_id)):
        if whose is not None:
            note_look(
                actor,
                whose=whose,
                what="request",
                about=(about, number),
                rule=rule,
                once_within=timedelta(hours=1),
            )


def _waiting(actor: Actor, number: str) -> Representation:
    row = locked(number)
    if row.state != "asked":
        raise RepresentationDecided
    _refuse_own(actor, row)
    return row


def _refuse_own(actor: Actor, row: Representation) -> None:
    if row.representative_id == actor.account_id:
        raise OwnApproval


def _confirm(actor: Actor, row: Representation, evidence: str, *, agrees: bool, rule: Warrant) -> None:
    stated, words = stated_of(row), " ".join(evidence.split())
    birth, shape, today = birth_of(row, stated), rules_in_force(), snapshot.today()
    faults = {}
    if not words:
        faults["evidence"] = gettext("Vui lòng ghi giấy tờ đã xem.")
    if must_agree(birth, value_today(shape.agree_years), today) and not agrees:
        years = value_today(shape.agree_years)
        faults["agrees"] = gettext("Trẻ từ đủ {years} tuổi phải đồng ý.").format(years=years)
    until = last_day(birth, value_today(shape.majority_years), row.asked_until)
    if until is not None and until < today:
        faults["evidence"] = gettext("Thời hạn đại diện đã qua; không xác nhận được nữa.")
    if faults or not stated:
        raise RepresentationIncomplete(faults=faults)
    row.subject = _subject(row, stated)
    row.state, row.evidence, row.is_agreed = "confirmed", words[:_EVIDENCE_MOST], agrees
    row.valid_from, row.valid_to = today, until
    _decided(actor, row)
    moved(actor, row, "confirmed", rule=rule)


def _decided(actor: Actor, row: Representation) -> None:
    row.decided_at = clock.now()
    row.decided_by = Account.objects.filter(pk=actor.account_id).first() if actor.account_id else None
    row.save()


def _subject(row: Representation, stated: dict[str, Any]) -> Account:
    """Give the account of whom somebody acts for, found by their number or opened now.

    Found is only who was proved, or for whom the desk confirmed it before; a number that somebody merely states
    of themselves finds nobody. Raises `RepresentationIncomplete` where the name is another one.
    """
    found = _known(row)
    if found is None:
        return _new_child(stated) if row.of == CHILD else _new_organisation(row, stated)
    if fold(name_of(found)) != fold(stated["name"]):
        told = gettext("Số này đã gắn với một tên khác. Kiểm tra lại giấy tờ; nếu ghi sai, hãy từ chối.")
        raise RepresentationIncomplete(faults={"evidence": told})
    return found


def _known(row: Representation) -> Account | None:
    with_names = Account.objects.select_related("person__key")
    if row.of == CHILD:
        proved = PersonIdentifier.objects.filter(kind="cccd", blind_index=row.subject_index)
        person = proved.select_related("person__merged_into").first()
        if person is not None:
            whose = person.person.merged_into or person.person
            return with_names.filter(person=whose).order_by("pk").first()
    before = Representation.objects.filter(subject_index=row.subject_index, of=row.of, subject__isnull=False)
    known = before.order_by("-pk").values_list("subject_id", flat=True).first()
    if known is None and row.of != CHILD:
        # What was kept for a while is gone; the organisation itself stays.
        known = (
            Organisation.objects.filter(blind_index=row.subject_index).values_list("pk", flat=True).first()
        )
    return with_names.filter(pk=known).first() if known is not None else None


def _new_child(stated: dict[str, Any]) -> Account:
    """Open an account that nobody signs in to; a sign-on that proves the number takes it over."""
    account = new_account(stated["name"], "vi", kind=SUBJECT)
    assert account.person is not None, "it was opened with a person"
    state_number(account.person, "cccd", stated["code"], clock.now())
    return account


def _new_organisation(row: Representation, stated: dict[str, Any]) -> Account:
    account = Account.objects.create(kind=SUBJECT, name=stated["name"], made_at=clock.now())
    key, ref = fields.newest_key(), ids.uuid7()
    Organisation.objects.create(
        account=account,
        ref=ref,
        kind=row.kind,
        code_sealed=fields.seal(key, fields.Owner(ref, None), CODE, stated["code"]),
        key=key,
        blind_index=row.subject_index,
        last4=stated["code"][-4:],
    )
    return account
