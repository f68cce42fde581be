"""How a charge stands, by what was posted on it; the order in which postings came changes nothing."""

from collections.abc import Iterable
from typing import Final

from cuudinh.engines.ledger.types import Balance, Standing

# What a posting of each kind adds to: the name of the sum, and its sign.
_ADDS: Final[dict[str, tuple[str, int]]] = {
    "charged": ("owed_vnd", 1),
    "withdrawn": ("withdrawn_vnd", 1),
    "paid": ("paid_vnd", 1),
    "claimed": ("paid_vnd", 1),
    "taken-back": ("paid_vnd", -1),
    "refunded": ("refunded_vnd", 1),
}


def balance_of(postings: Iterable[tuple[str, int]]) -> Balance:
    """Give the sums of postings, each with its kind and amount in đồng.

    >>> balance_of([("charged", 50_000), ("paid", 20_000), ("paid", 30_000), ("taken-back", 20_000)]).left_vnd
    20000
    """
    sums = dict.fromkeys(("owed_vnd", "paid_vnd", "refunded_vnd", "withdrawn_vnd"), 0)
    for kind, amount_vnd in postings:
        name, sign = _ADDS[kind]
        sums[name] += sign * amount_vnd
    return Balance(**sums)


def standing_of(balance: Balance) -> Standing:
    """Give how a charge with these sums stands.

    >>> standing_of(Balance(owed_vnd=50_000)), standing_of(Balance(50_000, 50_000)), standing_of(Balance(0))
    ('unpaid', 'paid', 'nothing-due')
    >>> standing_of(Balance(50_000, 20_000)), standing_of(Balance(50_000, 70_000))
    ('partly', 'overpaid')
    >>> standing_of(Balance(50_000, 50_000, 50_000)), standing_of(Balance(50_000, 0, 0, 50_000))
    ('refunded', 'withdrawn')
    """
    if balance.over_vnd:
        return "overpaid"
    if balance.held_vnd <= 0 and balance.refunded_vnd:
        return "refunded"
    if balance.left_vnd:
        return "partly" if balance.held_vnd > 0 else "unpaid"
    if balance.withdrawn_vnd and not balance.held_vnd:
        return "withdrawn"
    return "paid" if balance.owed_vnd else "nothing-due"
