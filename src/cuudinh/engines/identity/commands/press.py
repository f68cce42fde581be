"""Reporters ask to be known, the information office checks them, a card is given, and it may be withdrawn."""

from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.definitions import press_of
from cuudinh.engines.identity.looking import person_of
from cuudinh.engines.identity.models import Account, PressCard, PressRules
from cuudinh.engines.identity.queries.claims import level_of
from cuudinh.engines.identity.queries.press import CONTACT, may_check, press_rules, view_of
from cuudinh.engines.identity.stops import refuse_stopped
from cuudinh.engines.identity.types import (
    AlreadyAsked,
    AlreadyDecided,
    NotProved,
    PressCardView,
    PressIncomplete,
    UnknownPressCard,
)
from cuudinh.journal import audit, sequences
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor
from cuudinh.packs.world import PackWorld

_CODE_LETTERS: Final = 26
_OUTLET_LETTERS_MOST: Final = 160
_REASON_LETTERS_MOST: Final = 300


@acting()
def apply_press_rules(world: PackWorld) -> None:
    """Make the rules of press cards those of a pack that was found sound; cards keep the days they were given."""
    PressRules.objects.all().delete()
    found = press_of(world)
    if found is not None:
        PressRules.objects.create(id=1, body=found.model_dump(mode="json"))


@acting()
def ask_press_card(actor: Actor, *, outlet: str, kind: str) -> PressCardView:
    """Ask, as a reporter of an outlet, to be known as one. Raises `SignInFirst`, `PressIncomplete`, `AlreadyAsked`."""
    account_id, rules = account_of(actor), press_rules()
    words = " ".join(outlet.split())
    faults = {}
    if not 2 <= len(words) <= _OUTLET_LETTERS_MOST:
        faults["outlet"] = gettext("Vui lòng ghi tên cơ quan báo chí.")
    if kind not in rules.kinds:
        faults["kind"] = gettext("Vui lòng chọn loại tác nghiệp.")
    if faults:
        raise PressIncomplete(faults=faults)
    today = snapshot.today()
    if PressCard.objects.filter(account_id=account_id, state="verified", valid_to__gte=today).exists():
        raise AlreadyAsked
    row = PressCard(
        code=ids.secret_code(_CODE_LETTERS),
        account_id=account_id,
        outlet=words,
        kind=kind,
        state="submitted",
        asked_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadyAsked from fault
    audit.record(actor, "press.ask", ("press-card", row.pk), facts={"kind": kind})
    return view_of(row)


@acting()
def verify_press_card(actor: Actor, *, card_id: int) -> PressCardView:
    """Give a reporter their card, with the days of the rules in force.

    Raises `NotYours`, `UnknownPressCard`, `AlreadyDecided`, as `note_look` for who had that stopped, and `NotProved`
    for somebody of whom it is not well enough known who they are: a card is shown to officers as a proof.
    """
    rule, rules = may_check(actor), press_rules()
    row = _waiting(card_id)
    person_id = person_of(row.account_id)
    if person_id is not None:
        refuse_stopped(actor, person_id, CONTACT)
    if level_of(row.account) < rules.least_level:
        raise NotProved(level=rules.least_level)
    today = snapshot.today()
    row.number = f"BC-{today.year}-{sequences.next_number(f'press-{today.year}'):04d}"
    row.valid_from, row.valid_to = today, months_after(today, rules.months)
    return _decided(actor, row, "verified", "", rule)


@acting()
def refuse_press_card(actor: Actor, *, card_id: int, reason: str) -> PressCardView:
    """Refuse to know somebody as a reporter, for a reason that they read.

    Raises `NotYours`, `UnknownPressCard`, `AlreadyDecided`, `PressIncomplete`.
    """
    rule = may_check(actor)
    return _decided(actor, _waiting(card_id), "refused", _reason(reason), rule)


@acting()
def withdraw_press_card(actor: Actor, *, card_id: int, reason: str) -> PressCardView:
    """Withdraw a card, for a reason; its QR says so from now on.

    Raises `NotYours`, `UnknownPressCard`, `AlreadyDecided`, `PressIncomplete`.
    """
    rule = may_check(actor)
    row = _locked(card_id)
    if row.state != "verified":
        raise AlreadyDecided
    return _decided(actor, row, "withdrawn", _reason(reason), rule)


def _locked(card_id: int) -> PressCard:
    rows = PressCard.objects.select_for_update(of=("self",)).select_related("account__person__key")
    row = rows.filter(pk=card_id).first()
    if row is None:
        raise UnknownPressCard
    return row


def _waiting(card_id: int) -> PressCard:
    row = _locked(card_id)
    if row.state != "submitted":
        raise AlreadyDecided
    return row


def _reason(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise PressIncomplete(faults={"reason": gettext("Vui lòng ghi lý do; phóng viên sẽ đọc được.")})
    return words[:_REASON_LETTERS_MOST]


def _decided(actor: Actor, row: PressCard, state: str, reason: str, rule: str) -> PressCardView:
    row.state, row.reason, row.decided_at = state, reason, clock.now()
    row.decided_by = Account.objects.filter(pk=actor.account_id).first() if actor.account_id else None
    row.save()
    act = {"verified": "press.verify", "refused": "press.refuse", "withdrawn": "press.withdraw"}[state]
    audit.record(actor, act, ("press-card", row.pk), purpose=reason, rule=rule)
    return view_of(row, is_named=False)


def months_after(day: date, months: int) -> date:
    """Give the day before the same day so many months later: a card of a year ends with its year.

    >>> months_after(date(2026, 11, 27), 12), months_after(date(2026, 8, 31), 6)
    (datetime.date(2027, 11, 26), datetime.date(2027, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    length = (following - date(year, month + 1, 1)).days
    if day.day > length:
        return date(year, month + 1, length)
    return date.fromordinal(date(year, month + 1, day.day).toordinal() - 1)
