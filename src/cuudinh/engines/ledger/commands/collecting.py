"""Money taken at a desk, in cash or from a card, by an officer who answers for it."""

from django.utils.translation import gettext

from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.ledger.books import receivable, till
from cuudinh.engines.ledger.ports import Transfer
from cuudinh.engines.ledger.types import Method, NothingDue, WrongAmount
from cuudinh.engines.ledger.writing import facts_of, give_receipt, held, post
from cuudinh.journal import audit, idempotency
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor


@acting()
def collect(actor: Actor, *, number: str, method: Method, amount_vnd: int, key: str) -> str:
    """Record money taken at a desk and give the number of its receipt; sent twice under one key it is taken once.

    Never more than is left to be paid. Raises `UnknownCharge`, `NothingDue`, `WrongAmount`, `NotYours`.
    """
    digest = idempotency.digest_of([number, method, amount_vnd])
    found: str = idempotency.once(
        actor,
        act="fee.collect",
        key=key,
        digest=digest,
        do=lambda: _collected(actor, number, method, amount_vnd),
    )
    return found


def _collected(actor: Actor, number: str, method: Method, amount_vnd: int) -> str:
    charge = held(number)
    rule = permit(actor, "fee.collect", facts_of(charge.row, actor))
    if not charge.balance.left_vnd:
        raise NothingDue
    if method not in {"cash", "card"} or not 0 < amount_vnd <= charge.balance.left_vnd:
        raise WrongAmount(faults={"amount": gettext("Số tiền từ 1 đồng đến số còn phải nộp.")})
    posted = f"desk:{ids.uuid7()}"
    debit, credit = till(method, charge.row.office_id), receivable(charge.row.office_id)
    post(charge, Transfer("paid", debit, credit, amount_vnd, posted, clock.now(), charge.row.pk))
    receipt = give_receipt(posted, method)
    facts = {"amount_vnd": amount_vnd, "method": method, "receipt": receipt}
    audit.record(actor, "fee.collect", ("charge", number), rule=rule, facts=facts)
    return receipt
