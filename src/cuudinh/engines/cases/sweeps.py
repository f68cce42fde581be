"""What cases drops once its time is over: words as written, forms left lying, answers that were remembered."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from cuudinh.engines.cases.drafts import throw_away
from cuudinh.engines.cases.models import FormDraft, KnownAnswer, PrivateText
from cuudinh.engines.identity.ports import Sweep, register_sweep

_Over = Callable[[datetime], Any]


def _words_over(before: datetime) -> Any:
    return PrivateText.objects.filter(case__closed_at__lt=before)


def _drafts_over(before: datetime) -> Any:
    return FormDraft.objects.filter(changed_at__lt=before)


def _known_over(before: datetime) -> Any:
    return KnownAnswer.objects.filter(given_at__lt=before)


def _delete(found: Any, numbers: Sequence[int]) -> int:
    found.model.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def _sweep(over: _Over, *tables: str, drop: Callable[[Any, Sequence[int]], int] = _delete) -> Sweep:
    def carry_out(before: datetime, limit: int) -> int:
        found = over(before)
        return drop(found, list(found.order_by("pk").values_list("pk", flat=True)[:limit]))

    return Sweep(due=lambda before: int(over(before).count()), carry_out=carry_out, tables=tables)


register_sweep("private-text", _sweep(_words_over, "cases.PrivateText"))
register_sweep(
    "draft",
    _sweep(_drafts_over, "cases.FormDraft", "cases.DraftFile", drop=lambda _, numbers: throw_away(numbers)),
)
register_sweep("known-answer", _sweep(_known_over, "cases.KnownAnswer"))
