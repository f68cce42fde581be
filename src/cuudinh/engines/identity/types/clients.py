"""Other systems that people sign in to through us, and what was granted to them, as they leave the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from cuudinh.engines.identity.types.words import Words

AuthMethod = Literal["client_secret_basic", "client_secret_post", "private_key_jwt"]


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of the catalogue: what is given, in words, for what it is meant, and the claims it gives."""

    id: str
    title: Words = field(hash=False)
    purpose: Words = field(hash=False)
    gives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a client may ask: an item and, where the client cannot do without, the reason in words."""

    item: str
    reason: Words = field(default_factory=dict, hash=False)

    @property
    def is_required(self) -> bool:
        """Whether the client cannot do without."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to be registered. `asks` in the order in which people are asked."""

    client_id: str
    names: Words = field(hash=False)
    return_addresses: tuple[str, ...] = ()
    after_sign_out_addresses: tuple[str, ...] = ()
    sign_out_address: str = ""
    sector: str = ""
    asks: tuple[Ask, ...] = ()
    grants: tuple[str, ...] = ("authorization_code", "refresh_token")
    auth_method: AuthMethod = "client_secret_basic"
    jwks: Mapping[str, Any] | None = field(default=None, hash=False)
    must_push: bool = False
    algorithm: str = "ES256"
    least_level: int = 1


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client as pages and endpoints read it; secrets are not among it."""

    id: int
    client_id: str
    names: Words = field(hash=False)
    sector: str
    auth_method: str
    return_addresses: tuple[str, ...]
    after_sign_out_addresses: tuple[str, ...]
    sign_out_address: str
    asks: tuple[Ask, ...]
    grants: tuple[str, ...]
    must_push: bool
    algorithm: str
    least_level: int
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_for: str

    def name(self, language: str = "vi") -> str:
        """Give the name in a language, else in whichever it has."""
        return self.names.get(language) or next(iter(self.names.values()))


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """What one person lets one client know: items in words, since when, last used when."""

    client_id: str
    client_names: Words = field(hash=False)
    items: tuple[ItemView, ...]
    given_at: datetime
    used_at: datetime

    def name(self, language: str = "vi") -> str:
        """Give the name of the client in a language, else in whichever it has."""
        return self.client_names.get(language) or next(iter(self.client_names.values()))


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that has just been made, shown once and nowhere kept."""

    client_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SessionNow:
    """The session in which somebody asks: its number, how and when it began."""

    id: int
    made_at: datetime
    method: str
    strength: int


@dataclass(frozen=True, slots=True)
class SignIn:
    """A checked request of a client to sign somebody in; what is not here was not asked for or not allowed."""

    client: ClientView
    return_address: str
    state: str
    nonce: str
    challenge: str
    scope: tuple[str, ...]
    asks: tuple[Ask, ...]
    prompt: frozenset[str]
    age_seconds_most: int | None
    pushed_id: int | None = None

    @property
    def is_offline(self) -> bool:
        """Whether refresh tokens are asked for."""
        return "offline_access" in self.scope and "refresh_token" in self.client.grants


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client gets: given once, nowhere kept."""

    access: str = field(repr=False)
    seconds: int
    scope: str
    refresh: str = field(default="", repr=False)
    id_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Introspected:
    """What a token is, for the client that holds it (RFC 7662); only `active` when it is nothing to them."""

    active: bool
    client_id: str = ""
    scope: str = ""
    kind: str = ""
    subject: str = ""
    issuer: str = ""
    expires_at: datetime | None = None
    made_at: datetime | None = None
