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
class HiddenLook:
    """One look that is kept from its person: when, by whom of which office, at what, about what, and why."""

    at: datetime
    what: str
    office: str
    who: str
    about: tuple[str, str]
    purpose: str
