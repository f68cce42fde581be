"""What leaves identity of account conversion: runs, figures, reviews, and what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from cuudinh.engines.identity.types.words import Words
from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere, NotYours


class UnknownConversion(NotThere):
    """404: there is no such scenario, run, batch or review."""

    code: ClassVar[str] = "unknown-conversion"
    sentence: ClassVar[str] = "Không tìm thấy kịch bản, đợt hoặc việc rà soát chuyển đổi này."


class DryRunNeeded(NotNow):
    """409: a live run cites a finished dry run of the same scenario."""

    code: ClassVar[str] = "dry-run-needed"
    sentence: ClassVar[str] = "Cần chạy thử xong kịch bản này rồi mới chuyển đổi thật."


class OtherRules(NotNow):
    """409: what decides about accounts has changed since the dry run, so it proves nothing any more."""

    code: ClassVar[str] = "other-rules"
    sentence: ClassVar[str] = "Quy tắc của kịch bản đã thay đổi sau lần chạy thử. Vui lòng chạy thử lại."


class AlreadyConverting(NotNow):
    """409: a live run of this scenario has not ended."""

    code: ClassVar[str] = "already-converting"
    sentence: ClassVar[str] = "Kịch bản này đang có một đợt chuyển đổi chưa kết thúc."


class OutsideWindow(NotNow):
    """409: batches run only on the days and at the hours of the scenario."""

    code: ClassVar[str] = "outside-window"
    sentence: ClassVar[str] = "Ngoài khung thời gian chuyển đổi của kịch bản."


class NothingToUndo(NotNow):
    """409: nothing is left to undo; whoever has signed in by VNeID since stays converted."""

    code: ClassVar[str] = "nothing-to-undo"
    sentence: ClassVar[str] = "Không còn gì để hoàn tác: đã hoàn tác, hoặc chủ tài khoản đã tự xác thực."


class ReasonNeeded(Incomplete):
    """422: the act stays in the log with its reason, and there is none."""

    code: ClassVar[str] = "reason-needed"
    sentence: ClassVar[str] = "Vui lòng ghi rõ lý do (ít nhất 10 ký tự); lý do được lưu trong nhật ký."


class AnotherMustDecide(NotYours):
    """403: who proposed the answer to a review may not approve it."""

    code: ClassVar[str] = "another-must-decide"
    sentence: ClassVar[str] = "Người đề xuất không được tự duyệt. Cần một người khác quyết định."


class ReviewMoved(NotNow):
    """409: the review was proposed or decided by somebody else meanwhile."""

    code: ClassVar[str] = "review-moved"
    sentence: ClassVar[str] = "Việc rà soát này đã có người xử lý. Vui lòng xem lại."


class NotMergeable(NotNow):
    """409: accounts of different kinds, or one that is merged already, stay apart."""

    code: ClassVar[str] = "not-mergeable"
    sentence: ClassVar[str] = "Chỉ gộp các tài khoản cùng loại và chưa gộp."


class TooLateToUndo(NotNow):
    """409: a merge is undone within its days only."""

    code: ClassVar[str] = "too-late-to-undo"
    sentence: ClassVar[str] = "Đã quá {days} ngày kể từ khi gộp nên không hoàn tác được."


@dataclass(frozen=True, slots=True)
class Stated:
    """What an account stated: citizen number, day of birth (as 1990-12-31), unit; each may be empty."""

    account_id: int
    number: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    unit_code: str = ""


@dataclass(frozen=True, slots=True)
class AccountsMerged:
    """One account became an alias of another, or (`is_undone`) is one of its own again; `merge` names the act."""

    merge: int
    merged_account_id: int
    kept_account_id: int
    is_undone: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A scenario of the pack in force: its words, and the hash of what decides."""

    id: str
    title: Words = field(hash=False)
    message: Words = field(hash=False)
    source: str
    digest: str


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. The figure is rounded by half up on decimals, as people do it on paper."""

    converted: int
    total: int

    @property
    def percent(self) -> Decimal:
        """Give the share in percent, exactly; whoever shows it rounds it."""
        return Decimal(self.converted) * 100 / self.total if self.total else Decimal(0)


@dataclass(frozen=True, slots=True)
class RunView:
    """One run as the team sees it; `can_be_cited`: a finished dry run of the rules in force."""

    id: int
    scenario_id: str
    title: Words = field(hash=False)
    mode: str
    state: str
    why: str
    dry_run_id: int | None
    digest: str
    begun_at: datetime
    ended_at: datetime | None
    population: int
    converted: int
    duplicates: int
    batches: int
    states: Mapping[str, int] = field(hash=False)
    can_be_cited: bool

    @property
    def share(self) -> Share:
        """Give how many of its accounts are converted, or would be."""
        return Share(self.states.get("converted", 0), self.population)


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch of a run."""

    number: int
    at: datetime
    converted: int
    errors: int
    undone: int


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """The share of one population, with the words that say what is counted."""

    id: str
    title: Words = field(hash=False)
    definition: Words = field(hash=False)
    share: Share


@dataclass(frozen=True, slots=True)
class UnitRow:
    """The share of one unit or office by its code; empty: where nobody said which."""

    code: str
    share: Share


@dataclass(frozen=True, slots=True)
class DayRow:
    """What had been reached at the end of a day."""

    day: date
    share: Share


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: as a whole, by population, by unit and by day."""

    run: RunView
    share: Share
    populations: tuple[PopulationRow, ...]
    units: tuple[UnitRow, ...]
    days: tuple[DayRow, ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review in the queue."""

    id: int
    kind: str
    state: str
    accounts: int
    opened_at: datetime
    proposer: str


@dataclass(frozen=True, slots=True)
class ReviewedAccount:
    """One of the accounts a review is about, as two people need to see it to decide."""

    account_id: int
    kind: str
    unit_code: str
    made_at: datetime
    name: str = field(repr=False)
    phone_end: str = field(repr=False)
    number_end: str = field(repr=False)
    is_proved: bool
    by_vneid: bool
    is_merged: bool


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge that followed from a review."""

    id: int
    merged_account_id: int
    kept_account_id: int
    is_undone: bool


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review with its accounts, what was proposed, and what the actor may do now."""

    id: int
    run_id: int
    kind: str
    state: str
    answer: str
    kept_account_id: int | None
    reason: str
    proposer: str
    decider: str
    accounts: tuple[ReviewedAccount, ...]
    may_propose: bool
    may_decide: bool
    merges: tuple[MergeView, ...]
