"""The people of the matrix, and two cases: one of an office and a reporter, one of others, neither published."""

from dataclasses import dataclass
from typing import Final

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.tests.town import PASSWORD, PHONE, SINCE, Town
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts, NewAccount, NewSeat
from cuudinh.kernel.actor import VISITOR, Actor, system
from tests.desks import picture, picture_name

# Words that stand in one case only: whoever reads them has read that case.
CANARIES: Final = {
    "own": "Chim hoàng yến đậu trước số mười hai",
    "other": "Chim sáo đậu sau chợ bên kia sông",
}
# Each persona, and by what it signs in; a program holds a key of an officer's account.
LOGINS: Final = {
    "visitor": "",
    "reporter": PHONE,
    "neighbour": "0905123457",
    "follower": "0905123458",
    "an.officer": "an.officer",
    "an.head": "an.head",
    "binh.officer": "binh.officer",
    "den.officer": "den.officer",
    "dispatcher": "dispatcher",
    "supervisor": "supervisor",
    "leader": "leader",
    "auditor": "auditor",
    "administrator": "administrator",
    "program": "an.officer",
}


@dataclass(frozen=True)
class Thing:
    """A case as the matrix knows it, without asking the platform what anybody is to it."""

    number: str
    picture: str
    reporter: str
    owner_office: str
    cooperating_office: str

    def facts(self, persona: str) -> Facts:
        """Give what the policy must know, from what this file did."""
        helping = self.cooperating_office
        return Facts(
            owner_office_id=identity.office(self.owner_office).id,
            cooperating_office_ids=frozenset({identity.office(helping).id} if helping else ()),
            is_reporter=persona == self.reporter,
            published=False,
            has_purpose=True,
        )


def actors(town: Town) -> dict[str, Actor]:
    """Give the actor of each persona; an auditor and an administrator are appointed for it."""
    asked = [
        NewAccount("staff", f"Cán bộ {role}", PASSWORD, login=role, seats=(NewSeat("ioc", role, SINCE),))
        for role in ("auditor", "administrator")
    ]
    numbers = identity_commands.open_accounts(system("tests"), asked)
    made = {one.login: identity.staff_actor(number) for one, number in zip(asked, numbers, strict=True)}
    known = {
        **town.people,
        **made,
        "visitor": VISITOR,
        "reporter": town["resident"],
        "follower": town["walker"],
        "program": town["an.officer"],
    }
    return {persona: known[persona] for persona in LOGINS}


def things(town: Town) -> dict[str, Thing]:
    """Give both cases: handled, with a picture, and taken from the public again."""
    own = town.file(description=f"{CANARIES['own']}, gọi {PHONE}.", photos=[picture()])
    town.act("dispatcher", own, "assign")
    town.act("an.officer", own, "accept")
    town.act("an.officer", own, "request_joint", offices=["den-tinh"], question="Tắt điện?")
    other = town.file(
        "neighbour", description=f"{CANARIES['other']}.", location={"unit": "b-2025"}, photos=[picture()]
    )
    town.act("dispatcher", other, "assign")
    Case.objects.filter(number__in=(own, other)).update(is_public=False)
    return {
        "own": Thing(own, picture_name(own), "reporter", "duong-an", "den-tinh"),
        "other": Thing(other, picture_name(other), "neighbour", "duong-binh", ""),
    }
