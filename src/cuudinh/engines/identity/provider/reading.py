"""Requests of other systems read strictly: pure, so that every wrong parameter is an example of a test."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from cuudinh.engines.identity.types import Ask, ClientView, ProviderFault, SignIn, WrongClient

LETTERS_MOST: Final = 2_000
REQUEST_PREFIX: Final = "urn:ietf:params:oauth:request_uri:"
_CHALLENGE = re.compile(r"^[A-Za-z0-9_-]{43}$")
_VERIFIER = re.compile(r"^[A-Za-z0-9._~-]{43,128}$")
_PROMPTS: Final = frozenset({"none", "login", "consent", "select_account"})
# Scopes that name no item of the catalogue.
PLAIN_SCOPES: Final = ("openid", "offline_access")
# Parts of OpenID that we do not speak; silence about them would be a promise.
_NOT_SPOKEN: Final = {"request": "request_not_supported", "registration": "registration_not_supported"}


def parameters_of(sent: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Give parameters by name, without empty ones. Raises `ProviderFault` for one that is sent twice or is too long.

    >>> parameters_of({"state": ["a"], "nonce": [""]})
    {'state': 'a'}
    """
    for name, values in sent.items():
        if len(values) > 1:
            raise ProviderFault("invalid_request", f"{_ascii(name)} is sent more than once")
        if values and len(values[0]) > LETTERS_MOST:
            raise ProviderFault("invalid_request", f"{_ascii(name)} is too long")
    return {name: values[0] for name, values in sent.items() if values and values[0]}


def _ascii(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", "?", text[:40])


def sign_in_of(client: ClientView, given: Mapping[str, str]) -> SignIn:
    """Give the request to sign somebody in, once the address to return to is known to be the client's.

    Raises `ProviderFault`.
    """
    for name, error in _NOT_SPOKEN.items():
        if name in given:
            raise ProviderFault(error, f"{name} is not supported")
    if given.get("response_type") != "code":
        error = "unsupported_response_type" if "response_type" in given else "invalid_request"
        raise ProviderFault(error, "response_type must be code")
    if given.get("response_mode", "query") != "query":
        raise ProviderFault("invalid_request", "response_mode must be query")
    if "authorization_code" not in client.grants:
        raise ProviderFault("unauthorized_client", "this client signs nobody in")
    scope = scope_of(client, given.get("scope", ""))
    return SignIn(
        client=client,
        return_address=given["redirect_uri"],
        state=given.get("state", ""),
        nonce=_short(given, "nonce", 200),
        challenge=_challenge(given),
        scope=scope,
        asks=tuple(ask for ask in client.asks if ask.item in scope or ask.is_required),
        prompt=_prompt(given.get("prompt", "")),
        age_seconds_most=_seconds(given.get("max_age")),
    )


def scope_of(client: ClientView, text: str) -> tuple[str, ...]:
    """Give the scopes that count: those of OpenID, and the items that the client may ask for."""
    asked = text.split()
    if "openid" not in asked:
        raise ProviderFault("invalid_scope", "scope must contain openid")
    known = {ask.item for ask in client.asks} | set(PLAIN_SCOPES)
    wrong = [one for one in asked if one not in known]
    if wrong:
        raise ProviderFault("invalid_scope", f"this client may not ask for {_ascii(wrong[0])}")
    return tuple(dict.fromkeys(asked))


def _challenge(given: Mapping[str, str]) -> str:
    """PKCE with S256 only: `plain`, which is also meant when no method is named, proves nothing."""
    if given.get("code_challenge_method") != "S256":
        raise ProviderFault("invalid_request", "code_challenge_method must be S256")
    challenge = given.get("code_challenge", "")
    if not _CHALLENGE.match(challenge):
        raise ProviderFault("invalid_request", "code_challenge must be the base64url of a SHA-256")
    return challenge


def _prompt(text: str) -> frozenset[str]:
    asked = frozenset(text.split())
    if asked - _PROMPTS:
        raise ProviderFault("invalid_request", "prompt has a value that is not known")
    if "none" in asked and len(asked) > 1:
        raise ProviderFault("invalid_request", "prompt=none stands alone")
    return asked


def _seconds(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ProviderFault("invalid_request", "max_age must be a number of seconds")
    return int(text)


def _short(given: Mapping[str, str], name: str, most: int) -> str:
    text = given.get(name, "")
    if len(text) > most:
        raise ProviderFault("invalid_request", f"{name} is too long")
    return text


def fits(challenge: str, verifier: str) -> bool:
    """Say whether a verifier is the one behind a challenge (RFC 7636, S256).

    >>> fits("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    True
    """
    if not _VERIFIER.match(verifier):
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


@dataclass(frozen=True, slots=True)
class Proof:
    """How a client says who it is: by a secret, in the header or the body, or by something it signed."""

    method: str
    client_id: str
    secret: str = ""
    assertion: str = ""


def proof_of(header: str, given: Mapping[str, str]) -> Proof:
    """Give how a client says who it is; more than one way at once is refused. Raises `WrongClient`."""
    ways = [bool(header), "client_secret" in given, "client_assertion" in given]
    if sum(ways) != 1:
        raise WrongClient("exactly one way of client authentication must be used")
    if header:
        return _basic(header, given)
    if "client_secret" in given:
        return Proof("client_secret_post", given.get("client_id", ""), given["client_secret"])
    if given.get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
        raise WrongClient("client_assertion_type must be jwt-bearer")
    return Proof("private_key_jwt", given.get("client_id", ""), assertion=given["client_assertion"])


def _basic(header: str, given: Mapping[str, str]) -> Proof:
    scheme, _space, packed = header.partition(" ")
    try:
        plain = base64.b64decode(packed, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as fault:
        raise WrongClient("the Authorization header cannot be read") from fault
    name, colon, secret = plain.partition(":")
    client_id = unquote(name)
    if scheme.lower() != "basic" or not colon or given.get("client_id", client_id) != client_id:
        raise WrongClient("the Authorization header cannot be read")
    return Proof("client_secret_basic", client_id, unquote(secret))


def is_return_address(text: str) -> bool:
    """Say whether an address may be registered: HTTPS and whole, or this machine itself for who develops.

    >>> [is_return_address(one) for one in ("https://a.example/cb", "http://127.0.0.1:9/cb", "http://a.example/cb")]
    [True, True, False]
    >>> [is_return_address(one) for one in ("https://a.example/cb#x", "https://u@a.example/", "javascript:1", "/cb")]
    [False, False, False, False]
    """
    if len(text) > 400 or not text.isascii() or not text.isprintable() or "#" in text or " " in text:
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or "@" in parts.netloc or "*" in text or "\\" in text:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in {"127.0.0.1", "localhost", "::1"})


def asks_of(rows: Sequence[Mapping[str, object]]) -> tuple[Ask, ...]:
    """Give what a client may ask, from how it is kept."""
    return tuple(Ask(str(row["item"]), dict(row.get("reason") or {})) for row in rows)  # type: ignore[call-overload]  # we wrote an object there
