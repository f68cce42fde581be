"""A browser of one person: cookies, form tokens, kept pages, connections that stay open, an address of its own.

Each person calls from an address of theirs, told by `X-Forwarded-For` as the web server in front of an installation
tells it (setting PROXIES), so that the limits for strangers act as in life and nobody is let off.
"""

import asyncio
import re
import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.load.book import Book, Wrong
from bench.load.wire import Answer, Broken, Connection

PATIENCE_SECONDS = 60.0
CONNECTIONS_MOST = 6
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class File:
    """A file of a form."""

    field: str
    content: bytes
    name: str = "anh.jpg"
    kind: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the installation listens, or nginx in front of it.

    nginx believes no caller who says where it calls from; so whoever goes there calls from its own address of this
    machine.
    """

    host: str
    port: int
    is_front: bool = False


class Browser:
    """One person's browser; what it waits for is written into the book under the name of the act."""

    def __init__(self, place: Place, book: Book, address: str, *, bytes_a_second: int = 0) -> None:
        self._place, self._book = place, book
        self._from = "127." + address.partition(".")[2] if place.is_front else ""
        self._bytes_a_second = bytes_a_second
        self._idle: list[Connection] = []
        self._room = asyncio.Semaphore(CONNECTIONS_MOST)
        self._cookies: dict[str, str] = {}
        self._kept: dict[str, tuple[bytes, Answer]] = {}
        self._fixed = (
            f"Host: {place.host}:{place.port}\r\nX-Forwarded-For: {address}\r\n"
            "Accept: text/html\r\nAccept-Encoding: identity\r\nUser-Agent: bench-load\r\n"
        )
        self._key = ""
        self.token = ""

    def write_into(self, book: Book) -> None:
        """Write into another book from now on."""
        self._book = book

    def hold_key(self, key: str) -> None:
        """Send a key with every request, as programs do."""
        self._key = f"Authorization: Bearer {key}\r\n"

    async def get(self, path: str, act: str, *, due: float | None = None, expect: int = 200) -> Answer:
        """Open a page, and ask only for what changed when it was kept. `due`: when the person wanted it."""
        asked = due or time.perf_counter()
        kept = self._kept.get(path)
        more = f"If-None-Match: {kept[0].decode()}\r\n" if kept else ""
        answer = await self._ask(act, self._head("GET", path, more))
        self._book.record(act, asked, time.perf_counter())
        if answer.status == 304 and kept:
            self._book.counts["304"] += 1
            return kept[1]
        self._expect(act, answer, expect)
        self._keep(path, answer)
        return answer

    async def post(
        self,
        path: str,
        act: str,
        fields: Mapping[str, str],
        files: Sequence[File] = (),
        *,
        expect: int | Collection[int] = 303,
        breaks_off: bool = False,
    ) -> Answer:
        """Send a form with its token, as multipart where files come with it.

        `breaks_off`: the network is lost after sending; the person sends the same once more.
        """
        head, body = self._form(path, {"csrfmiddlewaretoken": self.token, **fields}, files)
        asked = time.perf_counter()
        if breaks_off:
            await self._break_off(head, body)
        answer = await self._ask(act, head, body)
        self._book.record(act, asked, time.perf_counter())
        self._expect(act, answer, expect)
        return answer

    async def post_json(
        self, path: str, act: str, body: bytes, *, expect: int, due: float | None = None
    ) -> Answer:
        """Send JSON, as programs do."""
        asked = due or time.perf_counter()
        more = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        answer = await self._ask(act, self._head("POST", path, more), body)
        self._book.record(act, asked, time.perf_counter())
        self._expect(act, answer, expect)
        return answer

    def close(self) -> None:
        """Close every connection that is not in use."""
        while self._idle:
            self._idle.pop().close()

    def _keep(self, path: str, answer: Answer) -> None:
        """Keep what may be asked for again by its mark, and the token of the last form seen."""
        etag = answer.header(b"etag")
        if etag and b"no-store" not in answer.header(b"cache-control"):
            self._kept[path] = (etag, answer)
        found = _TOKEN.search(answer.body)
        if found:
            self.token = found[1].decode()

    def _expect(self, act: str, answer: Answer, status: int | Collection[int]) -> None:
        if answer.status not in ({status} if isinstance(status, int) else status):
            words = re.sub(rb"\s+", b" ", answer.body[-3000:])[-400:].decode(errors="replace")
            raise Wrong(f"{act} answered {answer.status} instead of {status}: {words}")

    def _head(self, method: str, path: str, more: str) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        cookie = f"Cookie: {cookies}\r\n" if cookies else ""
        return f"{method} {path} HTTP/1.1\r\n{self._fixed}{self._key}{cookie}{more}\r\n".encode()

    def _form(self, path: str, fields: Mapping[str, str], files: Sequence[File]) -> tuple[bytes, bytes]:
        if files:
            mark = secrets.token_hex(12)
            kind, body = f"multipart/form-data; boundary={mark}", _multipart(mark, fields, files)
        else:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        return self._head("POST", path, f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"), body

    async def _ask(self, act: str, head: bytes, body: bytes = b"") -> Answer:
        async with self._room:
            for is_last in (False, True):
                line = await self._line()
                try:
                    asking = line.ask(head, body, bytes_a_second=self._bytes_a_second)
                    answer = await asyncio.wait_for(asking, PATIENCE_SECONDS)
                except Broken as fault:
                    # A kept connection may have been closed by the other side while it was idle.
                    if is_last:
                        raise Wrong(f"{act}: the connection broke off") from fault
                    continue
                except TimeoutError as fault:
                    line.close()
                    raise Wrong(f"{act}: no answer within {PATIENCE_SECONDS:g} s") from fault
                if line.is_open:
                    self._idle.append(line)
                self._take_cookies(answer)
                return answer
        raise AssertionError("one of the two tries gave an answer or was wrong")

    async def _line(self) -> Connection:
        while self._idle:
            line = self._idle.pop()
            if line.is_open:
                return line
        return await self._opened()

    async def _opened(self) -> Connection:
        return await Connection.to(self._place.host, self._place.port, self._from)

    async def _break_off(self, head: bytes, body: bytes) -> None:
        line = await self._opened()
        await line.send_and_leave(head, body)
        self._book.counts["broken off and sent again"] += 1

    def _take_cookies(self, answer: Answer) -> None:
        if b"\r\nset-cookie: " not in answer.head:
            return
        for name, value in answer.cookies():
            if value:
                self._cookies[name] = value
            else:
                self._cookies.pop(name, None)


def _multipart(mark: str, fields: Mapping[str, str], files: Sequence[File]) -> bytes:
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for file in files:
        said = f'form-data; name="{file.field}"; filename="{file.name}"'
        head = f"--{mark}\r\nContent-Disposition: {said}\r\nContent-Type: {file.kind}\r\n\r\n"
        parts += [head.encode(), file.content, b"\r\n"]
    return b"".join((*parts, f"--{mark}--\r\n".encode()))
