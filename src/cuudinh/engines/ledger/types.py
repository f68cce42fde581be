"""What leaves the ledger: quotes that explain themselves, charges and their money, events, refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal

from cuudinh.kernel.refusal import BadInput, Incomplete, NotNow, NotThere, NotYours, Silent

Kind = Literal["phi", "le-phi"]
Standing = Literal["nothing-due", "unpaid", "partly", "paid", "overpaid", "refunded", "withdrawn"]
# How money came: by the bank, or taken at a desk in cash or from a card.
Method = Literal["bank", "cash", "card"]


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line of a quote: an amount, what a ceiling takes off, or what a reduction takes off (below 0).

    An amount is `unit_vnd` × `count` × `times`. `source` is the text it rests on, in force since `since`.
    """

    what: Literal["amount", "most", "reduction"]
    id: str
    title: Mapping[str, str] = field(hash=False)
    amount_vnd: int
    source: str
    since: str
    mark: str = ""
    unit_vnd: int = 0
    count: int = 1
    times: int = 1
    off_percent: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """What one fee comes to for some answers on a day, line by line; `total_vnd` is the sum of the lines."""

    fee_id: str
    kind: Kind
    title: Mapping[str, str] = field(hash=False)
    day: date
    channel: str
    lines: tuple[QuoteLine, ...] = field(hash=False)

    @property
    def total_vnd(self) -> int:
        """The sum of the lines; never below 0."""
        return sum(line.amount_vnd for line in self.lines)

    @property
    def reductions(self) -> tuple[str, ...]:
        """The rules by which less is paid, in the order in which they were taken."""
        return tuple(line.id for line in self.lines if line.what == "reduction")


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One amount of a table: for what, how much, for each of what, and by what the sum is multiplied."""

    title: str
    amount_vnd: int
    per: str = ""
    times: str = ""


@dataclass(frozen=True, slots=True)
class ReductionLine:
    """Who pays less, by how much, and the text that says so; `until` is the last day, None where none is known."""

    title: str
    off_percent: int
    source: str
    since: date
    until: date | None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class FeeTable:
    """A fee as everybody may read it; `most_vnd` is the ceiling of the sum, None where there is none."""

    id: str
    kind: Kind
    title: str
    lines: tuple[FeeLine, ...]
    most_vnd: int | None
    reductions: tuple[ReductionLine, ...]
    source: str
    since: date | None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """What was owed, came and went back on one charge, as its postings add up."""

    owed_vnd: int = 0
    paid_vnd: int = 0
    refunded_vnd: int = 0
    withdrawn_vnd: int = 0

    @property
    def held_vnd(self) -> int:
        """What came and did not go back."""
        return self.paid_vnd - self.refunded_vnd

    @property
    def left_vnd(self) -> int:
        """What is still to be paid."""
        return max(0, self.owed_vnd - self.withdrawn_vnd - self.held_vnd)

    @property
    def over_vnd(self) -> int:
        """What came beyond what is owed."""
        return max(0, self.held_vnd - (self.owed_vnd - self.withdrawn_vnd))


@dataclass(frozen=True, slots=True)
class CollectingPlace:
    """The account on which fees are taken today."""

    bank: str
    account: str
    holder: str
    name: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """One receipt: money that came for a charge. `standing_vnd` is what of it was not taken back by the bank."""

    number: str
    charge: str
    amount_vnd: int
    method: Method
    at: datetime
    title: Mapping[str, str] = field(hash=False)
    office: str
    lines: tuple[tuple[Kind, Mapping[str, str], int], ...] = field(hash=False)


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money that somebody proposed to give back, and what a second person decided."""

    id: int
    charge: str
    amount_vnd: int
    reason: str
    state: Literal["proposed", "approved", "refused"]
    proposed_at: datetime
    decided_at: datetime | None
    decision: str
    may_decide: bool = False


@dataclass(frozen=True, slots=True)
class ChargeView:
    """What somebody owes for one thing (`subject`, such as `case:BH-20261123-0001`), and how it stands.

    `reference` is what a transfer must say so that the money is known; `waits_for_bank`: a code for a transfer was
    shown and the bank has not told of the money yet.
    """

    number: str
    reference: str
    subject: str
    title: Mapping[str, str] = field(hash=False)
    office_id: int
    office: str
    quotes: tuple[Quote, ...] = field(hash=False)
    balance: Balance
    standing: Standing
    opened_at: datetime
    waits_for_bank: bool = False
    receipts: tuple[ReceiptView, ...] = field(default=(), hash=False)
    refunds: tuple[RefundView, ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """What a payer scans or types: the text of a VietQR, its amount, and each part of it in words."""

    text: str
    place: CollectingPlace
    amount_vnd: int
    words: str


@dataclass(frozen=True, slots=True)
class LooseMoney:
    """Money on our account of which nobody knows yet what it is for."""

    id: int
    bank: str
    amount_vnd: int
    words: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What comparing a statement of the bank with our book found, in numbers of lines and in đồng."""

    bank: str
    day: date
    lines: int
    new: int
    unconfirmed: int
    bank_vnd: int
    ours_vnd: int


@dataclass(frozen=True, slots=True)
class ChargeOpened:
    """Event: something is owed."""

    number: str
    subject: str
    total_vnd: int
    account_id: int | None


@dataclass(frozen=True, slots=True)
class ChargePaid:
    """Event: a charge became paid in full. A later event `ChargeReopened` takes that back."""

    number: str
    subject: str
    total_vnd: int
    account_id: int | None
    at: str


@dataclass(frozen=True, slots=True)
class ChargeReopened:
    """Event: a charge that was paid is no longer, since the bank took money back."""

    number: str
    subject: str
    left_vnd: int
    account_id: int | None
    at: str


@dataclass(frozen=True, slots=True)
class ChargeRefunded:
    """Event: money of a charge was given back."""

    number: str
    subject: str
    amount_vnd: int
    account_id: int | None
    at: str


class UnknownFee(NotThere):
    """404: the packs applied here have no fee of this name."""

    code: ClassVar[str] = "unknown-fee"
    sentence: ClassVar[str] = "Không có khoản phí, lệ phí “{fee}”."


class UnknownCharge(NotThere):
    """404: there is no charge of this number, or it is not the actor's to see."""

    code: ClassVar[str] = "unknown-charge"
    sentence: ClassVar[str] = "Không tìm thấy khoản phải nộp này."


class NoPrice(NotNow):
    """409: the fee has no price on this day, or none for these answers."""

    code: ClassVar[str] = "no-price"
    sentence: ClassVar[str] = "Khoản “{fee}” chưa có mức thu cho ngày {day}."


class WrongAnswers(Incomplete):
    """422: what the amount depends on is missing or outside its limits; `faults` says what."""

    code: ClassVar[str] = "wrong-answers"
    sentence: ClassVar[str] = "Thông tin để tính phí chưa đủ hoặc chưa đúng."


class NowhereToPay(NotNow):
    """409: the packs applied here name no account on which fees are taken."""

    code: ClassVar[str] = "nowhere-to-pay"
    sentence: ClassVar[str] = "Nơi đây chưa có tài khoản thu phí. Vui lòng nộp tại quầy."


class NothingDue(NotNow):
    """409: nothing is left to be paid on the charge."""

    code: ClassVar[str] = "nothing-due"
    sentence: ClassVar[str] = "Khoản này không còn gì phải nộp."


class WrongAmount(Incomplete):
    """422: an amount is not a whole number of đồng above 0, or more than there is."""

    code: ClassVar[str] = "wrong-amount"
    sentence: ClassVar[str] = "Số tiền chưa đúng."


class ReasonMissing(Incomplete):
    """422: an act on money that was done without a reason of some length."""

    code: ClassVar[str] = "reason-missing"
    sentence: ClassVar[str] = "Vui lòng ghi lý do."


class SamePerson(NotYours):
    """403: who proposed a refund may not decide on it."""

    code: ClassVar[str] = "same-person"
    sentence: ClassVar[str] = "Người đề nghị hoàn tiền không được tự duyệt."


class AlreadySettled(NotNow):
    """409: somebody decided on this refund or assigned this money before."""

    code: ClassVar[str] = "already-settled"
    sentence: ClassVar[str] = "Việc này đã có người giải quyết."


class StillProposed(NotNow):
    """409: another refund of the charge waits for its decision."""

    code: ClassVar[str] = "still-proposed"
    sentence: ClassVar[str] = "Còn một đề nghị hoàn tiền của khoản này đang chờ duyệt."


class NoticeForged(NotYours):
    """403: a notice of the bank that is not signed with the agreed secret, or too old to be one."""

    code: ClassVar[str] = "notice-forged"
    sentence: ClassVar[str] = "Chữ ký của thông báo không đúng."


class NoticeUnreadable(BadInput):
    """400: a signed notice of the bank that does not say what was agreed."""

    code: ClassVar[str] = "notice-unreadable"
    sentence: ClassVar[str] = "Thông báo của ngân hàng không đúng dạng đã thỏa thuận."


class NoticeChanged(NotNow):
    """409: the bank told of a transaction before, with another amount or of another kind."""

    code: ClassVar[str] = "notice-changed"
    sentence: ClassVar[str] = "Giao dịch này đã được báo trước đó với nội dung khác."


class UnknownBank(NotThere):
    """404: no bank of this name is connected here."""

    code: ClassVar[str] = "unknown-bank"
    sentence: ClassVar[str] = "Không có kết nối với ngân hàng này."


class BankSilent(Silent):
    """503: the bank does not answer; what was asked is asked again by itself."""

    code: ClassVar[str] = "bank-silent"
    sentence: ClassVar[str] = "Ngân hàng chưa trả lời. Tiền của bạn không mất; hệ thống tự hỏi lại."
