"""Reads of the ledger."""

from cuudinh.engines.ledger.queries.agreeing import disagreeing, totals
from cuudinh.engines.ledger.queries.charges import (
    charge,
    charges_about,
    my_charges,
    payment_code,
    picture_of,
    receipt,
    takes_transfers,
)
from cuudinh.engines.ledger.queries.desk import desk_charges, latest_runs, loose_money, may_collect
from cuudinh.engines.ledger.queries.paid import Paid, paid_for
from cuudinh.engines.ledger.queries.quotes import fee_titles, quoted
from cuudinh.engines.ledger.queries.tables import fee_table

__all__ = [
    "Paid",
    "charge",
    "charges_about",
    "desk_charges",
    "disagreeing",
    "fee_table",
    "fee_titles",
    "latest_runs",
    "loose_money",
    "may_collect",
    "my_charges",
    "paid_for",
    "payment_code",
    "picture_of",
    "quoted",
    "receipt",
    "takes_transfers",
    "totals",
]
