"""What was delegated by document, as it leaves the engine, and what is said no to."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cuudinh.kernel.refusal import NotNow, NotThere


class UnknownDelegation(NotThere):
    """404: there is no such delegation on this side of the organisation."""

    code: ClassVar[str] = "unknown-delegation"
    sentence: ClassVar[str] = "Không tìm thấy văn bản ủy quyền này."


class DelegationOver(NotNow):
    """409: the delegation has ended or was revoked."""

    code: ClassVar[str] = "delegation-over"
    sentence: ClassVar[str] = "Ủy quyền này đã kết thúc hoặc đã được thu hồi."


@dataclass(frozen=True, slots=True)
class DelegationView:
    """One delegation: who gave which actions (in words) to whom, by which document, and its days.

    `valid_to` is its last day, earlier than the document says where either seat ends before. `state` is coming,
    now, over, revoked, or moved when a seat ended it; `may_revoke` is about whoever asked.
    """

    id: int
    giver: str
    taker: str
    office_id: int
    actions: tuple[str, ...]
    document: str
    signed: date
    signer: str
    valid_from: date
    valid_to: date
    state: str
    may_revoke: bool
