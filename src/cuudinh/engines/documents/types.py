"""What leaves the documents engine: papers as offices fill them, as they are read and as anybody checks them.

The papers are those of a one-stop desk. Which form of which decree one is printed on is data of the pack; here
stands only what an office must say for it. Moments are aware; they are printed on the clocks of the province.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal

from cuudinh.kernel.refusal import NotNow, NotThere, Refusal

# As `PaperView.state`: being made, given out, and followed by a corrected one.
PaperState = Literal["waiting", "ready", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What every paper says: the place of its date line, and the number of the dossier it belongs to.

    `desk` is the one-stop desk as the paper names it; empty, it is the office that issues.
    """

    kind: ClassVar[str] = ""

    place: str
    code: str = ""
    desk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutDossier(Paper):
    """A paper to whoever handed a dossier in: who that is, how they are reached, and what they asked for."""

    applicant: str = field(repr=False)
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(AboutDossier):
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả: what was handed in, and when and where the result is there.

    `term` is the time that the law gives, in words; `book` and `entry` are the place in the register.
    """

    kind: ClassVar[str] = "receipt"

    parts: tuple[str, ...]
    copies: int = 1
    term: str
    received_at: datetime
    due_at: datetime
    collect_at: str
    fee: str = ""
    book: str = ""
    entry: str = ""
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequest(AboutDossier):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: everything that is missing, once, and who helps."""

    kind: ClassVar[str] = "supplement-request"

    missing: tuple[str, ...]
    reason: str
    helper: str
    helper_phone: str
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection(AboutDossier):
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ: why a dossier is not taken in."""

    kind: ClassVar[str] = "rejection"

    reason: str
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Apology(AboutDossier):
    """Phiếu xin lỗi và hẹn lại ngày trả kết quả: why it is late, and the one new day."""

    kind: ClassVar[str] = "apology"

    received_at: datetime
    due_at: datetime
    reason: str
    new_due_at: datetime
    signer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNotice(AboutDossier):
    """Thông báo dừng giải quyết hồ sơ: a dossier is not gone on with, and why."""

    kind: ClassVar[str] = "stop-notice"

    received_at: datetime
    reason: str
    signer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(AboutDossier):
    """Văn bản kết quả giải quyết: what comes out of a dossier, in the words of whoever decided.

    `outcome` is what the procedure gives, `attached` says that the pages of a file of the office follow.
    """

    kind: ClassVar[str] = "result"

    received_at: datetime
    outcome: str
    decision: str
    attached: str = ""
    signer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One line of a process sheet: who gave the dossier to whom, when, and how that part went.

    `result` is in the words of the form: before, on or after time.
    """

    office: str
    giver: str
    taker: str
    given_at: datetime
    result: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessSheet(Paper):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ: every hand a dossier went through."""

    kind: ClassVar[str] = "process-sheet"

    service: str
    lead: str
    together_with: str = ""
    rows: tuple[Handover, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One dossier in the register."""

    code: str
    service: str
    copies: int = 1
    applicant: str = field(repr=False)
    contact: str = field(default="", repr=False)
    lead: str
    received_at: datetime
    due_at: datetime
    returned_at: datetime | None = None
    delivery: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Paper):
    """Sổ theo dõi hồ sơ: the dossiers of a field and a year, in order."""

    kind: ClassVar[str] = "register"

    field_name: str
    year: str
    book: str = ""
    rows: tuple[RegisterLine, ...]


PAPERS: tuple[type[Paper], ...] = (
    Receipt,
    SupplementRequest,
    Rejection,
    Apology,
    StopNotice,
    ProcessSheet,
    Register,
    Result,
)


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper that was issued, without what it says.

    `code` is the secret by which it is read and checked. `form` names the form and decree; `data_sha` and, once
    it is `ready`, `pdf_sha` are SHA-256 in hex. `is_by_hand` says that somebody asked for it: no act gave it out.
    """

    code: str
    kind: str
    name: str
    form: str
    number: str
    version: int
    is_by_hand: bool
    about: tuple[str, str]
    office_id: int
    issued_at: datetime
    state: PaperState
    data_sha: str
    pdf_sha: str


@dataclass(frozen=True, slots=True)
class PaperFile:
    """The file of a paper and the name it is saved under."""

    content: bytes = field(repr=False)
    name: str
    sha: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that stands beside a file: in hex, by which key, and what it is worth in the signer's words."""

    value: str
    key_id: str
    label: str


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """What anybody may know of a paper whose code they have: that it is ours, and nothing of whom it is about.

    `signature` says what the signature is worth, empty without one; `is_signature_good` whether it fits the file
    as we keep it.
    """

    code: str
    name: str
    form: str
    office: str
    day: date
    state: PaperState
    version: int
    pdf_sha: str
    signature: str
    is_signature_good: bool


@dataclass(frozen=True, slots=True)
class PaperIssued:
    """Event: a paper is made and can be read; whom it is about is not told."""

    kind: str
    about_kind: str
    about_ref: str
    number: str
    version: int


class PaperNotThere(NotThere):
    """404: there is no such paper, or the actor may not know that there is."""

    code: ClassVar[str] = "paper-not-there"
    sentence: ClassVar[str] = "Không tìm thấy giấy tờ này."


class PaperNotReady(NotNow):
    """409: the paper is still being made; a moment later it is there."""

    code: ClassVar[str] = "paper-not-ready"
    sentence: ClassVar[str] = "Giấy tờ đang được lập, vui lòng xem lại sau ít phút."


class PaperReplaced(NotNow):
    """409: the paper was already followed by a corrected one; correct that one."""

    code: ClassVar[str] = "paper-replaced"
    sentence: ClassVar[str] = "Giấy tờ này đã được thay bằng bản sau, hãy sửa bản sau."


class NoForm(NotNow):
    """409: the packs applied here have no form in force for a kind of paper."""

    code: ClassVar[str] = "no-form"
    sentence: ClassVar[str] = "Chưa có mẫu giấy tờ “{kind}” đang có hiệu lực."


class FontMissing(Refusal):
    """503: the font of papers is not installed, or has no sign for some Vietnamese letters."""

    code: ClassVar[str] = "font-missing"
    status: ClassVar[int] = 503
    sentence: ClassVar[str] = (
        "Phông chữ in giấy tờ thiếu hoặc không đủ chữ tiếng Việt ({missing}). Người vận hành chạy: npm ci, "
        "rồi cuudinh setup-files."
    )
