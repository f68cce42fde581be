"""What is owed: a charge drawn up by the fees in force, and withdrawn when nothing is done for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.types import Facts
from cuudinh.engines.ledger.books import BOOK, receivable, revenue
from cuudinh.engines.ledger.fees import fee
from cuudinh.engines.ledger.models import Charge
from cuudinh.engines.ledger.ports import Transfer
from cuudinh.engines.ledger.rules.quoting import quote
from cuudinh.engines.ledger.rules.references import number_of
from cuudinh.engines.ledger.rules.standing import standing_of
from cuudinh.engines.ledger.types import Balance, ChargeOpened, NothingDue, Quote
from cuudinh.engines.ledger.views import as_quotes
from cuudinh.engines.ledger.writing import facts_of, held, known_letters, post, reason_in, today
from cuudinh.journal import audit, outbox
from cuudinh.journal.sequences import next_number
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """One fee that is owed, with what its amount depends on."""

    fee_id: str
    answers: Mapping[str, Any] = field(default_factory=dict)


@acting()
def open_charge(
    actor: Actor,
    *,
    subject: str,
    title: Mapping[str, str],
    office_id: int,
    asked: Sequence[Asked],
    channel: str,
    day: date | None = None,
    account_id: int | None = None,
) -> str:
    """Draw up what is owed for a thing by the fees of a day (today by default); give the number of the charge.

    What somebody is spared stands in it as much as what they pay. Whatever becomes of the fees later, this charge keeps
    its lines. Raises `UnknownFee`, `WrongAnswers`, `NoPrice`, `NowhereToPay`, `NotYours`.
    """
    rule = permit(actor, "fee.charge", Facts(owner_office_id=office_id))
    on = day or today()
    quotes = [quote(fee(one.fee_id), one.answers, on, channel) for one in asked]
    total = sum(one.total_vnd for one in quotes)
    letters = known_letters()[0]
    number = number_of(letters, today(), next_number(f"charge:{letters}-{today():%y%m%d}"))
    row = Charge.objects.create(
        number=number,
        subject=subject,
        account_id=account_id,
        office_id=office_id,
        title=dict(title),
        quotes=as_quotes(quotes),
        opened_at=clock.now(),
        standing=standing_of(Balance(owed_vnd=total)),
        owed_vnd=total,
    )
    _post_owed(row, quotes)
    facts = {"total_vnd": total, "fees": [one.fee_id for one in quotes]}
    audit.record(actor, "fee.charge", ("charge", number), rule=rule, facts=facts)
    outbox.publish(ChargeOpened(number, subject, total, account_id))
    return number


def _post_owed(row: Charge, quotes: Sequence[Quote]) -> None:
    """Post what is owed, fees and charges of the state apart."""
    sums = {"phi": 0, "le-phi": 0}
    for one in quotes:
        sums[one.kind] += one.total_vnd
    for kind, amount_vnd in sums.items():
        if amount_vnd:
            debit, credit = receivable(row.office_id), revenue(kind, row.office_id)
            key = f"charged:{row.number}:{kind}"
            BOOK.post(Transfer("charged", debit, credit, amount_vnd, key, row.opened_at, row.pk))


@acting()
def withdraw_charge(actor: Actor, *, number: str, reason: str) -> None:
    """Say that nothing more is owed: what was paid already is over and can be given back.

    Raises `UnknownCharge`, `NothingDue` where it was withdrawn before or nothing was owed, `ReasonMissing`, `NotYours`.
    """
    charge = held(number)
    rule = permit(actor, "fee.charge", facts_of(charge.row, actor))
    said = reason_in(reason)
    owed = charge.balance.owed_vnd - charge.balance.withdrawn_vnd
    if not owed:
        raise NothingDue
    debit, credit = f"withdrawn:{charge.row.office_id}", receivable(charge.row.office_id)
    key = f"withdrawn:{number}"
    post(charge, Transfer("withdrawn", debit, credit, owed, key, clock.now(), charge.row.pk))
    facts = {"amount_vnd": owed}
    audit.record(actor, "fee.withdraw", ("charge", number), purpose=said, rule=rule, facts=facts)
