"""Accounts, their sessions and the looks at personal data, as they leave the engine."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from cuudinh.engines.identity.types.offices import NewSeat
from cuudinh.kernel.actor import Actor

AccountKind = Literal["resident", "staff", "service", "subject"]


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as others may see it: the name of staff is public, that of a resident stays empty."""

    id: int
    kind: AccountKind
    login: str
    name: str
    is_active: bool
    language: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """One place where an account is signed in; `is_this` marks the one that asks.

    `place` is what is known of the network: `internal`, the beginning of its address, or nothing.
    """

    id: int
    agent: str
    created_at: datetime
    seen_at: datetime
    is_this: bool
    method: str = "password"
    place: str = ""


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of staff as an administrator sees them: the seats in words, how they prove who they are.

    `owed_until`: their seats ask for a second factor by the end of that day, and they have none; once it is over,
    the seats are shut (`is_kept_out`).
    """

    id: int
    login: str
    name: str
    is_active: bool
    seats: tuple[str, ...]
    has_factor: bool
    owed_until: date | None
    is_kept_out: bool
    linked_at: datetime | None
    invited_until: datetime | None


@dataclass(frozen=True, slots=True)
class RenewedToken:
    """The new token of a session that goes on, and for how many seconds yet."""

    token: str = field(repr=False)
    seconds_most: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has just begun: the token for the cookie, given once, and its longest life.

    `device` is for the browser to bring again: it keeps strangers from locking its owner out.
    """

    token: str = field(repr=False)
    actor: Actor
    seconds_most: int
    device: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who a resident is and how to reach them; leaves the engine through `contact_of` and `applicant_of` alone."""

    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Who was found at a desk by a number that they showed: the account, the name and the phone."""

    account_id: int
    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccessOpened:
    """Break-glass access to personal data of one thing, until a moment."""

    about: tuple[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LookView:
    """One opening of personal data: when, by whom of staff, about which thing, and the reason that was given."""

    id: int
    at: datetime
    who: str
    about: tuple[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened with others: residents have a phone number, staff a login and seats."""

    kind: AccountKind
    name: str = field(repr=False)
    password: str = field(repr=False)
    login: str = ""
    phone: str = field(default="", repr=False)
    seats: tuple[NewSeat, ...] = ()
    language: str = "vi"
