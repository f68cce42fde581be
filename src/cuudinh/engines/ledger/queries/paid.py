"""Whether and how something was paid for, for those who count it; neither who paid nor how much."""

from dataclasses import dataclass
from typing import Final

from cuudinh.engines.ledger.models import Charge, PaymentReceipt
from cuudinh.journal.prepared import Prepared

BY_BANK = "bank"
_SETTLED = ("paid", "overpaid")
# Most dossiers cost nothing, and each is asked about after every act.
_OWED: Final = Prepared(
    "ledger.owed-for",
    lambda subject: Charge.objects.filter(subject=subject).values_list("pk", "owed_vnd", "standing"),
    takes={"subject": str},
    sample={"subject": "case:000.00.15.H57-260715-0001"},
)


@dataclass(frozen=True, slots=True)
class Paid:
    """Whether anything was owed for a thing, and whether all of it came by the bank."""

    is_owed: bool
    is_by_bank: bool


def paid_for(subject: str) -> Paid:
    """Give how the charges of one thing were paid, such as `case:000.00.15.H57-260715-0001`."""
    owed = [(number, standing) for number, owed_vnd, standing in _OWED.run(subject=subject) if owed_vnd > 0]
    charges = {number: standing for number, standing in owed if standing != "withdrawn"}
    if not charges:
        return Paid(False, False)
    receipts = PaymentReceipt.objects.filter(posting__charge__in=charges).values_list("method", flat=True)
    methods = set(receipts.order_by().distinct())
    return Paid(True, methods == {BY_BANK} and all(one in _SETTLED for one in charges.values()))
