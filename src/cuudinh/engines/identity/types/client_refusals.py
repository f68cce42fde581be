"""What clients are told no to, in the words of OAuth for programs and in our own for people."""

from typing import ClassVar

from cuudinh.kernel.refusal import Incomplete, NotNow, NotThere, Refusal


class UnknownClient(NotThere):
    """404: no other system is registered under this name."""

    code: ClassVar[str] = "unknown-client"
    sentence: ClassVar[str] = "Không có ứng dụng nào được đăng ký với mã này, hoặc ứng dụng đã bị thu hồi."


class ClientIncomplete(Incomplete):
    """422: what was given does not make a client; `faults` says which field and why."""

    code: ClassVar[str] = "client-incomplete"
    sentence: ClassVar[str] = "Thông tin đăng ký ứng dụng chưa đủ hoặc chưa đúng."


class ClientExists(NotNow):
    """409: a client of this name is registered."""

    code: ClassVar[str] = "client-exists"
    sentence: ClassVar[str] = "Đã có ứng dụng mang mã “{client}”."


class WrongReturnAddress(Refusal):
    """400: the address to return to is not one that the client registered, so nobody is sent there."""

    code: ClassVar[str] = "wrong-return-address"
    status: ClassVar[int] = 400
    sentence: ClassVar[str] = (
        "Ứng dụng đưa bạn đến đây với địa chỉ quay về không đúng như đã đăng ký. Bạn không bị đưa đi đâu; "
        "hãy báo cho đơn vị quản lý ứng dụng."
    )


class ProviderFault(Refusal):
    """400: a request of a program breaks the protocol; `error` and `description` are those of RFC 6749."""

    code: ClassVar[str] = "provider-fault"
    status: ClassVar[int] = 400
    sentence: ClassVar[str] = "Yêu cầu của ứng dụng không đúng quy ước: {error}."

    def __init__(self, error: str, description: str = "") -> None:
        self.error = error
        self.description = description
        super().__init__(error=error, description=description)


class WrongClient(ProviderFault):
    """401: a program did not prove which client it is."""

    code: ClassVar[str] = "wrong-client"
    status: ClassVar[int] = 401
    sentence: ClassVar[str] = "Ứng dụng không chứng minh được mình là ai."

    def __init__(self, description: str = "client authentication failed") -> None:
        super().__init__("invalid_client", description)


class WrongToken(ProviderFault):
    """401: a token is none of ours, over, or withdrawn."""

    code: ClassVar[str] = "wrong-token"
    status: ClassVar[int] = 401
    sentence: ClassVar[str] = "Mã truy cập không còn hiệu lực."

    def __init__(self, description: str = "the access token is not valid") -> None:
        super().__init__("invalid_token", description)


class NarrowToken(ProviderFault):
    """403: a token is good, and not for this."""

    code: ClassVar[str] = "narrow-token"
    status: ClassVar[int] = 403
    sentence: ClassVar[str] = "Mã truy cập không được dùng cho việc này."

    def __init__(self, description: str) -> None:
        super().__init__("insufficient_scope", description)


class SentBack(ProviderFault):
    """400: a sign-in for a client cannot be; the person goes back to the client, which is told why."""

    code: ClassVar[str] = "sent-back"
    status: ClassVar[int] = 400
    sentence: ClassVar[str] = "Yêu cầu đăng nhập của ứng dụng không thực hiện được: {error}."

    def __init__(self, error: str, description: str, *, return_address: str, state: str) -> None:
        self.return_address = return_address
        self.state = state
        super().__init__(error, description)
