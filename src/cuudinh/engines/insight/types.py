"""What leaves insight: scores with their parts and the words that explain them, the cases behind a number, refusals."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from cuudinh.kernel.refusal import BadInput, NotThere

ScopeKind = Literal["officer", "office", "province"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose work is looked at: an officer (account), an office, or the province; of one service, where one is named.

    `reason` narrows what was refused to one reason.
    """

    kind: ScopeKind
    id: int = 0
    service_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both counted."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Behind:
    """One number of a score that leads to its cases: what it counts, in words, and how many."""

    what: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class PartScore:
    """One indicator: its points of so many, and why in one sentence.

    `points` is None where nothing was counted or the platform does not measure it. `source` and `mark` are those of
    the row of the scale in force. `before` are the points in the period that is compared with.
    """

    id: str
    number: str
    title: str
    points: Decimal | None
    most: int
    percent: Decimal | None
    words: str
    threshold: str
    source: str
    mark: str
    behind: tuple[Behind, ...]
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group of indicators with the sum of their points, of those for which there are any."""

    id: str
    title: str
    points: Decimal | None
    most: int
    parts: tuple[PartScore, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The score of somebody's work by one set over a period.

    `points` of `most` count what could be measured; `whole` is what the set gives at best. `verdict` is what the set
    calls such a sum. `before` of `before_most` is the score of the period that is compared with.
    """

    set_id: str
    title: str
    short: str
    scope: Scope
    label: str
    period: Period
    points: Decimal
    most: int
    whole: int
    verdict: str
    groups: tuple[GroupScore, ...]
    source: str
    mark: str
    before: Decimal | None = None
    before_most: int = 0


@dataclass(frozen=True, slots=True)
class OfficeScore:
    """One office among others: its points by a set, and the counts that matter most."""

    office_id: int
    office_code: str
    office_label: str
    points: Decimal
    most: int
    received: int
    settled: int
    on_time: int
    refused: int


@dataclass(frozen=True, slots=True)
class FactRow:
    """One case behind a number: never of whom it is. `is_open_to_me`: the reader may open it."""

    number: str
    service: str
    office: str
    officer: str
    received_on: date
    day: date
    is_late: bool
    by_law: str
    contacts: int
    rating: str
    is_open_to_me: bool


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """How many dossiers were refused or stopped for one reason."""

    reason: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class ServiceReasons:
    """Why dossiers of one procedure were refused or stopped, the most frequent reason first."""

    service_id: str
    title: str
    reasons: tuple[ReasonRow, ...]

    @property
    def number(self) -> int:
        """How many were refused or stopped in all."""
        return sum(one.number for one in self.reasons)


@dataclass(frozen=True, slots=True)
class Published:
    """What everybody may read: results by office over a period, and the reasons of refusals."""

    period: Period
    offices: tuple[OfficeScore, ...]
    reasons: tuple[ReasonRow, ...]
    by_service: tuple[ServiceReasons, ...]
    received: int
    settled: int
    on_time: int
    refused: int


class NoSuchSet(NotThere):
    """404: there is no set of indicators of this name in force."""

    code = "no-such-indicator-set"
    sentence = "Không có bộ chỉ số “{set}” đang áp dụng."


class NoSuchCount(BadInput):
    """400: nothing of this name is counted."""

    code = "no-such-count"
    sentence = "Không có con số nào tên là “{what}”."
