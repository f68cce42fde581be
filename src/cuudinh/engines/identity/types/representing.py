"""Who acts for a child or an organisation, as it leaves the engine, and what is said no to."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal

from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere, NotYours

Of = Literal["child", "organisation"]


class UnknownRepresentation(NotThere):
    """404: there is no such representation, or it is that of others; or the pack provides for none."""

    code: ClassVar[str] = "unknown-representation"
    sentence: ClassVar[str] = "Không tìm thấy việc đại diện này."


class RepresentationIncomplete(Incomplete):
    """422: what was given does not make a request or a decision; `faults` says which field and why."""

    code: ClassVar[str] = "representation-incomplete"
    sentence: ClassVar[str] = "Vui lòng kiểm tra lại các ô được đánh dấu về việc đại diện."


class AlreadyRepresenting(NotNow):
    """409: a request of this person about this child or organisation waits, or is confirmed."""

    code: ClassVar[str] = "already-representing"
    sentence: ClassVar[str] = "Đã có yêu cầu đang chờ hoặc việc đại diện còn hiệu lực cho người, tổ chức này."


class RepresentationDecided(NotNow):
    """409: the representation does not stand where this can be done: it was decided, withdrawn or has ended."""

    code: ClassVar[str] = "representation-decided"
    sentence: ClassVar[str] = "Việc đại diện này đã được quyết định hoặc đã kết thúc."


class NotRepresenting(NotYours):
    """403: whoever asks does not act for this child or organisation, or not any more."""

    code: ClassVar[str] = "not-representing"
    sentence: ClassVar[str] = "Bạn không đại diện, hoặc không còn đại diện, cho người hay tổ chức này."


@dataclass(frozen=True, slots=True)
class AskedRepresentation:
    """What somebody states who wants to act for another: for whom, on what basis, by which paper.

    `code` is the citizen number of a child, or the tax or enterprise code of an organisation. `birth` and `until`
    are days as a form sends them; `until` is asked for where the basis holds for a while only.
    """

    basis: str
    name: str = field(repr=False)
    code: str = field(repr=False)
    document: str = field(repr=False)
    birth: str = field(default="", repr=False)
    kind: str = ""
    until: str = ""
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class BasisView:
    """A basis of the pack in words: for whom it is, which paper proves it, whether its last day is asked for."""

    id: str
    of: Of
    title: str
    paper: str
    days: int | None
    source: str


@dataclass(frozen=True, slots=True)
class RepresentationRules:
    """On what basis somebody acts for another today, and the ages that the pack gives."""

    bases: tuple[BasisView, ...]
    kinds: tuple[tuple[str, str], ...]
    majority_years: int
    agree_years: int


@dataclass(frozen=True, slots=True)
class Represented:
    """For whom somebody acts today: by which representation, the account that holds what is theirs, the name."""

    id: int
    number: str
    account_id: int
    of: Of
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RepresentationView:
    """A representation as its people and the desk see it.

    `state` is `over` once its last day has passed, whatever the clock has written. `representative`, `code`,
    `birth` and `document` are told to the desk only, after its look was written; `others` is how many act for the
    same child or organisation.
    """

    number: str
    of: Of
    state: str
    basis: str
    source: str
    kind: str
    is_at_desk: bool
    asked_at: datetime
    asked_until: date | None
    decided_at: datetime | None
    reason: str
    valid_from: date | None
    valid_to: date | None
    ended_at: datetime | None
    end_why: str
    end_reason: str
    evidence: str
    is_mine: bool = False
    must_agree: bool = False
    is_agreed: bool = False
    others: int = 0
    subject: str = field(default="", repr=False)
    representative: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    document: str = field(default="", repr=False)

    @property
    def is_in_force(self) -> bool:
        """Whether somebody acts by it today."""
        return self.state == "confirmed"


@dataclass(frozen=True, slots=True)
class RepresentationMoved:
    """Event: somebody asked to act for another, was confirmed or refused, or it ended; who and for whom is not told."""

    number: str
    state: str
    why: str = ""
