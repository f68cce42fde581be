"""What the provider says of itself, and its keys: read once, kept for a while, checked before anything is believed."""

import threading
import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cuudinh.connectors.asking.wire import Wire
from cuudinh.engines.identity.types import SignOnRefused

KEPT_SECONDS: Final = 3600.0
# Before somebody is sent there it is asked again, so that nobody is sent to who does not answer.
FRESH_SECONDS: Final = 20.0
# An unknown key asks for the keys anew, but no stranger's token may make that a habit.
KEYS_AGAIN_SECONDS: Final = 30.0
_HERE: Final = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """The addresses of the provider, and whether it promises to name itself in every answer."""

    authorization: str
    token: str
    jwks: str
    userinfo: str
    names_itself: bool


class Provider:
    """The provider of one issuer as it describes itself."""

    def __init__(self, issuer: str, algorithm: str, wire: Wire) -> None:
        self.issuer = issuer
        self._algorithm = algorithm
        self._wire = wire
        self._lock = threading.Lock()
        self._metadata: Metadata | None = None
        self._read_at = 0.0
        self._keys: list[Any] | None = None
        self._keys_at = 0.0

    def metadata(self, *, is_fresh: bool = False) -> Metadata:
        """Give where the provider is asked for what; asked just now if need be. Raises `SignOnRefused`, `Unheard`."""
        most = FRESH_SECONDS if is_fresh else KEPT_SECONDS
        with self._lock:
            if self._metadata is None or time.monotonic() - self._read_at > most:
                self._metadata = self._read()
                self._read_at = time.monotonic()
            return self._metadata

    def _read(self) -> Metadata:
        said = self._wire.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration").json()
        if said.get("issuer") != self.issuer:
            raise SignOnRefused(reason="discovery")
        _refuse_weaker(said, "id_token_signing_alg_values_supported", self._algorithm)
        _refuse_weaker(said, "code_challenge_methods_supported", "S256")
        return Metadata(
            authorization=self._own(said, "authorization_endpoint"),
            token=self._own(said, "token_endpoint"),
            jwks=self._own(said, "jwks_uri"),
            userinfo=self._own(said, "userinfo_endpoint") if said.get("userinfo_endpoint") else "",
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        )

    def _own(self, said: dict[str, Any], name: str) -> str:
        """Give an address of the provider: by HTTPS, but for one on this machine."""
        address = str(said.get(name, ""))
        if not is_safe(address):
            raise SignOnRefused(reason="discovery")
        return address

    def key_for(self, kid: str | None) -> Any:
        """Give the key of a token, reading the keys once more when it is none of those known.

        Raises `SignOnRefused` (no-keys, no-kid, unknown-kid), `Unheard`.
        """
        found = _fitting(self._known_keys(), kid)
        if found is None and kid is not None:
            found = _fitting(self._known_keys(again=True), kid)
        if found is None:
            raise SignOnRefused(reason="unknown-kid" if kid is not None else "no-kid")
        return found

    def _known_keys(self, *, again: bool = False) -> list[Any]:
        address = self.metadata().jwks
        with self._lock:
            age = time.monotonic() - self._keys_at
            if self._keys is None or age > KEPT_SECONDS or (again and age > KEYS_AGAIN_SECONDS):
                self._keys = _signing_keys(self._wire.get(address).json(), self._algorithm)
                self._keys_at = time.monotonic()
            keys = self._keys
        if not keys:
            raise SignOnRefused(reason="no-keys")
        return keys

    def forget(self) -> None:
        """Read everything anew when next asked."""
        with self._lock:
            self._metadata = self._keys = None


def is_safe(address: str) -> bool:
    """Whether an address is one to send secrets to: by HTTPS, or on this machine.

    >>> is_safe("https://sso.example/auth"), is_safe("http://sso.example/auth"), is_safe("http://127.0.0.1:8002/a")
    (True, False, True)
    """
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    )


def _refuse_weaker(said: dict[str, Any], name: str, wanted: str) -> None:
    """Refuse a provider that says it does not do what was agreed; one that says nothing is believed."""
    offered = said.get(name)
    if offered is not None and wanted not in offered:
        raise SignOnRefused(reason="discovery")


def _signing_keys(said: dict[str, Any], algorithm: str) -> list[Any]:
    """Give the public keys that sign by the agreed algorithm."""
    kinds = {"R": "RSA", "P": "RSA", "E": "EC"}
    kind = "OKP" if algorithm == "EdDSA" else kinds[algorithm[0]]
    rows = [
        one
        for one in said.get("keys", [])
        if isinstance(one, dict)
        and one.get("kty") == kind
        and one.get("use", "sig") == "sig"
        and one.get("alg", algorithm) == algorithm
    ]
    try:
        return list(KeySet.import_key_set({"keys": rows}).keys) if rows else []
    except (JoseError, ValueError) as fault:
        raise SignOnRefused(reason="no-keys") from fault


def _fitting(keys: list[Any], kid: str | None) -> Any | None:
    """Give the key of a name; without a name only where there is no choice."""
    if kid is None:
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.kid == kid), None)
