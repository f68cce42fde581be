"""A sample school system that signs its teachers in through us: for demonstrations, for tests, and to copy from.

It keeps everything in memory, shares nothing with the provider, and checks what it gets as a real system has to:
issuer of the answer, state, signature, audience, nonce, and the word that somebody signed out.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_BODY_BYTES_MOST = 65_536
StartResponse = Callable[..., Any]


class WrongAnswer(Exception):
    """What came back is not what was asked for, or not from whom it was asked."""


@dataclass
class School:
    """The school: where it signs people in, as which client, and who is in."""

    issuer: str
    client_id: str
    secret: str
    address: str
    scope: str = "openid name unit"
    places: dict[str, Any] = field(default_factory=dict)
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    told_out: list[str] = field(default_factory=list)

    def place(self, name: str) -> str:
        """Give an address of the provider by its name in the discovery."""
        if not self.places:
            self.places = httpx.get(f"{self.issuer}/.well-known/openid-configuration", timeout=5).json()
            if self.places.get("issuer") != self.issuer:
                raise WrongAnswer("issuer")
        return str(self.places[name])

    def begin(self) -> str:
        """Give where to send somebody who wants to sign in."""
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        state, digest = secrets.token_urlsafe(16), hashlib.sha256(verifier.encode()).digest()
        self.waiting[state] = {"verifier": verifier, "nonce": nonce}
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": f"{self.address}/oidc/ve",
            "scope": self.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.place('authorization_endpoint')}?{urlencode(asked)}"

    def finish(self, query: dict[str, str]) -> str:
        """Let somebody in who came back, and give the mark of their session. Raises `WrongAnswer`."""
        kept = self.waiting.pop(query.get("state", ""), None)
        if kept is None or query.get("iss") != self.issuer or "code" not in query:
            raise WrongAnswer(query.get("error", "state"))
        told = self._tokens(query["code"], kept["verifier"])
        claims = self._read(told["id_token"])
        if claims.get("nonce") != kept["nonce"]:
            raise WrongAnswer("nonce")
        shown = {"Authorization": f"Bearer {told['access_token']}"}
        about = httpx.get(self.place("userinfo_endpoint"), headers=shown, timeout=5).json()
        if about.get("sub") != claims["sub"]:
            raise WrongAnswer("sub")
        mark = secrets.token_urlsafe(24)
        self.people[mark] = {**about, "sid": claims["sid"], "acr": claims["acr"], "hint": told["id_token"]}
        return mark

    def _tokens(self, code: str, verifier: str) -> dict[str, Any]:
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": f"{self.address}/oidc/ve",
            "code_verifier": verifier,
        }
        proof = (self.client_id, self.secret)
        answer = httpx.post(self.place("token_endpoint"), data=given, auth=proof, timeout=5)
        return dict(answer.raise_for_status().json())

    def _read(self, signed: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(httpx.get(self.place("jwks_uri"), timeout=5).json())
        try:
            token = jwt.decode(signed, keys, algorithms=["ES256", "RS256"])
            jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.client_id},
                exp={"essential": True},
            ).validate(token.claims)
        except (JoseError, ValueError) as fault:
            raise WrongAnswer("signature") from fault
        return dict(token.claims)

    def sign_out(self, token: str) -> None:
        """Take the word that somebody signed out at the provider. Raises `WrongAnswer`."""
        claims = self._read(token)
        if _LOGOUT_EVENT not in claims.get("events", {}) or "nonce" in claims:
            raise WrongAnswer("events")
        self.told_out.append(str(claims["sid"]))
        self.people = {mark: one for mark, one in self.people.items() if one["sid"] != claims["sid"]}

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            return self._answer(environ, start)
        except (WrongAnswer, httpx.HTTPError, KeyError) as fault:
            return _page(
                start, "400 Bad Request", f"<h1>Không đăng nhập được</h1><p>{escape(str(fault))}</p>"
            )

    def _answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        if path == "/vao":
            return _to(start, self.begin())
        if path == "/oidc/ve":
            return _to(start, "/", f"truong={self.finish(query)}; Path=/; HttpOnly; SameSite=Lax")
        if path == "/oidc/dang-xuat" and environ["REQUEST_METHOD"] == "POST":
            length = min(int(environ.get("CONTENT_LENGTH") or 0), _BODY_BYTES_MOST)
            self.sign_out(parse_qs(environ["wsgi.input"].read(length).decode())["logout_token"][0])
            start("204 No Content", [("Cache-Control", "no-store")])
            return []
        return _page(start, "200 OK", self._home(environ))

    def _home(self, environ: dict[str, Any]) -> str:
        jar = SimpleCookie(environ.get("HTTP_COOKIE", ""))
        person = self.people.get(jar["truong"].value) if "truong" in jar else None
        if person is None:
            return '<h1>Sổ điểm Trường mẫu</h1><p><a href="/vao">Đăng nhập bằng tài khoản thành phố</a></p>'
        name = escape(str(person.get("name", "giáo viên")))
        return f"<h1>Sổ điểm Trường mẫu</h1><p>Xin chào, {name}.</p><p>{escape(person['acr'])}</p>"


def _page(start: StartResponse, status: str, body: str) -> Iterable[bytes]:
    start(status, [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")])
    head = '<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width">'
    return [f"{head}<title>Trường mẫu</title><body><main>{body}</main></body></html>".encode()]


def _to(start: StartResponse, address: str, cookie: str = "") -> Iterable[bytes]:
    start("303 See Other", [("Location", address), *([("Set-Cookie", cookie)] if cookie else [])])
    return []


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def server_of(school: School, port: int) -> WSGIServer:
    """Give a server of the school on this machine, to be run by whoever asked."""
    return make_server("127.0.0.1", port, school, handler_class=_Quiet)
