"""Who is away and who stands in, as it leaves the engine, and what is said no to."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from cuudinh.kernel.refusal import NotNow, NotThere


class AbsencesOverlap(NotNow):
    """409: an absence was stated for some of these days already."""

    code: ClassVar[str] = "absences-overlap"
    sentence: ClassVar[str] = (
        "Đã khai vắng mặt từ {first} đến {last}. Hãy chọn ngày khác, hoặc thu hồi lần khai đó rồi khai lại."
    )


class UnknownAbsence(NotThere):
    """404: there is no such absence on this side of the organisation."""

    code: ClassVar[str] = "unknown-absence"
    sentence: ClassVar[str] = "Không tìm thấy lần khai vắng mặt này."


class AbsenceOver(NotNow):
    """409: the absence has ended or was revoked."""

    code: ClassVar[str] = "absence-over"
    sentence: ClassVar[str] = "Lần vắng mặt này đã kết thúc hoặc đã được thu hồi."


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """One absence: who is away, who stands in, why as a word of the list, and its days (both included).

    `state` is coming, now, over or revoked; `may_revoke` is about whoever asked.
    """

    id: int
    account_id: int
    name: str
    substitute_id: int
    substitute: str
    reason: str
    valid_from: date
    valid_to: date
    state: str
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class AbsenceTurned:
    """Event: an absence was stated, has begun, is over or was revoked before it began (`step`)."""

    absence: int
    step: Literal["stated", "begun", "over", "revoked"]


@dataclass(frozen=True, slots=True)
class AbsenceNews:
    """What the two whom an absence concerns are told: who they are, on which side, and its days (both included)."""

    account_id: int
    name: str
    substitute_id: int
    substitute: str
    domain: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class StandingIn:
    """For whom the actor stands in today, from which seats (role and office), and until when."""

    account_id: int
    name: str
    seats: tuple[tuple[str, str], ...]
    until: date
