"""Prefix sums in which a place is found without walking: what makes working time O(1)."""

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field


class Rising:
    """Sorted whole numbers, at least one, with as many buckets as numbers.

    A look-up searches one bucket only. Working stretches recur every week, so a bucket holds a few of them
    at most, however many years a calendar covers.

    >>> Rising(array("q", [10, 20, 30])).up_to(29)
    2
    """

    def __init__(self, values: "array[int]") -> None:
        self.values = values
        self._low = values[0]
        self._width = (values[-1] - values[0]) // len(values) + 1
        edges = (self._low + bucket * self._width for bucket in range(len(values) + 1))
        self._below = array("q", (bisect_left(values, edge) for edge in edges))

    def up_to(self, value: int) -> int:
        """Give how many of the numbers are not greater than `value`."""
        bucket = (value - self._low) // self._width
        if bucket < 0:
            return 0
        if bucket + 1 >= len(self._below):
            return len(self.values)
        return bisect_right(self.values, value, self._below[bucket], self._below[bucket + 1])


@dataclass(frozen=True, slots=True)
class WorkedDays:
    """The working days of a calendar; days are counted from its first.

    `first_stretch[d]` is the number of the first stretch of day d (and of the day after the last),
    `worked` the working days in order, `worked_before[d]` how many of them lie before day d.
    """

    first_stretch: "array[int]" = field(default_factory=lambda: array("q"))
    worked: "array[int]" = field(default_factory=lambda: array("q"))
    worked_before: "array[int]" = field(default_factory=lambda: array("q", [0]))

    def add(self, stretches_before: int, stretches_after: int) -> None:
        """Lay down the next day."""
        self.first_stretch.append(stretches_before)
        if stretches_after > stretches_before:
            self.worked.append(len(self.first_stretch) - 1)
        self.worked_before.append(len(self.worked))
