"""A "no" on purpose: one family of refusals, answered in one shape everywhere.

A refusal says what is wrong in a sentence for the person, in Vietnamese (the source language of
every text), with the facts that fill it. The web floor turns it into a page or an RFC 9457 problem.
Everything that is not a `Refusal` is a bug and rises.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class Refusal(Exception):
    """A refusal with a stable `code`, an HTTP `status`, a `sentence` to show and the `facts` in it.

    `mending` says what the person can do about it, where that is not what can be done about any of its status.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    sentence: ClassVar[str] = "Yêu cầu không thực hiện được."
    mending: ClassVar[str] = ""

    def __init__(self, sentence: str | None = None, /, **facts: Any) -> None:
        self.template: str = sentence or self.sentence
        self.facts: dict[str, Any] = facts
        super().__init__(self.template.format_map(_Kept(facts)))


class _Kept(dict[str, Any]):
    """Facts for a sentence; a missing one stays visible as `{name}` instead of raising."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class BadInput(Refusal):
    """400: what was sent cannot be read at all (a forged cursor, a broken body)."""

    code = "bad-input"
    status = 400
    sentence = "Dữ liệu gửi lên không đọc được."


class SignInFirst(Refusal):
    """401: the act needs a signed-in person."""

    code = "sign-in-first"
    status = 401
    sentence = "Bạn cần đăng nhập để tiếp tục."


class NotYours(Refusal):
    """403: the actor may not do this; the reason names the rule."""

    code = "not-yours"
    status = 403
    sentence = "Bạn không có quyền thực hiện việc này."


class StepUpNeeded(NotYours):
    """403: the act asks for a fresh proof of who is there; having given it, the same act goes through."""

    code = "step-up-needed"
    sentence = "Việc này cần bạn xác nhận lại danh tính. Xác nhận xong, hãy thực hiện lại."


class FactorOwed(NotYours):
    """403: the actor has no second factor, and what they hold or want asks for one; the page says how to set it up."""

    code = "factor-owed"
    sentence = "Việc này cần bước xác thực thứ hai. Hãy thiết lập rồi thực hiện lại."


class NotThere(Refusal):
    """404: there is no such thing, or the actor may not know that there is."""

    code = "not-there"
    status = 404
    sentence = "Không tìm thấy nội dung bạn cần."


class NotNow(Refusal):
    """409: the act does not fit the present state; reading again shows why."""

    code = "not-now"
    status = 409
    sentence = "Việc này không thực hiện được ở trạng thái hiện tại."


class TooLarge(Refusal):
    """413: the body or file is larger than the limit named in the facts."""

    code = "too-large"
    status = 413
    sentence = "Tệp hoặc nội dung quá lớn."


class Incomplete(Refusal):
    """422: something required is missing or wrong; `faults` maps each field to its sentence."""

    code = "incomplete"
    status = 422
    sentence = "Thông tin chưa đủ hoặc chưa đúng."

    def __init__(
        self, sentence: str | None = None, /, *, faults: Mapping[str, str] | None = None, **facts: Any
    ) -> None:
        self.faults: dict[str, str] = dict(faults or {})
        super().__init__(sentence, **facts)


class TooOften(Refusal):
    """429: asked too often; `wait_seconds` says how long to wait."""

    code = "too-often"
    status = 429
    sentence = "Bạn thao tác quá nhanh. Vui lòng thử lại sau {wait_seconds} giây."


class Silent(Refusal):
    """503: the other side does not answer; nothing was lost, try again."""

    code = "silent"
    status = 503
    sentence = "Hệ thống bên kia chưa trả lời. Dữ liệu của bạn không mất; vui lòng thử lại."
