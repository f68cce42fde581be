"""HTTP/1.1 as a browser speaks it, by hand: one connection that is kept, one request on it at a time.

It parses only what the platform sends, so that a request costs the driver tens of microseconds: the driver runs on
the same processors as what it measures.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length: "
_CHUNKED = b"\r\ntransfer-encoding: chunked"
_COOKIE = b"\r\nset-cookie: "
# The platform sends the names of headers in small letters, nginx its own as it likes.
_OF_NGINX = b"\r\nServer: nginx"
_NAMES = re.compile(rb"\r\n[^:\r]+:")
_BODYLESS: Final = frozenset({204, 304})


class Broken(Exception):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status, its head in small letters' names as sent, and its body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: bytes) -> bytes:
        """Give a header by its name in small letters, or nothing."""
        start = self.head.find(b"\r\n" + name + b": ")
        if start < 0:
            return b""
        start += len(name) + 4
        return self.head[start : self.head.index(b"\r\n", start)]

    def cookies(self) -> Sequence[tuple[str, str]]:
        """Give the cookies that are set, each with its value; an empty one is to be forgotten."""
        lines = self.head.split(_COOKIE)[1:]
        pairs = (line.partition(b";")[0].partition(b"\r\n")[0].partition(b"=") for line in lines)
        return [(name.decode(), value.decode().strip('"')) for name, _is, value in pairs]


class Connection(asyncio.Protocol):
    """One connection to the platform."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._waiting: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None
        self.is_open = True

    @classmethod
    async def to(cls, host: str, port: int, caller: str = "") -> "Connection":
        """Open a connection, from an address of this machine where one is given."""
        local = (caller, 0) if caller else None
        _transport, made = await asyncio.get_running_loop().create_connection(
            cls, host, port, local_addr=local
        )
        return made

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Give the answer to whoever waits once all of it is there."""
        self._buffer += data
        found = _read(self._buffer)
        if found is None or self._waiting is None:
            return
        answer, used = found
        del self._buffer[:used]
        waiting, self._waiting = self._waiting, None
        if b"\r\nconnection: close" in answer.head:
            self.close()
        if not waiting.done():
            waiting.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits that no answer will come."""
        self.is_open = False
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Broken())

    async def ask(self, head: bytes, body: bytes = b"", *, bytes_a_second: int = 0) -> Answer:
        """Send a request and give its answer; over a slow network the body goes piece by piece."""
        if self._transport is None or not self.is_open:
            raise Broken
        self._waiting = asyncio.get_running_loop().create_future()
        waiting = self._waiting
        if bytes_a_second and body:
            self._transport.write(head)
            await self._send_slowly(body, bytes_a_second)
        else:
            self._transport.write(head + body if body else head)
        return await waiting

    async def send_and_leave(self, head: bytes, body: bytes) -> None:
        """Send a request and break off before its answer: a phone that lost its network."""
        assert self._transport is not None
        self._transport.write(head + body)
        await asyncio.sleep(0.02)
        self.close()

    async def _send_slowly(self, body: bytes, bytes_a_second: int) -> None:
        piece = max(bytes_a_second // 8, 1)
        for start in range(0, len(body), piece):
            if self._transport is None or not self.is_open:
                raise Broken
            self._transport.write(body[start : start + piece])
            await asyncio.sleep(0.125)

    def close(self) -> None:
        """End the connection."""
        self.is_open = False
        if self._transport is not None:
            self._transport.close()


def _read(buffer: bytearray) -> tuple[Answer, int] | None:
    """Give the first answer of a buffer and how many bytes it takes, or None while some are missing."""
    end = buffer.find(_END)
    if end < 0:
        return None
    head, start = bytes(buffer[: end + 2]), end + 4
    if _OF_NGINX in head:
        head = _NAMES.sub(lambda name: name[0].lower(), head)
    status = int(head[9:12])
    if status in _BODYLESS:
        return Answer(status, head, b""), start
    at = head.find(_LENGTH)
    if at >= 0:
        stop = start + int(head[at + len(_LENGTH) : head.index(b"\r\n", at + 2)])
        return (Answer(status, head, bytes(buffer[start:stop])), stop) if len(buffer) >= stop else None
    if _CHUNKED not in head:
        return Answer(status, head, b""), start
    return _chunked(buffer, status, head, start)


def _chunked(buffer: bytearray, status: int, head: bytes, start: int) -> tuple[Answer, int] | None:
    parts: list[bytes] = []
    while (line := buffer.find(b"\r\n", start)) >= 0:
        size = int(buffer[start:line], 16)
        stop = line + 2 + size
        if len(buffer) < stop + 2:
            return None
        if not size:
            return Answer(status, head, b"".join(parts)), stop + 2
        parts.append(bytes(buffer[line + 2 : stop]))
        start = stop + 2
    return None
