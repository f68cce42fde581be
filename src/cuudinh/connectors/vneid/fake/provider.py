"""What the fake VNeID knows and answers: a provider of OpenID Connect in memory, honest unless told otherwise."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from cuudinh.connectors.vneid.fake.personas import BY_ID, Persona
from cuudinh.connectors.vneid.fake.tokens import OTHER, id_token, made_keys

_SESSIONS_MOST = 1_000


@dataclass
class Waiting:
    """A sign-on that waits for somebody to confirm it on the phone; `address` is where the browser then goes."""

    asked: Mapping[str, str]
    address: str = ""


@dataclass(frozen=True)
class Granted:
    """What a code stands for."""

    client: str
    return_address: str
    nonce: str
    challenge: str
    persona: Persona = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """An answer of the provider: JSON, unless it is `raw`."""

    said: Any = None
    status: int = 200
    raw: bytes | None = None

    @property
    def body(self) -> bytes:
        """The body as it goes out."""
        return self.raw if self.raw is not None else json.dumps(self.said).encode()


class FakeProvider:
    """A provider for one client. `defect` is the one thing that is wrong with it; empty: nothing is."""

    def __init__(self, issuer: str, client: str, secret: str) -> None:
        self.issuer, self.client, self._secret = issuer, client, secret
        self.defect = ""
        self.keys = made_keys()
        self._waiting: dict[str, Waiting] = {}
        self._codes: dict[str, Granted] = {}
        self._people: dict[str, Persona] = {}
        self._lock = threading.Lock()

    def metadata(self) -> Reply:
        """Give what the provider says of itself."""
        at = self.issuer
        token = f"{at}/token" if self.defect != "unsafe" else "http://vneid.example/token"
        said: dict[str, Any] = {
            "issuer": OTHER if self.defect == "discovery" else at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": token,
            "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["plain"] if self.defect == "weak" else ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
        return Reply(said)

    def jwks(self) -> Reply:
        """Give the public keys."""
        keys = [] if self.defect == "no-keys" else [key.as_dict(private=False) for key in self.keys]
        return Reply({"keys": [{**key, "alg": "RS256"} for key in keys]})

    def begin(self, asked: Mapping[str, str]) -> str | None:
        """Let a sign-on wait for somebody; give its name, or None for one that was not asked as agreed."""
        is_right = (
            asked.get("client_id") == self.client
            and asked.get("response_type") == "code"
            and asked.get("code_challenge_method") == "S256"
            and bool(asked.get("state") and asked.get("nonce") and asked.get("redirect_uri"))
        )
        if not is_right:
            return None
        name = secrets.token_urlsafe(12)
        with self._lock:
            if len(self._waiting) >= _SESSIONS_MOST:
                self._waiting.clear()
            self._waiting[name] = Waiting(dict(asked))
        return name

    def waiting(self, name: str) -> Waiting | None:
        """Give a sign-on that waits or was just confirmed."""
        return self._waiting.get(name)

    def confirm(self, name: str, persona_id: str) -> str | None:
        """Confirm a sign-on as somebody, or decline it for nobody; give where the browser goes."""
        waiting = self._waiting.get(name)
        if waiting is None:
            return None
        persona = BY_ID.get(persona_id)
        if persona is None or self.defect == "denied":
            waiting.address = self._back(waiting, {"error": "access_denied"})
        elif self.defect == "error":
            waiting.address = self._back(waiting, {"error": "server_error"})
        else:
            waiting.address = self._back(waiting, {"code": self._code(waiting, persona)})
        return waiting.address

    def _code(self, waiting: Waiting, persona: Persona) -> str:
        code, asked = secrets.token_urlsafe(24), waiting.asked
        client = "he-thong-khac" if self.defect == "other-client" else asked["client_id"]
        granted = Granted(client, asked["redirect_uri"], asked["nonce"], asked["code_challenge"], persona)
        if self.defect != "replayed":
            self._codes[code] = granted
        return code

    def _back(self, waiting: Waiting, said: Mapping[str, str]) -> str:
        state = "state-cua-luot-khac" if self.defect == "state" else waiting.asked["state"]
        answer = {**said, "state": state, "iss": OTHER if self.defect == "response-issuer" else self.issuer}
        if self.defect == "no-response-issuer":
            del answer["iss"]
        return f"{waiting.asked['redirect_uri']}?{urlencode(answer)}"

    def exchange(self, form: Mapping[str, str], authorization: str) -> Reply:
        """Exchange a code for tokens, once, for the client it was given to."""
        spoilt = {
            "broken": Reply({"error": "server_error"}, 500),
            "not-json": Reply(raw=b"<html>502 Bad Gateway</html>"),
            "enormous": Reply(raw=b'{"x":"' + b"x" * 2_000_000 + b'"}'),
        }
        if self.defect in spoilt:
            return spoilt[self.defect]
        if self.defect == "client-unknown" or not self._is_client(authorization):
            return Reply({"error": "invalid_client"}, 401)
        granted = self._codes.pop(form.get("code", ""), None)
        if granted is None or not self._fits(granted, form):
            return Reply({"error": "invalid_grant"}, 400)
        return Reply(self._tokens(granted))

    def _is_client(self, authorization: str) -> bool:
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() != "basic":
            return False
        name, _, secret = base64.b64decode(given).decode().partition(":")
        return (unquote(name), unquote(secret)) == (self.client, self._secret)

    def _fits(self, granted: Granted, form: Mapping[str, str]) -> bool:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return (
            granted.client == self.client
            and granted.return_address == form.get("redirect_uri")
            and (challenge == granted.challenge or self.defect == "any-verifier")
        )

    def _tokens(self, granted: Granted) -> dict[str, Any]:
        access_token = secrets.token_urlsafe(24)
        self._people[access_token] = granted.persona
        given = {"access_token": access_token, "token_type": "Bearer", "expires_in": 300}
        if self.defect == "no-id-token":
            return given
        token = id_token(
            self.defect,
            self.keys[0],
            granted.persona,
            issuer=self.issuer,
            client=self.client,
            nonce=granted.nonce,
            access_token=access_token,
        )
        return {**given, "id_token": token}

    def userinfo(self, authorization: str) -> Reply:
        """Give what is known of the person of an access token."""
        persona = self._people.get(authorization.partition(" ")[2])
        if persona is None:
            return Reply({"error": "invalid_token"}, 401)
        said = {"sub": persona.subject, "name": persona.name}
        if persona.citizen_number:
            said["citizen_id"] = persona.citizen_number
        if persona.passport_number:
            said["passport_number"] = persona.passport_number
        changes: dict[str, dict[str, str]] = {
            "user-changed": {"sub": "gia-lap-nguoi-khac"},
            "number": {"citizen_id": "12345"},
            "no-name": {"name": ""},
        }
        return Reply({**said, **changes.get(self.defect, {})})
