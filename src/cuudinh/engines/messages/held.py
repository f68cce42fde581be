"""What messages holds about somebody, for their own copy of everything."""

from collections.abc import Sequence

from cuudinh.engines.identity import ports
from cuudinh.engines.messages.models import Notice

_NOTICES_MOST = 20_000


def notices_of(account_ids: Sequence[int]) -> object:
    """Give every notice some accounts were told, the last first."""
    rows = Notice.objects.filter(account_id__in=account_ids).order_by("-pk")
    columns = ("template__message", "facts", "about_kind", "about_ref", "at", "read_at")
    return list(rows.values(*columns)[:_NOTICES_MOST])


ports.register_held("notices", notices_of)
