"""Views of the one-stop desk: its lists, its register, the way of a dossier, the day of an office."""

from dataclasses import dataclass, field
from datetime import date, datetime

from cuudinh.engines.cases.types.figures import BucketCount


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One dossier in the register of a desk; `applicant` and `phone` only where they were opened."""

    number: str
    service_title: str
    lead: str
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    way: str
    note: str
    applicant: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HandView:
    """One line of a process sheet: what was done, at which office, by whom, who had it next, and how it went."""

    act: str
    office: str
    giver: str
    taker: str
    given_at: datetime
    result: str
    note: str


@dataclass(frozen=True, slots=True)
class ProcessView:
    """Every hand a dossier went through; `lead` decides it, `together_with` were consulted."""

    number: str
    service_title: str
    lead: str
    desk: str
    desk_id: int
    together_with: tuple[str, ...]
    hands: tuple[HandView, ...]


@dataclass(frozen=True, slots=True)
class OfficerLoad:
    """What of dossiers stands with one officer now."""

    account_id: int
    name: str
    open: int
    due_soon: int
    overdue: int
    waiting: int


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """The work of one office with dossiers today, from maintained counters; each figure leads to its list."""

    code: str
    label: str
    day: date
    figures: tuple[BucketCount, ...]
    officers: tuple[OfficerLoad, ...]
