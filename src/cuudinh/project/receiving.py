"""Taking requests in: bodies are waited for here, and only whole ones reach a thread.

A thread that reads a body waits for whoever sends it, and there are few threads, on SQLite one that works. Here a body
that comes slowly costs a place in a loop and no thread; one that comes too slowly is given up.
"""

import asyncio
import io
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, BinaryIO, Protocol, cast

from granian.rsgi import Scope

from cuudinh.journal.aside import one_at_a_time
from cuudinh.journal.meters import Counter
from cuudinh.kernel import ids
from cuudinh.project.lining import Answer, Line
from cuudinh.web import measuring, sharing
from cuudinh.web.measuring import RECEIVED_AT

# Whoever sends gets this long to begin with, and as much more as what came by then is worth.
PATIENCE_SECONDS = 20.0
BYTES_A_SECOND_LEAST = 8 * 1024
# Beyond this a body is on disk; the loop holds many of them.
IN_MEMORY_BYTES_MOST = 256 * 1024
# All that one process takes in at a moment.
UNDER_WAY_BYTES_MOST = 512 * 1024 * 1024

_NOT_TAKEN = Counter(
    "cuudinh_bodies_not_taken_total",
    "Bodies that were given up: too slow, gone, or no room for them.",
    ("why",),
)

_OF_A_BODY = {"content-type", "content-length", "content-disposition"}


class Exchange(Protocol):
    """The part of the server's protocol that is used: pieces of the body come in, one answer goes out."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the body piece by piece."""

    def response_empty(self, status: int, headers: list[tuple[str, str]], /) -> None:
        """Answer without a body."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes, /) -> None:
        """Answer with a body."""


class Pages(Protocol):
    """A WSGI application."""

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any], /) -> Iterable[bytes]:
        """Answer one request."""


class _TooSlow(Exception):
    """The body does not come, or not as fast as the slowest network that anybody still has."""


class _Gone(Exception):
    """Whoever sent the body is not there any more."""


class Entry:
    """Takes requests from the server, waits for their bodies, and has threads answer them."""

    def __init__(
        self,
        pages: Pages,
        *,
        threads: int,
        work_at_once: bool = True,
        body_bytes_most: int,
        begin: Callable[[], None] = lambda: None,
        version: Callable[[], int] = lambda: 0,
        line: Line | None = None,
    ) -> None:
        self._pages = pages
        self._begin = begin
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._has_threads = threads > 1
        self._page = _page if work_at_once else one_at_a_time()(_page)
        self._body_bytes_most = body_bytes_most
        self._under_way = 0
        self._line = line
        self._kept = sharing.KeptAnswers(version)
        self._making: dict[sharing.Key, asyncio.Future[sharing.Kept | None]] = {}

    def __rsgi_init__(self, _loop: asyncio.AbstractEventLoop) -> None:
        """Begin to serve: the server calls this once in each process, before the first request."""
        self._begin()

    async def __rsgi__(self, scope: Scope, proto: Exchange) -> None:
        """Answer one request."""
        if scope.proto != "http":
            proto.response_empty(HTTPStatus.NOT_IMPLEMENTED, [])
            return
        if self._line is not None and self._line.is_for(scope):
            await self._stand_in(self._line, scope, proto)
        else:
            await self._take_in(scope, proto, self._pool)

    async def _stand_in(self, line: Line, scope: Scope, proto: Exchange) -> None:
        """Answer what hashes a password, by threads of its own, when its turn has come; or say when to come again."""
        async with line.place() as has_place:
            if has_place:
                await self._take_in(scope, proto, line.pool)
            else:
                proto.response_bytes(*await line.full_answer(scope))

    async def _take_in(self, scope: Scope, proto: Exchange, pool: ThreadPoolExecutor) -> None:
        length = _length(scope)
        # What is too long for every page is not read; the page refuses it in its own words.
        if not 0 < length <= self._body_bytes_most:
            await self._give(scope, proto)
        elif self._under_way + length > UNDER_WAY_BYTES_MOST:
            _NOT_TAKEN.add("no-room")
            proto.response_empty(HTTPStatus.SERVICE_UNAVAILABLE, [("retry-after", "30")])
        else:
            await self._receive(scope, proto, length, pool)

    async def _receive(self, scope: Scope, proto: Exchange, length: int, pool: ThreadPoolExecutor) -> None:
        self._under_way += length
        try:
            with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES_MOST) as body:
                await _whole_body(proto, length, cast(BinaryIO, body))
                await self._answer(scope, proto, cast(BinaryIO, body), pool)
        except _TooSlow:
            _NOT_TAKEN.add("too-slow")
            proto.response_empty(HTTPStatus.REQUEST_TIMEOUT, [("connection", "close")])
        except _Gone:
            _NOT_TAKEN.add("gone")
        finally:
            self._under_way -= length

    async def _give(self, scope: Scope, proto: Exchange) -> None:
        """Answer what brings no body; of many strangers who ask alike, one is answered anew and all get the same."""
        received = time.perf_counter()
        key = sharing.key_of(scope)
        if key is None:
            await self._answer(scope, proto, io.BytesIO())
            return
        kept = self._kept.find(key)
        if kept is None and key not in self._making:
            await self._make(key, scope, proto)
            return
        kept = kept or await self._making[key]
        if kept is None:
            await self._answer(scope, proto, io.BytesIO())
            return
        request_id = str(ids.uuid7())
        headers = [*kept.headers, ("x-request-id", request_id)]
        status = _respond(scope, proto, HTTPStatus.OK, headers, kept.body)
        measuring.given_again(kept.route, status, request_id, received)

    async def _make(self, key: sharing.Key, scope: Scope, proto: Exchange) -> None:
        """Answer anew and whole, and keep what may be given to others."""
        making = self._making[key] = asyncio.get_running_loop().create_future()
        kept = None
        try:
            environ = self._told(scope, io.BytesIO())
            environ.pop("HTTP_IF_NONE_MATCH", None)
            (status, headers, content), since = await self._asked(environ)
            if sharing.MARK in environ:
                kept = self._kept.keep(key, environ[sharing.MARK], headers, content, since)
        finally:
            del self._making[key]
            making.set_result(kept)
        _respond(scope, proto, status, headers, content)

    async def _answer(
        self, scope: Scope, proto: Exchange, body: BinaryIO, pool: ThreadPoolExecutor | None = None
    ) -> None:
        (status, headers, content), _since = await self._asked(self._told(scope, body), pool)
        proto.response_bytes(status, headers, content)

    def _told(self, scope: Scope, body: BinaryIO) -> dict[str, Any]:
        environ = _environ(scope, body, has_threads=self._has_threads)
        environ[RECEIVED_AT] = time.perf_counter()
        return environ

    async def _asked(
        self, environ: dict[str, Any], pool: ThreadPoolExecutor | None = None
    ) -> tuple[Answer, float]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool or self._pool, self._page, self._pages, environ)


async def _whole_body(proto: Exchange, length: int, body: BinaryIO) -> None:
    """Write the body into a file and go back to its beginning."""
    since, received, pieces = time.monotonic(), 0, aiter(proto)
    while received < length:
        allowed = PATIENCE_SECONDS + received / BYTES_A_SECOND_LEAST
        try:
            piece = await asyncio.wait_for(anext(pieces), since + allowed - time.monotonic())
        except TimeoutError as fault:
            raise _TooSlow from fault
        except StopAsyncIteration as fault:
            raise _Gone from fault
        body.write(piece)
        received += len(piece)
    body.seek(0)


def _respond(
    scope: Scope, proto: Exchange, status: int, headers: list[tuple[str, str]], content: bytes
) -> int:
    """Send an answer, or that nothing is new to whoever has it already; give the status that was sent."""
    if status == HTTPStatus.OK and sharing.is_known(scope, headers):
        proto.response_empty(HTTPStatus.NOT_MODIFIED, [one for one in headers if one[0] not in _OF_A_BODY])
        return HTTPStatus.NOT_MODIFIED
    proto.response_bytes(status, headers, content)
    return status


def _page(pages: Pages, environ: dict[str, Any]) -> tuple[Answer, float]:
    """Have the pages answer, in a thread; give when they began as well."""
    since = time.monotonic()
    begun: list[Any] = []
    parts = pages(environ, lambda status, headers, _fault=None: begun.extend((status, headers)))
    try:
        content = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    headers = [(name.lower(), value) for name, value in begun[1]]
    return (int(begun[0].split(" ", 1)[0]), headers, content), since


def _length(scope: Scope) -> int:
    given = scope.headers.get("content-length") or ""
    return int(given) if given.isascii() and given.isdigit() else 0


def _environ(scope: Scope, body: BinaryIO, *, has_threads: bool) -> dict[str, Any]:
    """Say in the words of WSGI (PEP 3333) what the server says of a request."""
    host, _, port = scope.server.rpartition(":")
    return _headers(scope) | {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": has_threads,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _headers(scope: Scope) -> dict[str, Any]:
    """Give the headers; a name with `_` could pass for the one with `-` that a web server in front sets."""
    found: dict[str, Any] = {}
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{between}{value}" if key in found else value
    if scope.authority and "HTTP_HOST" not in found:
        found["HTTP_HOST"] = scope.authority
    return found
