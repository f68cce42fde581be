"""What things cost, before anything is owed. Nothing is personal, so nothing needs the actor."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cuudinh.engines.ledger.fees import fee
from cuudinh.engines.ledger.models import FeeRecord
from cuudinh.engines.ledger.rules.quoting import quote
from cuudinh.engines.ledger.types import Quote
from cuudinh.engines.ledger.writing import today


def quoted(
    fee_id: str, answers: Mapping[str, Any], *, channel: str = "web", day: date | None = None
) -> Quote:
    """Give what a fee comes to for some answers on a day (today by default), with every line explained.

    Raises `UnknownFee`, `WrongAnswers`, `NoPrice`.
    """
    return quote(fee(fee_id), answers, day or today(), channel)


def fee_titles() -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Give the fees in force by name and title, in the order of the packs."""
    rows = FeeRecord.objects.order_by("position").values_list("id", "body")
    return tuple((fee_id, body["title"]) for fee_id, body in rows)
