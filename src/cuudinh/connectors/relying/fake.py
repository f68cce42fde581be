"""A system that signs in through us, played: it takes a word, refuses it, sends it elsewhere, or is not there."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs

import httpx


@dataclass
class FakeSystem:
    """What one system answers to a word of sign-out; `taken` holds the tokens that reached it."""

    status: int = 200
    is_down: bool = False
    moved_to: str = ""
    taken: list[str] = field(default_factory=list)

    def transport(self) -> httpx.MockTransport:
        """Give what stands for the network."""
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("down", request=request)
        if self.moved_to:
            return httpx.Response(302, headers={"Location": self.moved_to})
        if self.status in {200, 204}:
            self.taken += parse_qs(request.content.decode())["logout_token"]
        return httpx.Response(self.status)
