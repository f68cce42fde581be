"""Writes of the ledger: what is owed, what comes, what goes back."""

from cuudinh.engines.ledger.commands.applying import apply_fees
from cuudinh.engines.ledger.commands.charging import Asked, open_charge, withdraw_charge
from cuudinh.engines.ledger.commands.collecting import collect
from cuudinh.engines.ledger.commands.paying import Taken, begin_transfer, claim_loose, take_move
from cuudinh.engines.ledger.commands.reconciling import reconcile
from cuudinh.engines.ledger.commands.refunding import decide_refund, give_up, propose_refund

__all__ = [
    "Asked",
    "Taken",
    "apply_fees",
    "begin_transfer",
    "claim_loose",
    "collect",
    "decide_refund",
    "give_up",
    "open_charge",
    "propose_refund",
    "reconcile",
    "take_move",
    "withdraw_charge",
]
