"""What every act on money shares: the charge held fast, a posting, its sums kept, and the news of it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.engines.ledger.books import BOOK
from cuudinh.engines.ledger.fees import collecting
from cuudinh.engines.ledger.models import Charge, PaymentReceipt, Posting
from cuudinh.engines.ledger.ports import Transfer
from cuudinh.engines.ledger.rules.references import number_of
from cuudinh.engines.ledger.rules.standing import balance_of, standing_of
from cuudinh.engines.ledger.types import (
    Balance,
    ChargePaid,
    ChargeReopened,
    Method,
    NowhereToPay,
    ReasonMissing,
    UnknownCharge,
)
from cuudinh.journal import outbox
from cuudinh.journal.sequences import next_number
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

REASON_LEAST: Final = 10
REASON_MOST: Final = 500
SETTLED: Final = frozenset({"paid", "overpaid"})


@dataclass(frozen=True, slots=True)
class Held:
    """A charge whose row is locked until the end of the act, with the sums of its postings."""

    row: Charge
    balance: Balance


def held(number: str) -> Held:
    """Give a charge, locked, so that no other act counts on the same sums. Raises `UnknownCharge`."""
    row = Charge.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise UnknownCharge
    return Held(row, balance_of(BOOK.of_charge(row.pk)))


def facts_of(row: Charge, actor: Actor) -> Facts:
    """Give what the policy must know of a charge: whose office, and whether the actor is who pays."""
    is_payer = actor.account_id is not None and row.account_id == actor.account_id
    return Facts(owner_office_id=row.office_id, is_reporter=is_payer)


def post(charge: Held, transfer: Transfer) -> Balance:
    """Post on a charge, keep its sums and tell when it became paid, or is so no longer; give the new sums."""
    if not BOOK.post(transfer):
        return charge.balance
    now = balance_of(BOOK.of_charge(charge.row.pk))
    keep(charge.row, now)
    return now


def keep(row: Charge, balance: Balance) -> None:
    """Write how a charge stands beside it and publish what became of it."""
    before, row.standing = row.standing, standing_of(balance)
    row.held_vnd = balance.held_vnd
    row.save(update_fields=["standing", "held_vnd"])
    at = clock.now().isoformat()
    if row.standing in SETTLED and before not in SETTLED:
        total = balance.owed_vnd - balance.withdrawn_vnd
        outbox.publish(ChargePaid(row.number, row.subject, total, row.account_id, at))
    elif before in SETTLED and balance.left_vnd:
        outbox.publish(ChargeReopened(row.number, row.subject, balance.left_vnd, row.account_id, at))


def give_receipt(key: str, method: Method) -> str:
    """Give the number of a new receipt for the money posted under a key."""
    day = today()
    letters = known_letters()[1]
    number = number_of(letters, day, next_number(f"receipt:{letters}-{day:%y%m%d}"))
    posting = Posting.objects.get(key=key)
    PaymentReceipt.objects.create(number=number, posting=posting, method=method)
    return number


def known_letters() -> tuple[str, str]:
    """Give the letters with which charges and receipts begin. Raises `NowhereToPay` where no pack says so."""
    known = collecting()
    if known is None:
        raise NowhereToPay
    return known.charge_letters, known.receipt_letters


def today() -> date:
    """Give the day on the calendar of the province."""
    return clock.day_in(identity.time_zone())


def reason_in(text: str) -> str:
    """Give a reason without blanks at its ends. Raises `ReasonMissing`."""
    said = text.strip()
    if not REASON_LEAST <= len(said) <= REASON_MOST:
        raise ReasonMissing(faults={"reason": gettext("Ghi lý do, từ 10 đến 500 ký tự.")})
    return said
