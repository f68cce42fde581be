"""The fake VNeID as a process: the server of the standard library, for demonstrations and tests only."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from cuudinh.connectors.vneid.fake import CLIENT, SECRET, pages
from cuudinh.connectors.vneid.fake.defects import BY_ID
from cuudinh.connectors.vneid.fake.provider import FakeProvider, Reply

SLOW_SECONDS: Final = 8.0
_FORM_BYTES_MAX: Final = 16_384
_DRIPS: Final = 200


class _Handler(BaseHTTPRequestHandler):
    """Answers one request of the provider."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        """Answer what is read."""
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        answers: dict[str, Callable[[], None]] = {
            "/.well-known/openid-configuration": lambda: self._reply(self._provider.metadata()),
            "/jwks": lambda: self._reply(self._provider.jwks()),
            "/userinfo": lambda: self._reply(self._provider.userinfo(self.headers.get("Authorization", ""))),
            "/authorize": lambda: self._authorize(asked),
            "/dien-thoai": lambda: self._page(pages.confirming(asked.get("luot", ""))),
            "/xong": lambda: self._look(asked.get("luot", "")),
            "/doi": lambda: self._wait(asked.get("luot", "")),
            "/loi": lambda: self._page(pages.switching(self._provider.defect)),
            "/": lambda: self._to("/loi"),
        }
        self._answer(parts.path, answers)

    def do_POST(self) -> None:
        """Answer what is sent."""
        length = min(int(self.headers.get("Content-Length") or 0), _FORM_BYTES_MAX)
        form = dict(parse_qsl(self.rfile.read(length).decode("utf-8", "replace"), keep_blank_values=True))
        answers: dict[str, Callable[[], None]] = {
            "/token": lambda: self._token(form),
            "/xac-nhan": lambda: self._confirm(form),
            "/loi": lambda: self._switch(form.get("loi", "")),
        }
        self._answer(urlsplit(self.path).path, answers)

    @property
    def _provider(self) -> FakeProvider:
        return self.server.provider

    def _answer(self, path: str, answers: dict[str, Callable[[], None]]) -> None:
        if self._provider.defect == "out" and path != "/loi":
            self.close_connection = True
            return
        found = answers.get(path)
        if found is None:
            self._page(pages.mistaken("Không có trang này."), 404)
        else:
            found()

    def _authorize(self, asked: dict[str, str]) -> None:
        name = self._provider.begin(asked)
        if name is None:
            self._page(pages.mistaken("Yêu cầu đăng nhập không như đã thỏa thuận với VNeID giả lập."), 400)
        else:
            self._to(f"/doi?luot={name}")

    def _wait(self, name: str) -> None:
        waiting = self._provider.waiting(name)
        if waiting is None:
            self._page(
                pages.mistaken("Lượt đăng nhập này không còn. Hãy bắt đầu lại từ trang của tỉnh."), 404
            )
        elif waiting.address:
            self._to(waiting.address)
        else:
            self._page(pages.choosing(name, f"{self._provider.issuer}/dien-thoai?luot={name}"))

    def _look(self, name: str) -> None:
        """Say whether somebody has confirmed, for the page that waits."""
        waiting = self._provider.waiting(name)
        self._reply(Reply({"xong": waiting is None or bool(waiting.address)}))

    def _confirm(self, form: dict[str, str]) -> None:
        address = self._provider.confirm(form.get("luot", ""), form.get("nguoi", ""))
        if address is None:
            self._page(pages.mistaken("Lượt đăng nhập này không còn."), 404)
        elif "/dien-thoai" in self.headers.get("Referer", ""):
            self._page(pages.confirmed())
        else:
            self._to(address)

    def _token(self, form: dict[str, str]) -> None:
        if self._provider.defect == "redirects":
            self._to("/token")
        elif self._provider.defect == "slow":
            self.server.is_ending.wait(SLOW_SECONDS)
            self.close_connection = True
        elif self._provider.defect == "drip":
            self._drip()
        else:
            self._reply(self._provider.exchange(form, self.headers.get("Authorization", "")))

    def _drip(self) -> None:
        self._head(200, "application/json", _DRIPS)
        # Whoever has waited long enough goes away in the middle.
        with suppress(OSError):
            for _ in range(_DRIPS):
                self.wfile.write(b" ")
                self.wfile.flush()
                if self.server.is_ending.wait(SLOW_SECONDS / _DRIPS):
                    break
        self.close_connection = True

    def _switch(self, defect: str) -> None:
        if defect and defect not in BY_ID:
            self._page(pages.mistaken("Không có lỗi này."), 404)
            return
        self._provider.defect = defect
        self._to("/loi")

    def _reply(self, reply: Reply) -> None:
        self._head(reply.status, "application/json", len(reply.body))
        with suppress(OSError):
            self.wfile.write(reply.body)

    def _page(self, text: str, status: int = 200) -> None:
        body = text.encode()
        self._head(status, "text/html; charset=utf-8", len(body))
        self.wfile.write(body)

    def _to(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _head(self, status: int, kind: str, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: addresses hold codes."""


class _Server(ThreadingHTTPServer):
    """The server, with the provider that its handlers ask."""

    daemon_threads = True

    def __init__(self, place: tuple[str, int], provider_at: Callable[[str], FakeProvider]) -> None:
        super().__init__(place, _Handler)
        self.is_ending = threading.Event()
        self.provider = provider_at(f"http://{place[0]}:{self.server_port}")


def serve(host: str, port: int, *, client: str = CLIENT, secret: str = SECRET) -> None:
    """Be the fake VNeID until the process is ended."""
    _server(host, port, client, secret).serve_forever()


@contextmanager
def running(port: int = 0, *, client: str = CLIENT, secret: str = SECRET) -> Iterator[FakeProvider]:
    """Be the fake VNeID beside the block, on a port of this machine; give the provider, whose faults can be set."""
    server = _server("127.0.0.1", port, client, secret)
    thread = threading.Thread(target=partial(server.serve_forever, 0.02), daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.is_ending.set()
        server.shutdown()
        server.server_close()


def _server(host: str, port: int, client: str, secret: str) -> _Server:
    return _Server((host, port), lambda issuer: FakeProvider(issuer, client, secret))
