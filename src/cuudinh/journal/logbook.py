"""The log page by page, the newest line first, narrowed by act, office and period.

No index is kept for what auditors ask now and then: a page looks through a bounded stretch of lines and says up to
which it has looked. A period is found by its first and last line, since lines stand in the order of their moments.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max, QuerySet

from cuudinh.journal.audit import AuditLineView, view
from cuudinh.journal.models import AuditLine

PAGE: Final = 50
LOOKED_THROUGH_MOST: Final = 100_000


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is asked for; empty means any. `since` is the first moment, `until` the first after the last."""

    act: str = ""
    office: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines, and before which line to go on; None when all were looked through."""

    lines: tuple[AuditLineView, ...]
    before: int | None


def page_of(narrowed: LogFilter, before: int | None = None) -> LogPage:
    """Give a page of the lines that fit, those before a line, the newest first."""
    first = _first_at(narrowed.since) if narrowed.since else 0
    end = _first_at(narrowed.until) if narrowed.until else _size()
    end = end if before is None else min(before, end)
    # Who asks for one thing is answered by its index, however long the log is.
    stretch = first if narrowed.about else max(first, end - LOOKED_THROUGH_MOST)
    rows = list(_fitting(narrowed, stretch, end).values_list("seq", "body")[: PAGE + 1])
    lines = tuple(view(body, seq) for seq, body in rows[:PAGE])
    if len(rows) > PAGE:
        return LogPage(lines, rows[PAGE - 1][0])
    return LogPage(lines, stretch if stretch > first else None)


def _fitting(narrowed: LogFilter, first: int, end: int) -> QuerySet[AuditLine]:
    """Give the lines that fit, by what stands in them as it was written: no text in a line holds a bare quote."""
    found = AuditLine.objects.filter(seq__gte=first, seq__lt=end).order_by("-seq")
    if narrowed.about:
        found = found.filter(about=narrowed.about)
    if narrowed.act:
        found = found.filter(body__contains=f'"act":"{narrowed.act}"')
    if narrowed.office:
        found = found.filter(body__contains=f'[["{narrowed.office}",') | found.filter(
            body__contains=f'],["{narrowed.office}",'
        )
    return found


def _size() -> int:
    last = AuditLine.objects.aggregate(last=Max("seq"))["last"]
    return 0 if last is None else int(last) + 1


def _first_at(moment: datetime) -> int:
    """Give the number of the first line of a moment or later, by halving: one look for each bit of the size."""
    low, high = 0, _size()
    while low < high:
        middle = (low + high) // 2
        at = AuditLine.objects.filter(seq=middle).values_list("at", flat=True).first()
        if at is not None and at < moment:
            low = middle + 1
        else:
            high = middle
    return low


def acts() -> tuple[str, ...]:
    """Give the acts of the newest lines, to choose from."""
    bodies = AuditLine.objects.order_by("-seq").values_list("body", flat=True)[:2_000]
    return tuple(sorted({view(body, None).act for body in bodies}))
