"""The people of the year: the staff in their seats, residents who report, and callers without an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel.actor import Actor, system

FOUNDER: Final = system("simulation")
SINCE: Final = date(2020, 1, 1)
PASSWORD: Final = "một năm thử thật dài"  # noqa: S105  of people who do not exist
DOCUMENT: Final = "Quyết định bịa ra"
CENTRE: Final = {
    "dispatcher-1": "dispatcher",
    "dispatcher-2": "dispatcher",
    "supervisor": "supervisor",
    "leader": "leader",
    "administrator": "administrator",
}
SPARE: Final = 4
RESIDENTS: Final = 8
# Nobody else is called so, and no other number begins so: found anywhere, it is a leak.
HIDDEN_NAME: Final = "Bất Kiến"
HIDDEN_PHONE: Final = "0905777"
# Numbers of residents' accounts begin here, so that none stands anywhere by chance.
RESIDENT_NUMBERS: Final = 987_654_000


@dataclass
class Cast:
    """Accounts by what they are; an actor is made of one on the day it acts, since seats change."""

    centre: Mapping[str, int]
    offices: dict[str, list[int]]
    spare: list[int]
    residents: Sequence[int]
    gone: list[int] = field(default_factory=list)

    def staff(self, account_id: int) -> Actor:
        """Give a member of staff with the seats of today."""
        return identity.staff_actor(account_id)

    def of_centre(self, name: str) -> Actor:
        """Give somebody of the centre."""
        return self.staff(self.centre[name])

    def resident(self, account_id: int) -> Actor:
        """Give a resident."""
        return Actor("resident", account_id, assurance=1)

    def everybody(self) -> tuple[int, ...]:
        """Give the accounts of all staff, in one order always."""
        return (*self.centre.values(), *(one for pair in self.offices.values() for one in pair), *self.spare)


def phone(place: int) -> str:
    """Give the telephone number of the resident or caller at a place.

    >>> phone(7)
    '0905777007'
    """
    return f"{HIDDEN_PHONE}{place:03}"


def open_staff(office_codes: Sequence[str]) -> tuple[dict[str, int], dict[str, list[int]], list[int]]:
    """Open the accounts of the centre, an officer and a head of each office, and a few without a seat."""
    asked = {name: [("ioc", role)] for name, role in CENTRE.items()}
    for code in office_codes:
        asked |= {f"officer.{code}": [(code, "officer")], f"head.{code}": [(code, "head")]}
    asked |= {f"spare-{place}": [] for place in range(SPARE)}
    opened = identity_commands.open_accounts(FOUNDER, [_staff(name, seats) for name, seats in asked.items()])
    by_name = dict(zip(asked, opened, strict=True))
    offices = {code: [by_name[f"officer.{code}"], by_name[f"head.{code}"]] for code in office_codes}
    return (
        {name: by_name[name] for name in CENTRE},
        offices,
        [by_name[f"spare-{place}"] for place in range(SPARE)],
    )


def _staff(login: str, seats: Sequence[tuple[str, str]]) -> NewAccount:
    held = tuple(NewSeat(code, role, SINCE, DOCUMENT) for code, role in seats)
    return NewAccount("staff", f"Cán bộ {login}", PASSWORD, login=login, seats=held)


def open_residents() -> tuple[int, ...]:
    """Open the accounts of those who report."""
    return identity_commands.open_accounts(
        FOUNDER,
        [
            NewAccount("resident", f"Lưu {HIDDEN_NAME} {place}", PASSWORD, phone=phone(place))
            for place in range(RESIDENTS)
        ],
    )
