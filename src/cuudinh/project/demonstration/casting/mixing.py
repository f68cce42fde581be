"""Which moulds a day is cast from: how long the lives of cases are, and how many of them go on today.

The doors and the chooser of acts give lives of eight events. A province of a million cases has about five: nearly half
of its reports are withdrawn, refused or never completed, as `SHARES` says; long lives remain, with every state and act.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from math import ceil, exp
from typing import Final, Literal

from cuudinh.project.demonstration.casting.moulds import Mould

Kind = Literal["brief", "usual", "long"]
# By events of a case: up to four, up to seven, and more.
BRIEF_MOST: Final = 4
USUAL_MOST: Final = 7
SHARES: Final[Mapping[Kind, float]] = {"brief": 0.46, "usual": 0.4, "long": 0.14}
# Two in a hundred are waiting for somebody today, most of them of the last weeks.
OPEN_SHARE: Final = 0.02
OPEN_DAYS: Final = 14
# Of the cases of one day, some are done with today whatever is lacking.
OPEN_OF_A_DAY: Final = 0.75
# Casts of one mould on one day share their hour and minute, so all moulds that fit a day take about equal parts of
# it; what so many leave undone, the next days make up for.
CASTS_OF_A_DAY: Final = 12
CASTS_OF_A_DAY_MOST: Final = 120
EQUAL_PARTS: Final = 1.5


def kind_of(mould: Mould) -> Kind:
    """Give how long the lives of a mould are."""
    events = mould.events / len(mould.cases)
    return "brief" if events <= BRIEF_MOST else "usual" if events <= USUAL_MOST else "long"


class Mix:
    """What was cast so far, by how long it lived and whether it goes on."""

    def __init__(self, total: int, last_day: int) -> None:
        self._total, self._last_day = total, last_day
        self._given: dict[Kind, int] = dict.fromkeys(SHARES, 0)
        self._open = 0

    def took(self, mould: Mould) -> None:
        """Count a cast."""
        self._given[kind_of(mould)] += len(mould.cases)
        self._open += mould.open_cases

    def wanted(self) -> list[Kind]:
        """Give the kinds, first the one of which most is lacking."""
        total = sum(self._given.values())
        return sorted(SHARES, key=lambda kind: self._given[kind] - SHARES[kind] * total)

    def lacks_open(self, mould: Mould, day: int) -> bool:
        """Whether the cases of a mould may go on, so few do as yet that were filed up to this day."""
        most = OPEN_SHARE * self._total * exp((day - self._last_day) / OPEN_DAYS)
        return self._open + mould.open_cases <= most


class DayMix:
    """The moulds of one day, taken in turn; `wanted` is how many cases the day should bring.

    A live day is one of the last, from which cases go on.
    """

    def __init__(self, mix: Mix, found: Sequence[Mould], day: int, wanted: int, *, is_live: bool) -> None:
        self._mix, self._day = mix, day
        self._left: dict[Kind, deque[Mould]] = {kind: deque() for kind in SHARES}
        for mould in found:
            self._left[kind_of(mould)].append(mould)
        equal = ceil(EQUAL_PARTS * wanted / max(len(found), 1))
        self._most = CASTS_OF_A_DAY_MOST if is_live else min(max(equal, CASTS_OF_A_DAY), CASTS_OF_A_DAY_MOST)
        self._is_live = is_live
        self._casts: dict[int, int] = {}
        self._cases = self._open = 0

    def next(self, room: int) -> Mould | None:
        """Give a mould of at most so many cases; one whose cases go on where too few do, else one that is over."""
        if self._is_live and self._open < OPEN_OF_A_DAY * self._cases:
            found = self._turned(
                lambda mould: mould.open_cases > 0 and self._mix.lacks_open(mould, self._day), room
            )
            if found is not None:
                return found
        over = self._turned(lambda mould: not mould.open_cases, room)
        return over or (self._turned(lambda mould: True, room) if self._is_live else None)

    def _turned(self, is_wanted: Callable[[Mould], bool], room: int) -> Mould | None:
        """Give the next mould that is wanted, and let the others of its kind come before it again."""
        for kind in self._mix.wanted():
            turn = self._left[kind]
            for _ in range(len(turn)):
                mould = turn[0]
                turn.rotate(-1)
                if len(mould.cases) <= room and is_wanted(mould):
                    return mould
        return None

    def took(self, mould: Mould) -> None:
        """Count a cast; a mould that was cast often enough is put away."""
        self._mix.took(mould)
        self._cases += len(mould.cases)
        self._open += mould.open_cases
        self._casts[id(mould)] = casts = self._casts.get(id(mould), 0) + 1
        if casts >= self._most:
            self.drop(mould)

    def drop(self, mould: Mould) -> None:
        """Put a mould away."""
        self._left[kind_of(mould)].remove(mould)
