"""What a search costs: the newest twenty of what people type, with and without accents."""

import statistics
from typing import Final

from bench.measuring import Row, cpu_us, most_row
from bench.store import Store
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter
from cuudinh.kernel.text import fold

MS_MOST: Final = 5.0
# Common words and rare ones, one and several, whole and just begun.
TYPED: Final = (
    "tiếng ồn",
    "ổ gà",
    "rác",
    "ngập",
    "đèn đường",
    "nước thải",
    "đường nguyễn huệ",
    "cống thoát nước tắc",
    "đường n",
    "đ",
    "nghèo",
)


def search(store: Store) -> Row:
    """Measure the dearest of some searches, once each was seen to find the same without accents."""
    measured = [(_ms(store, words), words) for typed in TYPED for words in _both_ways(store, typed)]
    ms, words = max(measured)
    against = f"the dearest of {len(measured)} searches: {words}"
    return most_row("search", "search, the newest 20", ms, "ms CPU", most=MS_MOST, against=against)


def _both_ways(store: Store, typed: str) -> tuple[str, str]:
    plain = fold(typed)
    assert _found(store, typed) == _found(store, plain), f"{typed} finds other reports than {plain}"
    return typed, plain


def _found(store: Store, words: str) -> list[str]:
    return [row.number for row in cases.public_cases(store.resident, ListFilter(text=words)).rows]


def _ms(store: Store, words: str) -> float:
    return statistics.median(cpu_us(lambda: _found(store, words), 3) for _ in range(5)) / 1000
