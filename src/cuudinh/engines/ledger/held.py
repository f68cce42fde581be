"""What the ledger holds about somebody, for their own copy of everything."""

from collections.abc import Sequence

from cuudinh.engines.identity import ports
from cuudinh.engines.ledger.models import Charge


def charges_of(account_ids: Sequence[int]) -> object:
    """Give what some accounts owed and paid, the last first."""
    rows = Charge.objects.filter(account_id__in=account_ids).order_by("-pk")
    return list(rows.values("number", "subject", "title", "opened_at", "standing", "owed_vnd", "held_vnd"))


ports.register_held("charges", charges_of)
