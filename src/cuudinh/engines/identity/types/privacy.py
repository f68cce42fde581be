"""What leaves identity about personal data: looks, requests and consents as their person sees them, and refusals."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere, NotYours


class PersonErased(NotThere):
    """404: the personal data were erased at the wish of their owner; nothing opens them again."""

    code: ClassVar[str] = "person-erased"
    sentence: ClassVar[str] = (
        "Dữ liệu cá nhân này đã được xóa theo yêu cầu của chủ thể, không khôi phục được."
    )


class UnknownLook(NotThere):
    """404: there is no such look at one's own data, or it is kept from its person for a while."""

    code: ClassVar[str] = "unknown-look"
    sentence: ClassVar[str] = "Không tìm thấy lượt xem này."


class UnknownConcealment(NotThere):
    """404: nobody asked for this concealment, it does not stand where this can be done, or its time is over."""

    code: ClassVar[str] = "unknown-concealment"
    sentence: ClassVar[str] = "Không tìm thấy đề nghị giữ kín này, hoặc đề nghị không còn ở bước này."


class ConcealmentIncomplete(Incomplete):
    """422: looks are hidden by a named document and for a limited time only; `faults` says what is lacking."""

    code: ClassVar[str] = "concealment-incomplete"
    sentence: ClassVar[str] = "Vui lòng kiểm tra lại các ô được đánh dấu của đề nghị giữ kín."


class OwnApproval(NotYours):
    """403: what one asks for, somebody else approves."""

    code: ClassVar[str] = "own-approval"
    sentence: ClassVar[str] = "Người đề nghị không được tự duyệt; cần một người khác duyệt."


class UnknownPerson(NotThere):
    """404: nobody who was proved has this number."""

    code: ClassVar[str] = "unknown-person"
    sentence: ClassVar[str] = "Không ai đã được xác thực có số này."


class UnknownRequest(NotThere):
    """404: there is no such request or right, it is somebody else's, or its copy was fetched or is over."""

    code: ClassVar[str] = "unknown-request"
    sentence: ClassVar[str] = "Không tìm thấy yêu cầu này."


class NotOpen(NotNow):
    """409: the request does not stand where this can be done, or was extended once already."""

    code: ClassVar[str] = "not-open"
    sentence: ClassVar[str] = "Yêu cầu không còn ở bước làm được việc này."


class RequestIncomplete(Incomplete):
    """422: what was given does not make a request or an answer; `faults` says which field and why."""

    code: ClassVar[str] = "request-incomplete"
    sentence: ClassVar[str] = "Vui lòng kiểm tra lại các ô được đánh dấu trong yêu cầu."


class UnknownPurpose(NotThere):
    """404: nothing asks for consent under this name."""

    code: ClassVar[str] = "unknown-purpose"
    sentence: ClassVar[str] = "Không có mục đích này để đồng ý."


class WordingChanged(NotNow):
    """409: the wording that was shown is not the one in force any more; read it again before agreeing."""

    code: ClassVar[str] = "wording-changed"
    sentence: ClassVar[str] = "Nội dung đồng ý vừa thay đổi. Vui lòng đọc lại rồi chọn."


class ProcessingRestricted(NotNow):
    """409: the person had the use of their data restricted: they are kept, and opened to nobody."""

    code: ClassVar[str] = "processing-restricted"
    sentence: ClassVar[str] = "Chủ thể đã yêu cầu hạn chế xử lý: dữ liệu được giữ nguyên, không ai mở xem."
    mending: ClassVar[str] = (
        "Hãy làm tiếp phần việc không cần đến dữ liệu này; cần hỏi thì hỏi qua hồ sơ, người gửi vẫn được báo."
        " Chỉ chủ thể hoặc cán bộ bảo vệ dữ liệu cá nhân bỏ được hạn chế: nếu luật buộc phải xem, hãy đề nghị cán bộ"
        " đó và nêu căn cứ."
    )


class LookObjected(NotNow):
    """409: the person objected to such looks of this office and was right: they stop until that is reviewed."""

    code: ClassVar[str] = "look-objected"
    sentence: ClassVar[str] = (
        "Chủ thể đã phản đối và được chấp nhận: đơn vị dừng loại xem này cho đến khi rà soát xong."
    )
    mending: ClassVar[str] = (
        "Hãy làm tiếp phần việc không cần đến dữ liệu này; cần hỏi thì hỏi qua hồ sơ, người gửi vẫn được báo."
        " Cán bộ bảo vệ dữ liệu cá nhân mở lại loại xem này sau khi rà soát: hãy gửi giải trình của đơn vị cho cán bộ"
        " đó."
    )


@dataclass(frozen=True, slots=True)
class RequestMoved:
    """Event: a request about somebody's own data came in or went on to a state."""

    number: str
    state: str


@dataclass(frozen=True, slots=True)
class ClockRunning:
    """Event: the legal clock of something at the privacy desk runs out soon, or ran out (`is_late`).

    `kind` is `request`, `incident` or `concealment`, `ref` its number; who it is about is not told.
    """

    kind: str
    ref: str
    is_late: bool
    due: str


@dataclass(frozen=True, slots=True)
class PersonForgotten:
    """Event: a person was erased by this request; what other engines sealed for them goes too."""

    request: str


@dataclass(frozen=True, slots=True)
class OwnLook:
    """One look at the data of whoever asks: when, for which office or system, what, why, and by what right.

    `officer` is empty unless the pack shows names; `hidden_by` is the document that kept it from them until now.
    """

    id: int
    at: datetime
    what: str
    office: str
    officer: str
    system: str
    about: tuple[str, str]
    purpose: str
    basis: str
    source: str
    receipt: str
    hidden_by: str


@dataclass(frozen=True, slots=True)
class RightView:
    """A right of the pack in words, with what it makes the platform do and by when."""

    id: str
    title: str
    description: str
    does: str
    level: int
    refusals: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RequestFor:
    """What somebody asks for a person that cannot ask: whose data, as what, which right, by which papers."""

    number: str = field(repr=False)
    relation: str
    right: str
    evidence: str
    words: str = field(repr=False)
    wanted: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request about one's own data: what was asked, where it stands, by when, and what was answered.

    `is_in_force`: what it set in force holds still, a restriction or looks that stopped; `stops` names whose looks.
    """

    number: str
    right: RightView
    state: str
    received_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None
    due_at: datetime
    extended_at: datetime | None
    extension_reason: str
    ended_at: datetime | None
    reason: str
    look_id: int | None
    evidence: str
    is_late: bool
    has_export: bool = False
    is_in_force: bool = False
    relation: str = ""
    stops: str = ""
    words: str = field(default="", repr=False)
    wanted: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    person: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A purpose that needs consent: its words, and since when its person agrees (None: does not)."""

    purpose: str
    title: str
    text: str
    uses: tuple[str, ...]
    source: str
    digest: str
    given_at: datetime | None
    receipt: str


@dataclass(frozen=True, slots=True)
class RetentionView:
    """A class of personal data: how long it is kept, by what source, what is over now and what was dropped.

    `days` is 0 for what the law keeps for good.
    """

    name: str
    title: str
    after: str
    days: int
    source: str
    due: int
    dropped: int
    last: date | None


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident with personal data: what happened, by when the authority must know, whom it concerns, drafts."""

    number: str
    state: str
    what: str
    measures: str
    found_at: datetime
    due_at: datetime
    told_at: datetime | None
    document: str
    people_told_at: datetime | None
    closed_at: datetime | None
    people: int
    is_late: bool
    authority: str = ""
    letter: str = ""
    notice: str = ""


class UnknownIncident(NotThere):
    """404: there is no such incident."""

    code: ClassVar[str] = "unknown-incident"
    sentence: ClassVar[str] = "Không tìm thấy sự cố này."


class IncidentIncomplete(Incomplete):
    """422: what was given does not make an incident or a step of it; `faults` says which field and why."""

    code: ClassVar[str] = "incident-incomplete"
    sentence: ClassVar[str] = "Vui lòng kiểm tra lại các ô được đánh dấu của sự cố."


@dataclass(frozen=True, slots=True)
class IncidentTold:
    """Event: the people whose data an incident concerns are to be told of it."""

    number: str
