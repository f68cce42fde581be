"""Flags: marks beside the state, kept as bits of one number so that lists can be narrowed by them.

The vocabulary is fixed, like that of the verbs: a filter on "overdue" means the same in every service. The
place of a flag in the tuple is its bit and never changes; new ones are added at the end.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

FLAGS: Final = (
    "due_soon",
    "overdue",
    "overdue_centre",
    "overdue_leader",
    "stage_late",
    "returned",
    "rework",
    "extension_asked",
    "extended",
    "joint",
    "reopened",
    "immediate",
    "sensitive",
    "duplicate_suspected",
    "no_reply",
    "result_published",
    "awaiting_second",
    "disputed",
    "hot",
    "withheld",
    "apology_due",
)
_BITS: Final = {name: 1 << place for place, name in enumerate(FLAGS)}


def flag_bit(name: str) -> int:
    """Give the bit of a flag.

    >>> flag_bit("due_soon"), flag_bit("overdue")
    (1, 2)
    """
    return _BITS[name]


def flag_mask(names: Iterable[str]) -> int:
    """Give the number that holds the flags.

    >>> flag_mask(["overdue", "due_soon"])
    3
    """
    return sum(_BITS[name] for name in set(names))


@lru_cache(maxsize=4_096)
def flag_names(mask: int) -> frozenset[str]:
    """Give the flags a number holds.

    >>> sorted(flag_names(3))
    ['due_soon', 'overdue']
    """
    return frozenset(name for name, bit in _BITS.items() if mask & bit)
