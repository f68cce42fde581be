"""The people of the matrix, and two cases: one of an office and a reporter, one of others, neither published."""

from dataclasses import dataclass
from typing import Final

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.tests.town import PASSWORD, PHONE, SINCE, Town
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.commands.matching import settle
from cuudinh.engines.identity.ports import ProvedPerson
from cuudinh.engines.identity.types import Facts, NewAccount, NewClient, NewSeat, Stated
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


def others(town: Town) -> dict[str, object]:
    """Give what else addresses name, by the names of the table: a run, its review, a sign-on in review, a client."""
    console, both = system("tests"), [town["neighbour"].account_id or 0, town["walker"].account_id or 0]
    identity_commands.state_numbers(console, [Stated(one, "046190000009") for one in both])
    tried = identity_commands.start_dry_run(console, scenario_id="vneid")
    _carry_out(tried)
    run_id = identity_commands.start_live_run(console, scenario_id="vneid", dry_run_id=tried)
    _carry_out(run_id)
    proved = ProvedPerson(
        subject="s", level=2, name="Lê Thị Qua Đường", id_number="046190000009", evidence=""
    )
    settle(VISITOR, proved)
    asked = NewClient("truong-mau", {"vi": "Trường mẫu"}, return_addresses=("https://truong.example/ve",))
    identity_commands.add_client(console, asked=asked)
    return {
        "run": run_id,
        "review": identity.conversion_reviews(console)[0].id,
        "match": identity.match_reviews(console)[0].id,
        "kept": both[0],
        "client": asked.client_id,
    }


def _carry_out(run_id: int) -> None:
    while identity_commands.convert_step(system("tests"), run_id=run_id):
        pass
