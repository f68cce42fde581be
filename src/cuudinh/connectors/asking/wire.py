"""HTTP to systems outside that may be slow, down or lying: bounded in time and size, never redirected."""

import time
from collections.abc import Mapping
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


class Wire:
    """Asks one outside system; `transport` stands for the network where there is none."""

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
            return self._heard(method, address, **options)

    def _heard(self, method: str, address: str, **options: Any) -> Said:
        by = time.monotonic() + ANSWER_SECONDS_MAX
        auth = options.pop("auth", None) or httpx.USE_CLIENT_DEFAULT
        try:
            with self._client.stream(method, address, auth=auth, **options) as answer:
                if answer.is_redirect:
                    raise Unheard("redirected")
                if answer.is_server_error:
                    raise Unheard("broken")
                return Said(answer.status_code, _body(answer, by))
        except httpx.TimeoutException as fault:
            raise Unheard("slow") from fault
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise Unheard("down") from fault


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
