"""What messages drops once its time is over: notices that were read."""

from datetime import datetime
from typing import Any

from cuudinh.engines.identity.ports import Sweep, register_sweep
from cuudinh.engines.messages.models import Notice


def _over(before: datetime) -> Any:
    return Notice.objects.filter(at__lt=before, read_at__isnull=False)


def _carry_out(before: datetime, limit: int) -> int:
    oldest = list(_over(before).order_by("pk").values_list("pk", flat=True)[:limit])
    return Notice.objects.filter(pk__in=oldest).delete()[0]


register_sweep(
    "notice",
    Sweep(due=lambda before: int(_over(before).count()), carry_out=_carry_out, tables=("messages.Notice",)),
)
