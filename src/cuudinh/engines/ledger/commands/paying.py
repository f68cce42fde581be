"""Money that comes by the bank: a code shown, a notice taken, and money nobody knew assigned by a person."""

from typing import Literal

from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.ledger.banking import bank, is_connected
from cuudinh.engines.ledger.books import BOOK, SUSPENSE, receivable, till
from cuudinh.engines.ledger.models import BankLine, Charge, PaymentRequest
from cuudinh.engines.ledger.ports import BankMove, Transfer
from cuudinh.engines.ledger.rules.references import found_in
from cuudinh.engines.ledger.types import AlreadySettled, NothingDue, NowhereToPay
from cuudinh.engines.ledger.writing import (
    facts_of,
    give_receipt,
    held,
    known_letters,
    post,
    reason_in,
)
from cuudinh.journal import audit, jobs
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system

Taken = Literal["new", "again", "other"]
EXPECT = "ledger.expect"
_BANK = system("ledger.bank")
_LINES = PreparedRows(BankLine)
_REQUESTS = PreparedRows(PaymentRequest)
_WORDS_MOST = 300


@acting()
def begin_transfer(actor: Actor, *, number: str) -> None:
    """Say that somebody goes to pay by the code that is shown; the bank is told to expect it, outside of this act.

    Asking again changes nothing. Raises `UnknownCharge`, `NothingDue`, `NowhereToPay`, `NotYours`.
    """
    charge = held(number)
    rule = permit(actor, "fee.pay", facts_of(charge.row, actor))
    if not charge.balance.left_vnd:
        raise NothingDue
    if not is_connected():
        raise NowhereToPay
    asked = {"charge_id": charge.row.pk, "bank": bank().name, "amount_vnd": charge.balance.left_vnd}
    request_id = _REQUESTS.insert_unless_there(**asked, asked_at=clock.now())
    if request_id is not None:
        jobs.later(EXPECT, {"request": request_id}, key=str(request_id))
        facts = {"amount_vnd": charge.balance.left_vnd}
        audit.record(actor, "fee.begin_transfer", ("charge", number), rule=rule, facts=facts)


@acting()
def take_move(*, bank_name: str, move: BankMove, is_stated: bool = False) -> Taken:
    """Take one movement the bank told of, once, however often and in whatever order it is told.

    Money whose words name a charge goes to it, be it late, too little or too much; all else is kept apart until a
    person says what it is for. Gives `again` for what is known, `other` for what is known with another content,
    which changes nothing and is written into the log.
    """
    charge = _charge_of(move.words)
    line_id = _LINES.insert_unless_there(
        bank=bank_name,
        transaction=move.transaction,
        is_back=move.is_back,
        amount_vnd=move.amount_vnd,
        words=move.words[:_WORDS_MOST],
        at=move.at,
        told_at=clock.now(),
        stated_at=clock.now() if is_stated else None,
        charge_id=charge.pk if charge is not None else None,
        why_loose="" if charge is not None else "unknown",
    )
    if line_id is None:
        return _taken_before(bank_name, move, is_stated=is_stated)
    if charge is None:
        _park(bank_name, move)
    else:
        _pay(bank_name, move, charge)
    return "new"


def _charge_of(words: str) -> Charge | None:
    number = found_in(words, known_letters()[0])
    return Charge.objects.filter(number=number).first() if number is not None else None


def _taken_before(bank_name: str, move: BankMove, *, is_stated: bool) -> Taken:
    line = BankLine.objects.select_for_update().get(bank=bank_name, transaction=move.transaction)
    if (line.amount_vnd, line.is_back) != (move.amount_vnd, move.is_back):
        facts = {"transaction": move.transaction, "first_vnd": line.amount_vnd, "then_vnd": move.amount_vnd}
        audit.record(_BANK, "fee.notice_changed", ("bank", bank_name), rule="bank", facts=facts)
        return "other"
    if is_stated and line.stated_at is None:
        line.stated_at = clock.now()
        line.save(update_fields=["stated_at"])
    return "again"


def _key(bank_name: str, move: BankMove) -> str:
    return f"{bank_name}:{move.transaction}"


def _park(bank_name: str, move: BankMove) -> None:
    ours = till("bank", bank_name)
    debit, credit = (SUSPENSE, ours) if move.is_back else (ours, SUSPENSE)
    kind = "returned" if move.is_back else "parked"
    BOOK.post(Transfer(kind, debit, credit, move.amount_vnd, _key(bank_name, move), clock.now()))
    facts = {"amount_vnd": move.amount_vnd, "transaction": move.transaction}
    if move.is_back:
        audit.record(_BANK, "fee.return", ("bank", bank_name), rule="bank", facts=facts)
    else:
        audit.record(_BANK, "fee.park", ("bank", bank_name), rule="bank", facts=facts)


def _pay(bank_name: str, move: BankMove, found: Charge) -> None:
    charge = held(found.number)
    ours, owed = till("bank", bank_name), receivable(found.office_id)
    debit, credit = (owed, ours) if move.is_back else (ours, owed)
    kind, key = "taken-back" if move.is_back else "paid", _key(bank_name, move)
    post(charge, Transfer(kind, debit, credit, move.amount_vnd, key, clock.now(), found.pk))
    facts = {"amount_vnd": move.amount_vnd, "transaction": move.transaction}
    if move.is_back:
        audit.record(_BANK, "fee.take_back", ("charge", found.number), rule="bank", facts=facts)
        return
    facts["receipt"] = give_receipt(key, "bank")
    audit.record(_BANK, "fee.receive", ("charge", found.number), rule="bank", facts=facts)


@acting()
def claim_loose(actor: Actor, *, line_id: int, number: str, reason: str) -> None:
    """Say for which charge money came whose words named none. Raises as the rest, and `AlreadySettled`."""
    charge = held(number)
    rule = permit(actor, "fee.settle", facts_of(charge.row, actor))
    said = reason_in(reason)
    line = BankLine.objects.select_for_update().filter(pk=line_id, is_back=False).first()
    if line is None or line.charge_id is not None:
        raise AlreadySettled
    line.charge = charge.row
    line.save(update_fields=["charge"])
    key = f"claimed:{line.bank}:{line.transaction}"
    owed = receivable(charge.row.office_id)
    post(charge, Transfer("claimed", SUSPENSE, owed, line.amount_vnd, key, clock.now(), charge.row.pk))
    facts = {"amount_vnd": line.amount_vnd, "transaction": line.transaction}
    facts["receipt"] = give_receipt(key, "bank")
    audit.record(actor, "fee.claim", ("charge", number), purpose=said, rule=rule, facts=facts)
