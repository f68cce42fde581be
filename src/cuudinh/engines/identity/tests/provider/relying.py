"""A small system that signs people in through us, for tests: it keeps what a real one keeps, and forgets nothing."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client as Browser
from joserfc import jwt
from joserfc.jwk import KeySet

from cuudinh.engines.identity.commands.clients import add_client
from cuudinh.engines.identity.tests.conftest import CONSOLE
from cuudinh.engines.identity.types import Ask, NewClient

BACK = "https://truong.example/oidc/ve"


def basic(client_id: str, secret: str) -> str:
    """Give the header by which a client shows its secret."""
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


@dataclass
class School:
    """A registered client with one sign-in under way."""

    client_id: str
    secret: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def challenge(self) -> str:
        """The S256 of the verifier."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def asks(self, **changes: str | None) -> dict[str, str]:
        """Give the parameters of the authorization request; None leaves one out."""
        given: dict[str, str | None] = {
            "client_id": self.client_id,
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": "openid name phone",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (given | changes).items() if value is not None}

    def post(self, path: str, given: dict[str, str], **headers: str) -> Any:
        """Send a form as this client, with no cookie of anybody."""
        sent = {"HTTP_AUTHORIZATION": basic(self.client_id, self.secret), **headers}
        return Browser().post(path, {k: v for k, v in given.items() if v is not None}, **sent)  # type: ignore[arg-type]

    def redeems(self, code: str, **changes: str) -> Any:
        """Bring a code for tokens."""
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": self.verifier,
        }
        return self.post("/oauth/token", given | changes)

    def refreshes(self, token: str, **changes: str) -> Any:
        """Bring a refresh token for the next pair."""
        return self.post("/oauth/token", {"grant_type": "refresh_token", "refresh_token": token} | changes)


def agree(browser: Browser, asked: dict[str, str], *items: str) -> Any:
    """Decide on the page of consent for some items."""
    address = f"/cho-phep?{query(asked)}"
    assert browser.get(address).status_code == 200
    return browser.post(address, {"quyet_dinh": "dong-y", "muc": list(items)})


def query(given: dict[str, str]) -> str:
    """Give parameters as an address holds them."""
    return urlencode(given)


def answered(answer: Any) -> dict[str, str]:
    """Give what an answer that leads back to the client says to it."""
    assert answer.status_code == 303, answer.content
    assert answer["Location"].startswith(BACK), answer["Location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def userinfo(token: str) -> Any:
    """Read what a person granted, with an access token."""
    return Browser().get("/oauth/thong-tin", HTTP_AUTHORIZATION=f"Bearer {token}")


def registered(client_id: str = "truong-a", **changes: Any) -> School:
    """Register a school that may ask for name and phone."""
    asked = {
        "client_id": client_id,
        "names": {"vi": "Trường A"},
        "return_addresses": (BACK,),
        "after_sign_out_addresses": ("https://truong.example/tam-biet",),
        "sign_out_address": "https://truong.example/oidc/dang-xuat",
        "asks": (Ask("name"), Ask("phone")),
    }
    _view, secret = add_client(CONSOLE, asked=NewClient(**{**asked, **changes}))
    return School(client_id, secret.secret)


def code_of(browser: Browser, school: School, *items: str, **changes: str | None) -> str:
    """Let somebody agree to some items, and give the code that goes back."""
    return answered(agree(browser, school.asks(**changes), *items))["code"]


def tokens_of(browser: Browser, school: School, *items: str, **changes: str | None) -> dict[str, Any]:
    """Let somebody agree to some items, and give what the school gets for it."""
    answer = school.redeems(code_of(browser, school, *items, **changes))
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def read(id_token: str) -> dict[str, Any]:
    """Read what we signed, with the keys that we publish."""
    keys = KeySet.import_key_set(Browser().get("/oauth/khoa").json())
    return dict(jwt.decode(id_token, keys, algorithms=["ES256", "RS256"]).claims)
