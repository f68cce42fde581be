"""What identity asks of the world outside: proof of who somebody is, from a national sign-on such as VNeID."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SignOnStart:
    """Where the person is sent, and what the answer is later compared with; `nonce` and `verifier` stay here."""

    address: str
    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProvedPerson:
    """Who a sign-on says somebody is: its own name for them, and what it vouches for at which level."""

    subject: str = field(repr=False)
    level: int
    name: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)


class SignOnPort(Protocol):
    """A sign-on by OpenID Connect with the authorization code flow and PKCE.

    An adapter refuses (`Silent`) when the other side does not answer, and lets nothing through whose issuer,
    audience, nonce, signature or age is not as agreed: that is `WrongSignIn`, whatever the cause.
    """

    def begin(self, *, return_address: str) -> SignOnStart:
        """Give where to send the person, who comes back to `return_address`."""

    def finish(self, start: SignOnStart, *, code: str, state: str) -> ProvedPerson:
        """Give who came back. Raises `WrongSignIn`, `Silent`."""
