"""What leaves identity about looks that are kept from their person for a while."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ConcealmentState = Literal["asked", "declined", "in-force", "lifted", "over"]


@dataclass(frozen=True, slots=True)
class NewConcealment:
    """What is asked: whose looks, of which office, on what ground and by which document, for how many days.

    `number` is the citizen number or the phone number as it stands on the document.
    """

    number: str = field(repr=False)
    office: str
    ground: str
    document: str
    days: int


@dataclass(frozen=True, slots=True)
class GroundView:
    """A ground of the pack in words, with the most days it allows and its source."""

    id: str
    title: str
    days: int
    source: str


@dataclass(frozen=True, slots=True)
class ConcealmentView:
    """One concealment: for which office, by which document, until when, who asked and approved, what it hides.

    Whose looks they are is not among it; `looks` counts what is hidden under it.
    """

    id: int
    state: ConcealmentState
    office: str
    ground: str
    source: str
    document: str
    until: datetime
    asked_by: str
    asked_at: datetime
    approved_by: str
    approved_at: datetime | None
    review_at: datetime | None
    reviewed_at: datetime | None
    lifted_by: str
    lifted_at: datetime | None
    lift_reason: str
    looks: int
    is_own: bool
    is_review_late: bool


@dataclass(frozen=True, slots=True)
class AuditedLook:
    """One look as auditors see it: when, by whom of which office or system, at what, about what, and why.

    `hidden_until`: until when it is or was kept from its person.
    """

    at: datetime
    what: str
    office: str
    who: str
    about: tuple[str, str]
    purpose: str
    system: str
    hidden_until: datetime | None


@dataclass(frozen=True, slots=True)
class PersonReader:
    """People of one office and role who could do one act at somebody's data: by which rule, or what stops them."""

    act: str
    office: str
    role: str
    names: tuple[str, ...]
    rule: str
    reason: str
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class PersonSystem:
    """Another system that is told something of somebody, since when."""

    name: str
    items: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class PersonReach:
    """Who could see somebody's data on a day: staff, other systems; and who looked."""

    readers: tuple[PersonReader, ...]
    systems: tuple[PersonSystem, ...]
    looks: tuple[AuditedLook, ...]
