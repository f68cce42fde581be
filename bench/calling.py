"""Both ways of answering, called alike inside one process: the platform over WSGI, a floor over RSGI."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.apps import apps
from django.core.handlers.wsgi import WSGIHandler

from bench.floors import Floor
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.kernel import clock
from cuudinh.web import limits

# Whoever holds a key is counted by the account: a measurement asks more often than anybody may.
_FORGIVEN_EVERY = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One address, asked by whoever holds the token: a key of a program, or the cookie of a browser."""

    path: str
    key: str = ""
    cookie: str = ""


@dataclass
class _Taken:
    """The exchange of RSGI, kept in memory."""

    status: int = 0
    body: bytes = b""

    def response_bytes(self, status: int, _headers: list[tuple[str, str]], body: bytes, /) -> None:
        self.status, self.body = status, body


@dataclass(frozen=True, slots=True)
class _Scope:
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)


def key_for(account_id: int) -> str:
    """Begin a session of a program for an account of the store and give its key."""
    return _session(account_id, "api.")


def cookie_for(account_id: int) -> str:
    """Begin a session of a browser for an account of the store and give its token."""
    return _session(account_id, "")


def _session(account_id: int, mark: str) -> str:
    token, now = f"{mark}{secrets.token_urlsafe(24)}", clock.now()
    later = now + timedelta(hours=9)
    apps.get_model("identity", "Session").objects.create(
        account_id=account_id,
        token_hash=hash_of(token),
        made_at=now,
        # Seen later than now, so that no measured call writes that it was seen.
        seen_at=later,
        idle_until=later,
        ends_at=later,
    )
    return token


def ours(asked: Asked) -> Callable[[], bytes]:
    """Give a call of the platform: middleware, routes, permission, page. Each comes from another network."""
    handler, numbers = WSGIHandler(), count(1)
    fixed: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": asked.path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_ACCEPT": "*/*",
        "wsgi.url_scheme": "http",
    }
    if asked.key:
        fixed["HTTP_AUTHORIZATION"] = f"Bearer {asked.key}"
    if asked.cookie:
        fixed["HTTP_COOKIE"] = f"cd_session={asked.cookie}"

    def call() -> bytes:
        number = next(numbers)
        if not number % _FORGIVEN_EVERY:
            limits.forget_all()
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        statuses: list[str] = []

        def start(status: str, _headers: Any, _fault: Any = None, /) -> Callable[[bytes], object]:
            statuses.append(status)
            return lambda _piece: None

        answer = handler({**fixed, "REMOTE_ADDR": address, "wsgi.input": BytesIO()}, start)
        body = b"".join(answer)
        answer.close()
        assert statuses[0].startswith("200"), f"{asked.path}: {statuses[0]}"
        return body

    return call


def by_hand(floor: Floor, asked: Asked) -> Callable[[], bytes]:
    """Give a call of a floor."""
    headers = {"host": "localhost:8000"}
    if asked.key:
        headers["authorization"] = f"Bearer {asked.key}"
    if asked.cookie:
        headers["cookie"] = f"cd_session={asked.cookie}"

    def call() -> bytes:
        taken = _Taken()
        exchange = floor.__rsgi__(_Scope(asked.path, headers=headers), taken)
        with suppress(StopIteration):
            exchange.send(None)
        assert taken.status == 200, f"{asked.path} by hand: {taken.status}"
        return taken.body

    return call
