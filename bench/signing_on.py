"""Rows of signing in: what a living session costs, and the way from the page of signing in to a session by VNeID.

The other side is the fake provider in this process, without a network; the processor time that it takes for itself,
its signatures above all, is taken off.
"""

import re
import sqlite3
import time
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
from argon2 import PasswordHasher
from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from bench.calling import cookie_for
from bench.floors.answering import SESSION
from bench.measuring import Row, cpu_us, most_row, paired
from bench.store import Store, account_of
from cuudinh.connectors.vneid.client import VNeID
from cuudinh.connectors.vneid.fake import CLIENT, SECRET
from cuudinh.connectors.vneid.fake.provider import FakeProvider, Reply
from cuudinh.engines.identity.sessions import actor_by_token
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.kernel import clock
from cuudinh.web import limits

SESSION_US_MOST = 50
SIGN_IN_MS_MOST = 10
ISSUER = "https://vneid.example"
_SIGN_ONS = 20
_ROUNDS = 7
_PASSWORD = "mật khẩu để đo"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Headers = list[tuple[str, str]]


def session_check(store: Store) -> Row:
    """Measure the look-up of who asks, from the token of a resident's browser to the actor."""
    token = cookie_for(account_of(store.resident))
    hand = _by_hand(store.file, token)
    found = actor_by_token(token)
    assert found is not None
    assert found.account_id == hand()
    pair = paired(lambda: actor_by_token(token), hand, times=400)
    what = "who asks, from the token of a browser"
    against = f"the same row by sqlite3 and a hash by hand ({pair.floor_us:.0f} µs)"
    return most_row("session-check", what, pair.ours_us, "µs CPU", most=SESSION_US_MOST, against=against)


def _by_hand(file: Path, token: str) -> Callable[[], int]:
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)

    def call() -> int:
        now = clock.now().replace(tzinfo=None).isoformat(" ")
        ((account_id, _seen),) = database.execute(SESSION, (hash_of(token), now, now)).fetchall()
        return int(account_id)

    return call


class _Other:
    """The other side without a network, and the processor time it took for itself."""

    def __init__(self) -> None:
        self.provider = FakeProvider(ISSUER, CLIENT, SECRET)
        self.seconds = 0.0

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer what the connector asks."""
        began = time.process_time()
        form, authorization = (
            dict(parse_qsl(request.content.decode())),
            request.headers.get("Authorization", ""),
        )
        answers: dict[str, Callable[[], Reply]] = {
            "/.well-known/openid-configuration": self.provider.metadata,
            "/jwks": self.provider.jwks,
            "/token": lambda: self.provider.exchange(form, authorization),
            "/userinfo": lambda: self.provider.userinfo(authorization),
        }
        reply = answers[request.url.path]()
        self.seconds += time.process_time() - began
        return httpx.Response(reply.status, content=reply.body)

    def confirm(self, address: str) -> str:
        """Confirm as somebody; give the query that the browser brings back."""
        began = time.process_time()
        name = self.provider.begin({key: one[0] for key, one in parse_qs(urlsplit(address).query).items()})
        assert name is not None, "the connector asks as agreed"
        back = self.provider.confirm(name, "lan")
        assert back is not None, "somebody waits for this"
        self.seconds += time.process_time() - began
        return urlsplit(back).query


@cache
def _other() -> _Other:
    return _Other()


@cache
def connected() -> VNeID:
    """Give the connector that the settings name here."""
    transport = httpx.MockTransport(_other().answer)
    return VNeID(ISSUER, CLIENT, SECRET, mark=Path(mkdtemp(prefix="bench-")) / "vneid", transport=transport)


def sign_in(_store: Store) -> Row:
    """Measure the page of signing in, the way to VNeID and back, and the session that begins."""
    settings.CUUDINH_SIGN_ON = "bench.signing_on.connected"
    try:
        _signed_in()
        limits.forget_all()
        figures = sorted(_one_round() for _ in range(_ROUNDS))
    finally:
        settings.CUUDINH_SIGN_ON = ""
    what = "page of signing in, VNeID and back, session"
    against = "nothing is hashed slowly; the provider's own time is taken off"
    return most_row(
        "sign-in", what, figures[_ROUNDS // 2] / 1000, "ms CPU", most=SIGN_IN_MS_MOST, against=against
    )


def _one_round() -> float:
    """Give the microseconds of one sign-in, over some, without those of the other side."""
    limits.forget_all()
    before = _other().seconds
    whole = cpu_us(_signed_in, _SIGN_ONS)
    return whole - (_other().seconds - before) / _SIGN_ONS * 1e6


def _signed_in() -> None:
    """Sign somebody in through the pages."""
    _ask("/dang-nhap")
    _status, headers, _page = _ask("/dang-nhap/vneid")
    back = _other().confirm(dict(headers)["Location"])
    status, headers, _page = _ask("/dang-nhap/vneid/tra-loi", back, _cookie(headers, "cd_sign_on"))
    assert status.startswith("303"), status
    assert _cookie(headers, "cd_session")


def sign_in_by_password(store: Store) -> Row:
    """Measure the page of signing in, the form with a password, and the session that begins."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    account = apps.get_model("identity", "Account").objects.get(pk=account_of(store.officer))
    account.credentials.update(secret=quick.hash(_PASSWORD))
    _signed_in_by_password(account.login)
    figures = []
    for _ in range(_ROUNDS):
        limits.forget_all()
        figures.append(cpu_us(lambda: _signed_in_by_password(account.login), _SIGN_ONS))
    what = "page of signing in, the form with a password, session"
    against = "a hash that costs nothing stands for the slow one"
    figure = sorted(figures)[_ROUNDS // 2] / 1000
    return most_row("sign-in-password", what, figure, "ms CPU", most=SIGN_IN_MS_MOST, against=against)


def _signed_in_by_password(login: str) -> None:
    """Sign somebody in through the form."""
    _status, headers, page = _ask("/dang-nhap")
    token = _TOKEN.search(page)
    assert token is not None, "every form brings a token"
    form = {"csrfmiddlewaretoken": token[1], "ten": login, "mat_khau": _PASSWORD, "tiep": "/"}
    kept = _cookie(headers, "cd_csrf")
    status, headers, _page = _ask("/dang-nhap", cookie=kept, form=urlencode(form).encode())
    assert status.startswith("303"), status
    assert _cookie(headers, "cd_session")


def _cookie(headers: Headers, name: str) -> str:
    """Give a cookie that an answer sets, as the browser brings it back."""
    given = next(value for key, value in headers if key == "Set-Cookie" and f"{name}=" in value)
    return given.strip().partition(";")[0]


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def _ask(path: str, query: str = "", cookie: str = "", form: bytes = b"") -> tuple[str, Headers, str]:
    """Ask for a page, or send a form, as a browser does."""
    given: dict[str, Any] = {
        "REQUEST_METHOD": "POST" if form else "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "10.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(form)),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(form),
    }
    seen: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, _fault: Any = None, /) -> Callable[[bytes], object]:
        seen.append((status, headers))
        return lambda _piece: None

    answer = _handler()(given, start)
    body = b"".join(answer).decode()
    answer.close()
    return *seen[0], body


SIGNING_ON: dict[str, Callable[[Store], Row]] = {
    "session-check": session_check,
    "sign-in": sign_in,
    "sign-in-password": sign_in_by_password,
}
