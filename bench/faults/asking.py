"""Somebody who asks over HTTP, one request after the other, and says so when no answer comes."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

PATIENCE_SECONDS = 60.0


class Gone(Exception):
    """No answer came: the other side was away, or went while it answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, read whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """What the body says."""
        return json.loads(self.body)


@dataclass
class Caller:
    """Somebody with an address of their own and, once signed in, a key."""

    port: int
    token: str = ""
    address: str = field(default_factory=lambda: f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.9")
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, login: str, password: str) -> None:
        """Get a key."""
        answer = self.post("/api/v1/sessions", {"login": login, "password": password})
        assert answer.status == 201, answer.body
        self.token = answer.json["token"]

    def get(self, path: str, **headers: str) -> Answer:
        """Open an address."""
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, body: object, **headers: str) -> Answer:
        """Send JSON."""
        given = {"Content-Type": "application/json", **headers}
        return self.ask("POST", path, json.dumps(body).encode(), given)

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a request on a connection of its own. Raises `Gone`."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            line.request(method, path, body or None, {**self._own(), **headers})
            answer = line.getresponse()
            self._keep(answer.headers.get_all("Set-Cookie") or ())
            return Answer(answer.status, dict(answer.headers.items()), answer.read())
        except (OSError, HTTPException) as fault:
            raise Gone from fault
        finally:
            line.close()

    def _own(self) -> dict[str, str]:
        key = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"X-Forwarded-For": self.address, **key, **({"Cookie": cookies} if cookies else {})}

    def _keep(self, set_cookies: Any) -> None:
        for one in set_cookies:
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')


def multipart(fields: Mapping[str, str], files: list[tuple[str, str, str, bytes]]) -> tuple[str, bytes]:
    """Give the type and the body of a form with files, each by field, name, type and content."""
    mark = secrets.token_hex(12)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, file_name, kind, content in files:
        said = f'form-data; name="{name}"; filename="{file_name}"'
        head = f"--{mark}\r\nContent-Disposition: {said}\r\nContent-Type: {kind}\r\n\r\n"
        parts += [head.encode("utf-8", "surrogateescape"), content, b"\r\n"]
    return f"multipart/form-data; boundary={mark}", b"".join((*parts, f"--{mark}--\r\n".encode()))
