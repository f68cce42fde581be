"""What strangers are answered alike is made once a second, and what could be somebody's own is made for them alone."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from cuudinh.project.receiving import Entry
from cuudinh.web import sharing

PUBLIC = [("Content-Type", "text/html"), ("ETag", '"a"'), ("Cache-Control", "public, no-cache")]


class Headers(dict[str, str]):
    """Headers as the server gives them."""

    def get_all(self, name: str) -> list[str]:
        """Give the lines of one header."""
        return [self[name]]


@dataclass
class Asked:
    """A request as the server tells it."""

    path: str = "/phan-anh"
    query_string: str = ""
    headers: Headers = field(default_factory=Headers)
    method: str = "GET"
    proto: str = "http"
    scheme: str = "http"
    authority: str = "a"
    server: str = "a:80"
    client: str = "203.0.113.5:4000"
    http_version: str = "1.1"


class Taken:
    """Keeps what was answered."""

    def __init__(self) -> None:
        self.status, self.body = 0, b""
        self.headers: dict[str, str] = {}

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        """Take an answer without a body."""
        self.status, self.headers = status, dict(headers)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Take an answer."""
        self.status, self.headers, self.body = status, dict(headers), body


class Pages:
    """Pages that say how often they were asked, slowly enough for a crowd to gather."""

    def __init__(self, *, is_shared: bool = True, size: int = 1) -> None:
        self.asked, self.is_shared, self.size, self.version = 0, is_shared, size, 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        self.asked += 1
        time.sleep(0.02)
        assert "HTTP_IF_NONE_MATCH" not in environ or not self.is_shared
        if self.is_shared:
            environ[sharing.MARK] = "portal:cases"
        start("200 OK", PUBLIC)
        return [str(self.asked).encode() * self.size]


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run in a thread of its own: a browser of another test may have left its loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _answers(pages: Pages, *asked: Asked, entry: Entry | None = None) -> list[Taken]:
    served = entry or _entry(pages)
    taken = [Taken() for _ in asked]

    async def all_at_once() -> None:
        await asyncio.gather(*(served.__rsgi__(one, to) for one, to in zip(asked, taken, strict=True)))  # type: ignore[arg-type]

    _run(all_at_once())
    return taken


def _entry(pages: Pages) -> Entry:
    return Entry(pages, threads=1, body_bytes_most=1_000, version=lambda: pages.version)


def test_a_crowd_that_asks_alike_is_answered_by_one_making() -> None:
    pages = Pages()
    taken = _answers(pages, *(Asked() for _ in range(50)))
    assert (pages.asked, {one.body for one in taken}) == (1, {b"1"})
    assert len({one.headers["x-request-id"] for one in taken if "x-request-id" in one.headers}) == 49


def test_after_a_second_or_with_another_pack_it_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages()
    entry = _entry(pages)
    monkeypatch.setattr(sharing, "SECONDS_MOST", 0.3)
    assert [_answers(pages, Asked(), entry=entry)[0].body for _ in range(2)] == [b"1", b"1"]
    pages.version += 1
    assert _answers(pages, Asked(), entry=entry)[0].body == b"2"
    time.sleep(0.3)
    assert _answers(pages, Asked(), entry=entry)[0].body == b"3"


OTHERS = {
    "cookie": "cd_session=a",
    "authorization": "Bearer api.a",
    "range": "bytes=0-1",
}


@pytest.mark.parametrize("name", OTHERS)
def test_whoever_brings_what_could_be_theirs_is_answered_anew(name: str) -> None:
    pages = Pages()
    _answers(
        pages,
        Asked(),
        Asked(headers=Headers({name: OTHERS[name]})),
        Asked(headers=Headers({name: OTHERS[name]})),
    )
    assert pages.asked == 3


@pytest.mark.parametrize(
    "other",
    [
        Asked(query_string="trang=2"),
        Asked(scheme="https"),
        Asked(authority="b"),
        Asked(headers=Headers({"host": "b"})),
        Asked(headers=Headers({"cookie": "cd_lang=en"})),
        Asked(headers=Headers({"cookie": "cd_csrf=x; cd_theme=dark"})),
        Asked(headers=Headers({"hx-request": "true"})),
        Asked(headers=Headers({"accept-language": "en"})),
        Asked(headers=Headers({"accept-encoding": "br, gzip"})),
    ],
)
def test_what_is_shown_otherwise_is_told_apart(other: Asked) -> None:
    pages = Pages()
    _answers(pages, Asked(), other, other)
    assert pages.asked == 2


def test_what_is_not_for_all_reaches_nobody_else() -> None:
    pages = Pages(is_shared=False)
    taken = _answers(pages, *(Asked() for _ in range(5)))
    assert sorted(one.body for one in taken) == [b"1", b"2", b"3", b"4", b"5"]


def test_who_has_it_already_is_told_so_whether_it_was_kept_or_made() -> None:
    pages, known = Pages(), Asked(headers=Headers({"if-none-match": 'W/"b", W/"a"'}))
    made, kept = _answers(pages, known, known)
    for one in (made, kept):
        assert (one.status, one.body, one.headers["etag"]) == (304, b"", '"a"')
        assert "content-type" not in one.headers
    assert pages.asked == 1


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages(size=400)
    entry = _entry(pages)
    monkeypatch.setattr(sharing, "BYTES_MOST", 1_000)
    first, second, third = (Asked(query_string=str(number)) for number in range(3))
    _answers(pages, first, second, third, entry=entry)
    _answers(pages, second, third, entry=entry)
    assert pages.asked == 3
    _answers(pages, first, entry=entry)
    assert pages.asked == 4


def test_a_fault_while_it_is_made_leaves_nobody_waiting() -> None:
    class Faulty(Pages):
        def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            if self.asked == 0:
                self.asked += 1
                raise RuntimeError("broken")
            return super().__call__(environ, start)

    pages, taken = Faulty(), [Taken(), Taken()]
    entry = _entry(pages)

    async def both() -> list[Any]:
        asking = (entry.__rsgi__(Asked(), to) for to in taken)  # type: ignore[arg-type]
        return await asyncio.gather(*asking, return_exceptions=True)

    assert [type(one) for one in _run(both())] == [RuntimeError, type(None)]
    assert taken[1].body == b"2"
