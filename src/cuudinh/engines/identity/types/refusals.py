"""What identity says no to, and how to mend it."""

from typing import ClassVar

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
