"""Moulds: the rows of one play, with a place kept free for everything that differs from cast to cast.

A row has constants, and columns that are filled from the values of a cast: ids, numbers, moments, names, people.
Some are texts in which such values stand, as the facts of an event.
"""

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from cuudinh.project.demonstration.casting.expanding import INBOX, Form, Shape
from cuudinh.project.demonstration.casting.playing import Played, Report

# Values that are chosen with a cast; all others belong to one of its cases and are known when it is filed.
OF_CAST: Final = frozenset({"person", "pseudonym", "name", "picture", "stored"})
Key = tuple[Any, ...]


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
    rows: list[Form]
    filed: list[Form]
    counted: list[Counted]
    told: dict[int, int]
    is_settled: bool
    events: int
    open_cases: int
    pictures: int
    lines: int = 0
    receipts: dict[int, int] = field(default_factory=dict)
    first_day: int = 0
    last_day: int = 0
    moment_values: list[tuple[int, Moment, bool]] = field(default_factory=list)
    filing_moments: list[tuple[int, Moment, bool]] = field(default_factory=list)
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
        self.lines = len(self.filed) + sum(form.model == INBOX for form in self.rows)
        at_filing = {value for form in self.filed for value in _values_of(form)}
        self.filing_moments = [one for one in self.moment_values if one[0] in at_filing]

    def shape(self) -> Shape:
        """Give what makes rows of casts, in plain values that another process can read."""
        return Shape(
            values=len(self.values),
            own=self.values["row",],
            moments=[(place, *moment, is_iso) for place, moment, is_iso in self.moment_values],
            others=[place for place, _kind, _args in self.other_values],
            of_cases=[
                [*(place for place, _kind, _args in found), self.receipts[case]]
                for case, found in enumerate(self.case_values)
            ],
            forms=[tuple(form) for form in self.rows],
        )


def _values_of(form: Form) -> set[int]:
    """Give the values that a row is filled from."""
    of_texts = (value for _column, _text, found in form.texts for value in found)
    return {form.at, *(value for _column, value in form.columns), *of_texts}
