"""Reporters whom the information office knows, and their cards, as they leave the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal

from cuudinh.engines.identity.types.words import Words
from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere

PressState = Literal["submitted", "verified", "refused", "withdrawn", "expired"]


@dataclass(frozen=True, slots=True)
class PressRulesView:
    """The rules of press cards on a day: kinds in words, for how many months, from which level, checked by whom."""

    kinds: Mapping[str, Words] = field(hash=False)
    months: int
    least_level: int
    function: str
    source: str


@dataclass(frozen=True, slots=True)
class PressCardView:
    """A request or a card, for its owner and the information office; `state` is `expired` once its last day is over.

    `is_stopped`: its owner had looks at their name stopped, so it has none.
    """

    id: int
    code: str
    name: str = field(repr=False)
    outlet: str
    kind: str
    state: PressState
    asked_at: datetime
    reason: str
    number: str
    valid_from: date | None
    valid_to: date | None
    level: int
    is_connected: bool
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class PublicCard:
    """What anybody learns from the QR of a card: whether it holds, of whom, for which outlet, until when.

    `is_kept`: its owner is named to nobody, since they had the use of their data restricted or erased.
    """

    state: PressState
    number: str
    name: str = field(repr=False)
    outlet: str
    valid_to: date
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class PressFigures:
    """How many reporters hold a card today, how many of them VNeID vouches for, and who it does not."""

    holders: int
    connected: int
    exceptions: tuple[PressCardView, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every reporter with a card is connected: computed, never said."""
        return self.holders > 0 and self.connected == self.holders


class UnknownPressCard(NotThere):
    """404: there is no such card, or the code was read wrongly."""

    code: ClassVar[str] = "unknown-press-card"
    sentence: ClassVar[str] = "Không có thẻ tác nghiệp nào mang mã này."


class PressIncomplete(Incomplete):
    """422: what was given is not enough to know a reporter, or to decide; `faults` says which field and why."""

    code: ClassVar[str] = "press-incomplete"
    sentence: ClassVar[str] = "Thông tin đăng ký tác nghiệp báo chí chưa đủ."


class AlreadyAsked(NotNow):
    """409: a request of this reporter waits, or a card of theirs holds."""

    code: ClassVar[str] = "already-asked"
    sentence: ClassVar[str] = "Bạn đã có yêu cầu đang chờ hoặc thẻ còn hiệu lực."


class NotProved(NotNow):
    """409: it is not well enough known who the reporter is for a card to be given."""

    code: ClassVar[str] = "not-proved"
    sentence: ClassVar[str] = (
        "Tài khoản của phóng viên chưa được xác thực ở mức {level}. Phóng viên cần đăng nhập bằng VNeID trước."
    )


class AlreadyDecided(NotNow):
    """409: the request was decided, or the card withdrawn, meanwhile."""

    code: ClassVar[str] = "already-decided"
    sentence: ClassVar[str] = "Yêu cầu này đã được quyết định hoặc thẻ đã bị thu hồi."
