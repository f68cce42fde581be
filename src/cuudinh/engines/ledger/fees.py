"""The fees in force, compiled once for each wording, and where they are paid to."""

import json
from datetime import date
from functools import lru_cache

from cuudinh.engines.ledger.fee import Fee, compiled
from cuudinh.engines.ledger.models import CollectingRecord, FeeRecord
from cuudinh.engines.ledger.rules.quoting import holds_on
from cuudinh.engines.ledger.shapes import CollectingShape, FeeShape
from cuudinh.engines.ledger.types import CollectingPlace, UnknownFee


def fee(fee_id: str) -> Fee:
    """Give a fee of the packs in force. Raises `UnknownFee`."""
    body = FeeRecord.objects.filter(pk=fee_id).values_list("body", flat=True).first()
    if body is None:
        raise UnknownFee(fee=fee_id)
    return _fee(json.dumps(body))


@lru_cache(maxsize=512)
def _fee(text: str) -> Fee:
    return compiled(FeeShape.model_validate_json(text, by_alias=True, by_name=False))


def collecting() -> CollectingShape | None:
    """Give where fees are paid to and how charges are numbered; None where no pack says so."""
    body = CollectingRecord.objects.values_list("body", flat=True).first()
    return _collecting(json.dumps(body)) if body is not None else None


@lru_cache(maxsize=8)
def _collecting(text: str) -> CollectingShape:
    return CollectingShape.model_validate_json(text)


def place_on(day: date) -> CollectingPlace | None:
    """Give the account on which fees are taken on a day."""
    known = collecting()
    for row in reversed(known.accounts) if known is not None else ():
        if holds_on(row, day):
            return CollectingPlace(row.bank, row.account, row.holder, row.name)
    return None
