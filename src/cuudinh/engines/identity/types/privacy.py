"""What leaves identity about personal data: looks as their person sees them, and what is refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cuudinh.kernel.refusal import Incomplete, NotThere, NotYours


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
    """404: nobody asked for this concealment, it was approved already, or its time is over."""

    code: ClassVar[str] = "unknown-concealment"
    sentence: ClassVar[str] = "Không tìm thấy đề nghị giữ kín đang chờ duyệt này."


class ConcealmentIncomplete(Incomplete):
    """422: looks are hidden by a named document and for a limited time only."""

    code: ClassVar[str] = "concealment-incomplete"
    sentence: ClassVar[str] = "Cần ghi số văn bản yêu cầu và số ngày giữ kín, nhiều nhất {days_most} ngày."


class OwnApproval(NotYours):
    """403: what one asks for, somebody else approves."""

    code: ClassVar[str] = "own-approval"
    sentence: ClassVar[str] = "Người đề nghị không được tự duyệt; cần một người khác duyệt."


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
