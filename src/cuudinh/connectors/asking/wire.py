"""HTTP to systems outside that may be slow, down or lying: bounded in time and size, never redirected."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
import msgspec

from cuudinh.journal.aside import aside

CONNECT_SECONDS_MAX: Final = 2.0
ANSWER_SECONDS_MAX: Final = 4.0
BODY_BYTES_MAX: Final = 64 * 1024


class Unheard(Exception):
    """The other side gave nothing that can be used: `how` is down, slow, broken, too-large, redirected, not-json."""

    def __init__(self, how: str) -> None:
        self.how = how
        super().__init__(how)


class Said:
    """One answer: its status, and its body as a JSON object. Raises `Unheard` for a body that is none."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self._body = body

    def json(self) -> dict[str, Any]:
        """Give the body as a JSON object."""
        try:
            found = msgspec.json.decode(self._body)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            raise Unheard("not-json") from fault
        if not isinstance(found, dict):
            raise Unheard("not-json")
        return found


@dataclass(slots=True)
class _Way:
    """How far one asking came over the network, as the client tells while it goes."""

    is_opened: bool = False
    is_sent: bool = False
    is_answered: bool = False

    def told(self, step: str, _facts: Mapping[str, Any]) -> None:
        """Take note of a step: of the connection (`connection.connect_tcp.started`) or of the exchange over it."""
        _, _, name = step.partition(".")
        self.is_opened |= name == "connect_tcp.started"
        self.is_sent |= name == "send_request_headers.started"
        self.is_answered |= name == "receive_response_headers.complete"

    def may_be_gone_again(self, method: str, fault: httpx.TransportError) -> bool:
        """Whether the same may be asked once more after a fault; see `Wire`."""
        if isinstance(fault, httpx.TimeoutException) or self.is_answered:
            return False
        is_on_kept_line = self.is_sent and not self.is_opened
        return method == "GET" or isinstance(fault, httpx.ConnectError) or is_on_kept_line


class Wire:
    """Asks one outside system; `transport` stands for the network where there is none.

    A line that stands open from an earlier question may be closed by the other side at the very moment it is used
    again. So what broke before an answer began is asked once more, over a line of its own: a GET always, for it
    changes nothing. A POST only where the other side cannot have worked on it: no connection came about, or the line
    was a kept one that was closed unanswered (RFC 9112, 9.3.1). Were a code of a sign-on exchanged in that moment all
    the same, the second asking is refused as a code that was used (RFC 6749, 4.1.2): the person begins anew, and
    nobody is signed in twice or as somebody else. A silence (`slow`) is never asked again: whoever is too slow is not
    made quicker by it, and the person would wait twice.
    """

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        timeout = httpx.Timeout(ANSWER_SECONDS_MAX, connect=CONNECT_SECONDS_MAX)
        self._client = httpx.Client(
            timeout=timeout, follow_redirects=False, trust_env=False, transport=transport
        )

    def get(self, address: str, token: str = "") -> Said:
        """Ask for something, by a token if there is one. Raises `Unheard`."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._asked("GET", address, headers=headers)

    def post(self, address: str, fields: Mapping[str, str], auth: tuple[str, str] | None) -> Said:
        """Send a form, as the client whose name and secret are given. Raises `Unheard`."""
        return self._asked("POST", address, data=dict(fields), auth=auth)

    def _asked(self, method: str, address: str, **options: Any) -> Said:
        # While this thread waits for the network, another may work.
        with aside():
            try:
                return self._heard(method, address, **options)
            except httpx.TimeoutException as fault:
                raise Unheard("slow") from fault
            except (httpx.HTTPError, httpx.InvalidURL) as fault:
                raise Unheard("down") from fault

    def _heard(self, method: str, address: str, **options: Any) -> Said:
        way, by = _Way(), time.monotonic() + ANSWER_SECONDS_MAX
        try:
            return self._gone(way, by, method, address, **options)
        except httpx.TransportError as fault:
            if not way.may_be_gone_again(method, fault):
                raise
        return self._gone(_Way(), by, method, address, **options)

    def _gone(self, way: _Way, by: float, method: str, address: str, **options: Any) -> Said:
        auth = options.pop("auth", None) or httpx.USE_CLIENT_DEFAULT
        traced = {"trace": way.told}
        with self._client.stream(method, address, auth=auth, extensions=traced, **options) as answer:
            if answer.is_redirect:
                raise Unheard("redirected")
            if answer.is_server_error:
                raise Unheard("broken")
            return Said(answer.status_code, _body(answer, by))


def _body(answer: httpx.Response, by: float) -> bytes:
    """Read a body as long as it is small and comes in time, whatever drips."""
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > BODY_BYTES_MAX:
            raise Unheard("too-large")
        if time.monotonic() > by:
            raise Unheard("slow")
    return bytes(body)
