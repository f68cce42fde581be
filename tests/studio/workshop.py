"""The invented province with a designer of services and two approvers."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from django.test import Client

from cuudinh.engines.cases.commands import studio, studio_forms
from cuudinh.engines.cases.queries import studio as queries
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor, system
from tests.dossiers.hall import PASSWORD, SERVICE, SINCE, Hall, settle

PEOPLE: Final = {
    "designer": ("service-designer",),
    "approver": ("service-approver",),
    "both": ("service-designer", "service-approver"),
}
FILE: Final = f"services/{SERVICE}/service.yaml"
DEADLINE: Final = {
    "path": FILE,
    "list": "deadlines/default",
    "since": "2026-12-07",
    "amount": "4",
    "unit": "working_days",
    "source": "Quy ước mới của tỉnh bịa ra",
}


@dataclass(frozen=True)
class Workshop:
    """The province and those who change its services."""

    hall: Hall
    people: dict[str, Actor]

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]

    def draft(self, title: str = "Rút thời hạn còn bốn ngày", by: str = "designer") -> int:
        """Begin a draft and give its number."""
        return studio.begin_service_draft(self[by], service_id=SERVICE, title=title)

    def proposed(self, by: str = "designer") -> int:
        """Give a draft with a shorter deadline that waits for a second person."""
        number = self.draft(by=by)
        studio_forms.change_rows(self[by], draft_id=number, section="deadlines", given=DEADLINE)
        studio.propose_draft(self[by], draft_id=number)
        return number

    def published(self) -> int:
        """Give a draft that was approved."""
        number = self.proposed()
        studio.decide_draft(self["approver"], draft_id=number, is_approved=True, words="")
        return number

    def text(self, number: int, path: str = FILE) -> str:
        """Give a file as it stands in a draft."""
        return queries.studio_draft(self["designer"], number).text(path)


def fresh(actor: Actor) -> Actor:
    """Give somebody who has just proved who they are."""
    return replace(actor, strength=2, strong_until=clock.now() + timedelta(hours=1))


def _seats(roles: tuple[str, ...]) -> tuple[NewSeat, ...]:
    return tuple(NewSeat("ioc", role, SINCE) for role in roles)


def open_workshop() -> Workshop:
    """Put the pack in force and seat the people."""
    hall = settle()
    accounts = [
        NewAccount("staff", f"Cán bộ {name}", PASSWORD, login=name, seats=_seats(roles))
        for name, roles in PEOPLE.items()
    ]
    ids = identity_commands.open_accounts(system("tests"), accounts)
    people = {name: fresh(identity.staff_actor(one)) for name, one in zip(PEOPLE, ids, strict=True)}
    return Workshop(hall, people)


def browser_of(login: str) -> Client:
    """Give a browser in which somebody is signed in."""
    client = Client()
    token = identity_commands.sign_in(VISITOR, login=login, password=PASSWORD).token
    client.cookies["cd_session"] = token
    return client
