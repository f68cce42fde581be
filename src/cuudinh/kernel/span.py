"""A stretch of time as a pack promises it, in exactly one unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

_UNITS = ("working_days", "working_hours", "hours", "minutes", "days", "same_day")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time as a pack promises it: exactly one unit, and more than none of it.

    Working units pass only while an office works; `hours` and `minutes` pass on every clock, for
    emergencies. `days` are days of the calendar, of which the last is one that is worked; `same_day=1` lasts until
    the office closes on the day of receipt.

    >>> Span.parse({"working_days": 7}).unit
    'working_days'
    >>> Span(hours=24).is_wall_clock
    True
    """

    working_days: int = 0
    working_hours: int = 0
    hours: int = 0
    minutes: int = 0
    days: int = 0
    same_day: int = 0

    def __post_init__(self) -> None:
        amounts = [getattr(self, unit) for unit in _UNITS]
        if any(type(amount) is not int for amount in amounts):
            raise ValueError("a span is counted in whole numbers")
        if min(amounts) < 0 or sum(amount > 0 for amount in amounts) != 1:
            raise ValueError(f"a span has exactly one of {', '.join(_UNITS)}, more than 0")
        if self.same_day > 1:
            raise ValueError("there is one day of receipt")

    @classmethod
    def parse(cls, mapping: Mapping[str, int]) -> "Span":
        """Give the span of a mapping such as `{"working_days": 7}`; raises `ValueError` on anything else."""
        unknown = sorted(set(mapping) - set(_UNITS))
        if unknown:
            raise ValueError(f"unknown unit of time: {', '.join(unknown)}; known: {', '.join(_UNITS)}")
        return cls(**mapping)

    @property
    def unit(self) -> str:
        """The unit the span is counted in, such as `working_days`."""
        return next(unit for unit in _UNITS if getattr(self, unit))

    @property
    def amount(self) -> int:
        """How many of its unit."""
        return cast("int", getattr(self, self.unit))

    @property
    def is_wall_clock(self) -> bool:
        """Whether the time passes on every clock, at night and on holidays too."""
        return bool(self.hours or self.minutes)
