"""Lists narrowed by words: the hits of the index, newest first, read on until a page is full."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.queries import hot
from cuudinh.engines.cases.queries.rows import COLUMNS, Reader, rows_of
from cuudinh.engines.cases.types import CaseRow
from cuudinh.journal import search
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput

# How many hits are looked at in one step beside those that are wanted, and at most in a step and for one page.
_STEP_MORE: Final = 4
_STEP_MOST: Final = 1_000
_LOOKED_AT_MOST: Final = 10_000
# Above the id of every case, and still small enough for the index.
_FIRST: Final = 1 << 40
_NUMBER: Final = COLUMNS.index("number")


Records = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Among:
    """The cases among which words are looked for: how they are read by their number and, the newest first, by ids."""

    by_number: Callable[[str], Records]
    by_ids: Callable[[list[int]], Records]


def among(found: QuerySet[Case]) -> Among:
    """Give the cases of a query."""
    rows = found.values_list(*COLUMNS)
    return Among(
        lambda number: list(rows.filter(number=number)),
        lambda ids: list(rows.filter(id__in=ids).order_by("-id")),
    )


PUBLIC: Final = Among(
    lambda number: hot.PUBLIC_NUMBERED.run(number=number), lambda ids: hot.PUBLIC_FOUND.run(ids=ids)
)


def cases_with_words(
    found: Among, kind: str, text: str, cursor: str | None, limit: int, who: Reader
) -> Page[CaseRow]:
    """Give those of `found` that hold the words, the newest filing first; a number as typed leads the first page.

    The index knows nothing of what else narrows a list, so its hits are read until enough of them are left. A
    page for which too many would have to be looked at ends early, and its cursor goes on from there: nothing
    that was found is ever left out.
    """
    number = text.strip().upper()
    exact = [] if cursor else found.by_number(number)
    below = _below(cursor) if cursor else _FIRST
    walked, last = _walk(found, number, kind, text, below, limit + 1 - len(exact))
    shown = [*exact, *walked][:limit]
    if len(exact) + len(walked) > limit:
        last = shown[-1][0] if len(shown) > len(exact) else below
    return Page(rows_of(shown, who), None if last is None else encode_cursor(last))


def _walk(
    found: Among, number: str, kind: str, text: str, below: int, wanted: int
) -> tuple[list[tuple[Any, ...]], int | None]:
    """Give records of other numbers whose id is below one, and the id to go on from; None when nothing is left."""
    records: list[tuple[Any, ...]] = []
    step, looked_at = wanted + _STEP_MORE, 0
    while len(records) < wanted:
        if looked_at >= _LOOKED_AT_MOST:
            return records, below
        hits = search.find(kind, text, step, below)
        kept = [record for record in found.by_ids(hits) if record[_NUMBER] != number] if hits else []
        records += kept[: wanted - len(records)]
        if len(hits) < step:
            return records, None
        below, looked_at, step = hits[-1], looked_at + step, min(step * 4, _STEP_MOST)
    return records, below


def _below(cursor: str) -> int:
    (below,) = decode_cursor(cursor, length=1)
    if not isinstance(below, int) or not 0 <= below <= _FIRST:
        raise BadInput
    return below
