"""Views of what offices that ended left to others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Inherits:
    """How much open work an office would give to another, and how that was found.

    `by` is only (one successor), place, topic or receiver.
    """

    office_id: int
    heir_id: int
    by: str
    cases: int
    parts: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What an office left when it ended and, by the history of the cases, to whom it went.

    `settled` are those that were done while the others were being moved.
    """

    office_id: int
    since: date
    reorganisation: str
    cases_before: int
    parts_before: int
    desks_before: int
    cases_to: Mapping[int, int] = field(hash=False)
    settled: int
    began_at: datetime
    done_at: datetime | None

    @property
    def moved(self) -> int:
        """How many cases went to others."""
        return sum(self.cases_to.values())

    @property
    def adds_up(self) -> bool:
        """Whether everything that was there is somewhere, and nothing came twice."""
        return self.done_at is not None and self.cases_before == self.moved + self.settled


@dataclass(frozen=True, slots=True)
class HeldCase:
    """An open case that somebody holds by name: what whoever moves them must know of it, and no word of it."""

    number: str
    office_id: int | None
    state_label: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stray:
    """Open work without an owner who is there: `what` is case, part, desk or officer; `account_id` only of the last."""

    what: str
    office_id: int | None
    account_id: int | None
    count: int
