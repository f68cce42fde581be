"""What signing on elsewhere gives, and what it says no to; every reason has its words in `reasons`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from cuudinh.engines.identity.types.accounts import SignedIn
from cuudinh.kernel.refusal import NotNow, NotThere, SignInFirst, Silent

SignOnPurpose = Literal["resident", "staff", "link", "invited", "confirm"]
SignOnOutcome = Literal["known", "convert", "new", "staff", "linked", "invited", "confirmed"]


@dataclass(frozen=True, slots=True)
class SignOnBegun:
    """Where the browser goes, and what it keeps meanwhile: only that browser can finish."""

    address: str
    browser: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedOn:
    """How a sign-on ended: the session that began, if one did, and the page to go on with."""

    outcome: SignOnOutcome
    leads_to: str
    signed_in: SignedIn | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SignOnStanding:
    """Whether a sign-on is offered and answers, and since when it is linked to the account of staff that asks.

    `can_confirm`: whoever asks came by it before, so it may prove them again.
    """

    is_offered: bool = False
    is_answering: bool = False
    linked_at: datetime | None = None
    can_confirm: bool = False


class SignOnNotOffered(NotThere):
    """404: no sign-on is set up here, so nobody can come by it."""

    code: ClassVar[str] = "sign-on-not-offered"
    sentence: ClassVar[str] = "Trang này chưa kết nối với VNeID. Vui lòng đăng nhập bằng cách khác."


class SignOnRefused(SignInFirst):
    """401: what came back from the sign-on is not as agreed, or not for this browser; `reason` says which."""

    code: ClassVar[str] = "sign-on-refused"
    sentence: ClassVar[str] = "Chưa đăng nhập được bằng VNeID ({reason}). Vui lòng thử lại."


class SignOnSilent(Silent):
    """503: the sign-on does not answer, or with nothing that can be read; `reason` says how."""

    code: ClassVar[str] = "sign-on-silent"
    sentence: ClassVar[str] = (
        "VNeID chưa trả lời ({reason}). Vui lòng thử lại sau ít phút, hoặc đăng nhập bằng cách khác."
    )


class AccountUnderReview(NotNow):
    """409: who this is was proved, but not to which account it belongs; people look at it first."""

    code: ClassVar[str] = "account-under-review"
    sentence: ClassVar[str] = (
        "Thông tin từ VNeID chưa khớp với tài khoản đã có, nên tài khoản cần được rà soát trước khi dùng."
    )
