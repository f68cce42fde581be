"""A histogram of waits: fixed memory, at most 1.6 % wrong, from a microsecond to hours.

Each power of two is cut into 64 equal parts, as in HdrHistogram. What is recorded is the wait since an act was due
and not since it was sent, so that a server which stands still is seen by everybody who would have come meanwhile
(the coordinated omission that closed loops hide).
"""

from collections import Counter

PARTS = 64
_PART_BITS = 6


class Histogram:
    """Counts of waits in microseconds."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self.count = 0
        self.most_us = 0
        self._sum_us = 0

    def record(self, wait_us: int) -> None:
        """Count one wait."""
        self._counts[_part_of(wait_us)] += 1
        self.count += 1
        self._sum_us += wait_us
        self.most_us = max(self.most_us, wait_us)

    def add(self, other: "Histogram") -> None:
        """Take in what another has counted."""
        self._counts.update(other._counts)
        self.count += other.count
        self._sum_us += other._sum_us
        self.most_us = max(self.most_us, other.most_us)

    def percentile_ms(self, percent: float) -> float:
        """Give the wait in milliseconds below which so many percent lie; 0 when nothing was counted."""
        wanted, seen = self.count * percent / 100, 0
        for part in sorted(self._counts):
            seen += self._counts[part]
            if seen >= wanted:
                return min(_end_of(part), self.most_us) / 1000
        return 0.0

    @property
    def mean_ms(self) -> float:
        """The mean wait in milliseconds."""
        return self._sum_us / self.count / 1000 if self.count else 0.0


def _part_of(wait_us: int) -> int:
    """Give the number of the part in which a wait lies.

    >>> _part_of(5), _part_of(63), _part_of(64), _part_of(127), _part_of(128), _part_of(129), _part_of(130)
    (5, 63, 64, 127, 128, 128, 129)
    """
    shift = max(wait_us.bit_length() - _PART_BITS - 1, 0)
    return shift * PARTS + (max(wait_us, 0) >> shift)


def _end_of(part: int) -> int:
    """Give the longest wait of a part.

    >>> all(_part_of(_end_of(part)) == part and _part_of(_end_of(part) + 1) == part + 1 for part in range(900))
    True
    """
    shift = max(part // PARTS - 1, 0)
    return ((part - shift * PARTS + 1) << shift) - 1
