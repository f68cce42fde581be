"""Lists narrowed by words: the hits of the index, newest first, read on until a page is full."""

from typing import Any, Final

from django.db.models import QuerySet

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.queries.rows import COLUMNS, Reader, rows_of
from cuudinh.engines.cases.types import CaseRow
from cuudinh.journal import search
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput

# How many hits are looked at in one step, and at most for one page.
_STEP_FIRST: Final = 250
_STEP_MOST: Final = 1_000
_LOOKED_AT_MOST: Final = 10_000
# Above the id of every case, and still small enough for the index.
_FIRST: Final = 1 << 40


def cases_with_words(
    found: QuerySet[Case], kind: str, text: str, cursor: str | None, limit: int, who: Reader
) -> Page[CaseRow]:
    """Give those of `found` that hold the words, the newest filing first; a number as typed leads the first page.

    The index knows nothing of what else narrows a list, so its hits are read until enough of them are left. A
    page for which too many would have to be looked at ends early, and its cursor goes on from there: nothing
    that was found is ever left out.
    """
    number = text.strip().upper()
    exact = [] if cursor else list(found.filter(number=number).values_list(*COLUMNS)[:1])
    below = _below(cursor) if cursor else _FIRST
    others = found.exclude(number=number)
    walked, last = _walk(others, kind, text, below, limit + 1 - len(exact))
    shown = [*exact, *walked][:limit]
    if len(exact) + len(walked) > limit:
        last = shown[-1][0] if len(shown) > len(exact) else below
    return Page(rows_of(shown, who), None if last is None else encode_cursor(last))


def _walk(
    found: QuerySet[Case], kind: str, text: str, below: int, wanted: int
) -> tuple[list[tuple[Any, ...]], int | None]:
    """Give records whose id is below a number, and the id to go on from; None when nothing is left."""
    records: list[tuple[Any, ...]] = []
    step, looked_at = _STEP_FIRST, 0
    while len(records) < wanted:
        if looked_at >= _LOOKED_AT_MOST:
            return records, below
        hits = search.find(kind, text, step, below)
        kept = found.filter(id__in=hits).order_by("-id").values_list(*COLUMNS)
        records += kept[: wanted - len(records)] if hits else []
        if len(hits) < step:
            return records, None
        below, looked_at, step = hits[-1], looked_at + step, min(step * 2, _STEP_MOST)
    return records, below


def _below(cursor: str) -> int:
    (below,) = decode_cursor(cursor, length=1)
    if not isinstance(below, int) or not 0 <= below <= _FIRST:
        raise BadInput
    return below
