"""What identity says no to, and how to mend it."""

from typing import Any, ClassVar

from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere, NotYours, SignInFirst


class UnknownOffice(NotThere):
    """404: no office has this code or number."""

    code: ClassVar[str] = "unknown-office"
    sentence: ClassVar[str] = "Không có đơn vị “{office}”."


class OfficesVanished(NotNow):
    """409: a pack no longer names an office that is known here; an office ends, it does not disappear."""

    code: ClassVar[str] = "offices-vanished"
    sentence: ClassVar[str] = (
        "Gói không còn nêu các đơn vị: {offices}. Đơn vị kết thúc thì ghi ngày kết thúc."
    )


class UnknownAccount(NotThere):
    """404: there is no such account, membership or session, or it is somebody else's."""

    code: ClassVar[str] = "unknown-account"
    sentence: ClassVar[str] = "Không tìm thấy tài khoản hoặc phiên đăng nhập này."


class WrongSignIn(SignInFirst):
    """401: login and password do not fit; the words are the same whether or not the account exists."""

    code: ClassVar[str] = "wrong-sign-in"
    sentence: ClassVar[str] = "Tên đăng nhập hoặc mật khẩu không đúng."


class WrongPassword(Incomplete):
    """422: the password of whoever is signed in already is not this one."""

    code: ClassVar[str] = "wrong-password"
    sentence: ClassVar[str] = "Mật khẩu không đúng."


class SecondFactorNeeded(SignInFirst):
    """401: the password is right and the account has a second factor, without which no session begins.

    `pending` stands for what was proved so far, for a few minutes; it signs nobody in.
    """

    code: ClassVar[str] = "second-factor-needed"
    sentence: ClassVar[str] = "Tài khoản này cần thêm bước xác thực thứ hai."

    def __init__(self, sentence: str | None = None, /, *, pending: str = "", **facts: Any) -> None:
        self.pending = pending
        super().__init__(sentence, **facts)


class SecondStepOver(SignInFirst):
    """401: a sign-in waited too long for its second step, or was finished already."""

    code: ClassVar[str] = "second-step-over"
    sentence: ClassVar[str] = "Bước xác thực thứ hai đã quá hạn. Vui lòng đăng nhập lại từ đầu."


class WrongFactor(Incomplete):
    """422: the code is wrong, was taken before or is over; or another way of proving is asked for."""

    code: ClassVar[str] = "wrong-factor"
    sentence: ClassVar[str] = (
        "Mã không đúng, đã dùng hoặc đã hết hạn. Vui lòng nhập mã đang hiện trên ứng dụng."
    )


class PasskeyRefused(Incomplete):
    """422: what the device said is not what was asked, not now, not here, or not by a key of this account."""

    code: ClassVar[str] = "passkey-refused"
    sentence: ClassVar[str] = "Khóa truy cập không được chấp nhận. Vui lòng thử lại hoặc dùng cách khác."


class FactorInPlace(NotNow):
    """409: an application is set up already; it is taken away before another takes its place."""

    code: ClassVar[str] = "factor-in-place"
    sentence: ClassVar[str] = (
        "Ứng dụng tạo mã đã được thiết lập. Gỡ ứng dụng cũ trước khi thiết lập ứng dụng mới."
    )


class FactorNotThere(NotThere):
    """404: the account has no such second factor."""

    code: ClassVar[str] = "factor-not-there"
    sentence: ClassVar[str] = "Tài khoản không có ứng dụng tạo mã hoặc khóa truy cập này."


class AccountIncomplete(Incomplete):
    """422: what was given does not make an account; `faults` says which field and why."""

    code: ClassVar[str] = "account-incomplete"
    sentence: ClassVar[str] = "Vui lòng kiểm tra lại các ô được đánh dấu."


class AlreadyRegistered(NotNow):
    """409: an account with this phone number or login exists; its owner signs in instead."""

    code: ClassVar[str] = "already-registered"
    sentence: ClassVar[str] = "Số điện thoại hoặc tên đăng nhập này đã có tài khoản. Vui lòng đăng nhập."


class NotInForce(NotNow):
    """409: the office does not exist on that day, or the membership has already ended."""

    code: ClassVar[str] = "not-in-force"
    sentence: ClassVar[str] = "Đơn vị hoặc phân công không còn hiệu lực vào ngày {day}."


class AlreadyAppointed(NotNow):
    """409: the account holds this role in this office on that day."""

    code: ClassVar[str] = "already-appointed"
    sentence: ClassVar[str] = "Người này đã giữ vai trò đó tại đơn vị vào ngày {day}."


class PurposeNeeded(Incomplete):
    """422: who reported is shown only for a reason, which goes into the log."""

    code: ClassVar[str] = "purpose-needed"
    sentence: ClassVar[str] = "Vui lòng ghi rõ lý do cần xem danh tính; lý do này được lưu trong nhật ký."


class NotConfirmed(Incomplete):
    """422: it was said that VNeID confirmed somebody, and no word of VNeID came here."""

    code: ClassVar[str] = "not-confirmed"
    sentence: ClassVar[str] = "Chưa thấy xác nhận từ VNeID. Hãy xác nhận ở thẻ vừa mở rồi bấm Gửi tiếp."


class EmergencyReasonNeeded(Incomplete):
    """422: while the sign-on does not answer, staff who are linked with it come in otherwise for a reason only."""

    code: ClassVar[str] = "emergency-reason-needed"
    sentence: ClassVar[str] = (
        "Hãy ghi lý do phải vào lúc này, ít nhất 10 ký tự. Lý do được lưu trong nhật ký và người quản trị được báo."
    )


class AssuranceNeeded(NotYours):
    """403: the act asks for a person whose identity is proved at a level; `level` says which."""

    code: ClassVar[str] = "assurance-needed"
    sentence: ClassVar[str] = (
        "Việc này cần danh tính đã được xác thực mức {level}. Đăng nhập bằng VNeID rồi thực hiện lại."
    )


class AccessNotOpened(NotYours):
    """403: personal data stay closed until the actor opened them for this very thing, with a reason."""

    code: ClassVar[str] = "access-not-opened"
    sentence: ClassVar[str] = "Cần mở quyền xem danh tính, có lý do, trước khi xem."
