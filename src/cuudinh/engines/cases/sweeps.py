"""What cases drops once its time is over: words as they were written, of cases that ended; the covered copy stays."""

from datetime import datetime
from typing import Any

from cuudinh.engines.cases.models import PrivateText
from cuudinh.engines.identity.ports import Sweep, register_sweep


def _over(before: datetime) -> Any:
    return PrivateText.objects.filter(case__closed_at__lt=before)


def _carry_out(before: datetime, limit: int) -> int:
    oldest = list(_over(before).order_by("pk").values_list("pk", flat=True)[:limit])
    return PrivateText.objects.filter(pk__in=oldest).delete()[0]


register_sweep(
    "private-text",
    Sweep(due=lambda before: int(_over(before).count()), carry_out=_carry_out, tables=("cases.PrivateText",)),
)
