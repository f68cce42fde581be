"""Views of the one-stop desk: its lists, its register, the way of a dossier, the day of an office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from cuudinh.engines.cases.types.figures import BucketCount


@dataclass(frozen=True, slots=True)
class Mandate:
    """On what basis somebody hands in the dossier of another, and the document that says so where one does."""

    basis: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a desk checked of a dossier: as what it saw each paper of the procedure, and the pictures of each."""

    papers: Mapping[str, str] = field(default_factory=dict)
    scans: Mapping[str, Sequence[int]] = field(default_factory=dict)


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
class Load:
    """How many dossiers are in hand, of them due soon and late, and how many wait for the applicant."""

    open: int
    due_soon: int
    overdue: int
    waiting: int

    @property
    def in_time(self) -> int:
        """How many are in hand and neither late nor due soon."""
        return self.open - self.due_soon - self.overdue


@dataclass(frozen=True, slots=True)
class OfficerLoad:
    """What of dossiers stands with one officer now."""

    account_id: int
    name: str
    load: Load


@dataclass(frozen=True, slots=True)
class ServiceLoad:
    """What of the dossiers of one procedure stands with an office now."""

    service_id: str
    title: str
    load: Load


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """The work of one office with dossiers today, from maintained counters; each figure leads to its list."""

    code: str
    label: str
    day: date
    figures: tuple[BucketCount, ...]
    officers: tuple[OfficerLoad, ...]
    services: tuple[ServiceLoad, ...]


@dataclass(frozen=True, slots=True)
class ClosedDayView:
    """A day of the register of a desk that was closed: by whom, what stood in it, and whether it still does.

    `later` is what came in on the day after it was closed; `digest` is SHA-256 in hex.
    """

    day: date
    closed_at: datetime
    closed_by: str
    taken_in: int
    first_number: str
    last_number: str
    digest: str
    later: int
    is_as_closed: bool
