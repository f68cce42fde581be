"""Moulds: the rows of one play, with a place kept free for everything that differs from cast to cast.

A row has constants, and columns that are filled from the values of a cast: ids, numbers, moments, names, people.
Some are texts in which such values stand, as the facts of an event.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from cuudinh.project.demonstration.casting.inserting import Form, filled
from cuudinh.project.demonstration.casting.playing import Played, Report

# Stands in the body of a line of the log until the line is written: no two have the same salt.
SALT: Final = "@@salt@@"
# Values that are chosen with a cast; all others belong to one of its cases and are known when it is filed.
OF_CAST: Final = frozenset({"person", "pseudonym", "name", "picture", "stored"})
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RowMould:
    """One row: its form, and which values of a cast fill it. `at` is the value that puts it in order of time."""

    model: str
    at: int
    form: Form
    of: Callable[[Sequence[Any]], tuple[Any, ...]]
    is_numbered: bool

    def cast(self, values: Sequence[Any]) -> list[Any]:
        """Give the row of a cast, without a number of its own."""
        return filled(self.form, None, self.of(values))


class Moment(NamedTuple):
    """A moment of a play in UTC: its day as an ordinal, hour and minute, and whether somebody acted then."""

    day: int
    clock: str
    is_act: bool


class Counted(NamedTuple):
    """What a play adds to a counter; `day` is that by which the name is dated, 0 for none, and `digits` of it show."""

    beginning: str
    day: int
    digits: int
    end: str
    by: int


@dataclass(frozen=True, slots=True)
class CaseMould:
    """One case of a mould: what was reported, where that counts, and what is found besides the words written."""

    report: Report
    unit_id: int
    units: tuple[tuple[str, str], ...]
    filed_pictures: tuple[int, ...]
    filed_day: int
    answer: str


@dataclass(slots=True)
class Mould:
    """One play, ready to be cast. `values` names the values of a cast in their order."""

    played: Played
    cases: list[CaseMould]
    moments: list[Moment]
    values: dict[Key, int]
    rows: list[RowMould]
    filed: list[RowMould]
    counted: list[Counted]
    told: dict[int, int]
    is_settled: bool
    events: int
    open_cases: int
    pictures: int
    receipts: dict[int, int] = field(default_factory=dict)
    first_day: int = 0
    last_day: int = 0
    moment_values: list[tuple[int, Moment, bool]] = field(default_factory=list)
    other_values: list[tuple[int, str, tuple[Any, ...]]] = field(default_factory=list)
    case_values: list[list[tuple[int, str, tuple[Any, ...]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        days = [moment.day for moment in self.moments]
        self.first_day, self.last_day = min(days), max(days)
        self.case_values = [[] for _ in self.cases]
        for key, place in self.values.items():
            if key[0] in {"db", "iso"}:
                self.moment_values.append((place, self.moments[key[1]], key[0] == "iso"))
            elif key[0] == "receipt":
                self.receipts[key[1]] = place
            elif key[0] in OF_CAST:
                self.other_values.append((place, key[0], key[1:]))
            elif key[0] != "row":
                self.case_values[key[1]].append((place, key[0], key[2:]))
