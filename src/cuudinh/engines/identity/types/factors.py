"""Second factors as they leave the engine, and the news of how somebody signs in."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SignedInAnew:
    """An account was signed in to from a device that it was not known by. `place` is a part of the network only."""

    account_id: int
    device: str
    place: str
    at: str


@dataclass(frozen=True, slots=True)
class SignInChanged:
    """What an account signs in with was changed, used up or looks copied; `change` says which."""

    account_id: int
    change: str
    at: str


@dataclass(frozen=True, slots=True)
class EmergencySignedIn:
    """A member of staff whose sign-on did not answer came in otherwise, for a reason that stands in the log."""

    account_id: int
    at: str


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """What a sign-in that waits still asks for: a code, and in an emergency the reason."""

    needs_code: bool
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey of one's own: the name it was given, when it was made and last used."""

    id: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class FactorsView:
    """The second factors of one's own account, and how many codes on paper are left."""

    has_codes: bool = False
    codes_since: datetime | None = None
    recovery_left: int = 0
    passkeys: tuple[PasskeyView, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether there is a second factor at all."""
        return self.has_codes or bool(self.passkeys)


@dataclass(frozen=True, slots=True)
class AuthenticatorSetup:
    """What an application is set up with: the address in the picture, and the secret to type instead."""

    address: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FactorOwedView:
    """That one's own seats ask for a second factor: for which role, until the end of which day, and who says so."""

    role: str
    until: date
    source: str
    is_over: bool
    is_demonstration: bool
