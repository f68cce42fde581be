"""Whether and how something was paid for, for those who count it; neither who paid nor how much."""

from dataclasses import dataclass

from cuudinh.engines.ledger.models import Charge, PaymentReceipt

BY_BANK = "bank"
_SETTLED = ("paid", "overpaid")


@dataclass(frozen=True, slots=True)
class Paid:
    """Whether anything was owed for a thing, and whether all of it came by the bank."""

    is_owed: bool
    is_by_bank: bool


def paid_for(subject: str) -> Paid:
    """Give how the charges of one thing were paid, such as `case:000.00.15.H57-260715-0001`."""
    charges = Charge.objects.filter(subject=subject, owed_vnd__gt=0).exclude(standing="withdrawn")
    standings = list(charges.values_list("standing", flat=True))
    if not standings:
        return Paid(False, False)
    receipts = PaymentReceipt.objects.filter(posting__charge__in=charges).values_list("method", flat=True)
    methods = set(receipts.order_by().distinct())
    return Paid(True, methods == {BY_BANK} and all(one in _SETTLED for one in standings))
