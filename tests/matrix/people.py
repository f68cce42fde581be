"""The people of the matrix, two cases, one of an office and a reporter, one of others, and what else addresses name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import yaml

from cuudinh.engines.cases.commands import begin_form, reveal_reporter
from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.tests.town import PASSWORD, PHONE, SINCE, Town
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.commands.matching import settle
from cuudinh.engines.identity.commands.provisioning import provision
from cuudinh.engines.identity.commands.provisioning_groups import provision_group
from cuudinh.engines.identity.models import (
    Account,
    AssuranceEvent,
    Client,
    OfficeVersion,
    PressRules,
)
from cuudinh.engines.identity.ports import ProvedPerson
from cuudinh.engines.identity.queries.clients import client_view
from cuudinh.engines.identity.tasks import export_everything
from cuudinh.engines.identity.types import (
    Change,
    Facts,
    NewAccount,
    NewClient,
    NewConcealment,
    NewSeat,
    Provisioned,
    Stated,
)
from cuudinh.engines.identity.types.representing import AskedRepresentation
from cuudinh.engines.ledger import commands as ledger_commands
from cuudinh.engines.ledger import queries as ledger
from cuudinh.engines.ledger.commands import Asked
from cuudinh.engines.ledger.ports import BankMove
from cuudinh.engines.ledger.rules.references import reference_of
from cuudinh.engines.ledger.tests.worlds import fees_world
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor, system
from tests.desks import picture, picture_name

PRESS: Final = Path(__file__).resolve().parents[2] / "packs" / "vn" / "clients" / "press.yaml"
# Words that stand in one case only: whoever reads them has read that case.
CANARIES: Final = {
    "own": "Chim hoàng yến đậu trước số mười hai",
    "other": "Chim sáo đậu sau chợ bên kia sông",
}
# Who has a role that the town has not: an auditor, an administrator, who keeps what people ask of their data.
ROLES: Final = {"auditor": "auditor", "administrator": "administrator", "keeper": "privacy-officer"}
# The office that checks reporters.
PRESS_OFFICE: Final = "duong-an"
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
    "keeper": "keeper",
    "program": "an.officer",
}


@dataclass(frozen=True)
class Thing:
    """A case as the matrix knows it, without asking the platform what anybody is to it."""

    number: str
    picture: str
    charge: str
    receipt: str
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
    """Give the actor of each persona; those whom the town has not are appointed for it."""
    asked = [
        NewAccount("staff", f"Cán bộ {login}", PASSWORD, login=login, seats=(NewSeat("ioc", role, SINCE),))
        for login, role in ROLES.items()
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
    ledger_commands.apply_fees(fees_world())
    return {
        "own": Thing(
            own, picture_name(own), *_charge(town, "resident", "duong-an"), "reporter", "duong-an", "den-tinh"
        ),
        "other": Thing(
            other,
            picture_name(other),
            *_charge(town, "neighbour", "duong-binh"),
            "neighbour",
            "duong-binh",
            "",
        ),
    }


def owned(people: Mapping[str, Actor], cases: Mapping[str, Thing]) -> dict[str, dict[str, str | int]]:
    """Give what belongs to one person each, by the names of the table and by whose it is, of two people at least."""
    proved = {name: replace(people[name], assurance=2) for name in ("reporter", "neighbour", "follower")}
    names = ("request", "export", "effect", "look", "draft", "represents")
    found: dict[str, dict[str, str | int]] = {name: {} for name in names}
    for thing in cases.values():
        reveal_reporter(people["dispatcher"], number=thing.number, reason="Gọi lại để hỏi đúng vị trí")
        found["look"][thing.reporter] = identity.own_looks(people[thing.reporter]).rows[0].id
    for name in ("reporter", "neighbour"):
        asked = {"right": "chinh-sua", "words": "Ghi sai họ.", "wanted": "Lê Văn Đúng"}
        found["draft"][name] = begin_form(people[name], service_id="street")
        found["request"][name] = identity_commands.ask_right(proved[name], **asked)
        number = identity_commands.ask_right(proved[name], right="sao-chep")
        export_everything(number)()
        found["export"][name] = number
        found["represents"][name] = _child_of(proved[name], people["keeper"])
    for name in ("neighbour", "follower"):
        number = identity_commands.ask_right(proved[name], right="han-che")
        identity_commands.carry_out_request(people["keeper"], number=number, answer="Đã hạn chế.")
        found["effect"][name] = number
    return found


def _child_of(parent: Actor, keeper: Actor) -> str:
    """Give the number by which somebody, who is proved for it, acts for a child."""
    person = Account.objects.values_list("person_id", flat=True).get(pk=parent.account_id or 0)
    AssuranceEvent.objects.create(person_id=person, level=2, source="vneid", at=clock.now())
    asked = AskedRepresentation(
        basis="cha-me",
        name="Nguyễn Bé Con",
        code=f"0462150{parent.account_id:05}",
        document="Giấy khai sinh 12/2018",
        birth="2018-03-01",
    )
    number = identity_commands.ask_representation(parent, asked)
    identity_commands.confirm_representation(
        keeper, number=number, evidence="Giấy khai sinh, tại bàn", agrees=True
    )
    return number


def kept(town: Town, keeper: Actor, client_id: str) -> dict[str, object]:
    """Give what desks keep: an incident, looks kept back, a reporter who asks, what a system told of its people."""
    found: dict[str, object] = {"staff": town["binh.officer"].account_id}
    found["incident"] = identity_commands.record_incident(
        keeper, what="Mất một máy tính.", found_at=clock.now()
    )
    asked = NewConcealment(LOGINS["follower"], "ioc", "dieu-tra", "12/CQĐT", 30)
    found["concealment"] = identity_commands.ask_concealment(keeper, asked)
    PressRules.objects.create(id=1, body=yaml.safe_load(PRESS.read_text("utf-8")))
    of_office = OfficeVersion.objects.filter(office__code=PRESS_OFFICE)
    of_office.update(functions=[*of_office.values_list("functions", flat=True)[0], "bao-chi"])
    snapshot.changed(organisation=True)
    card = identity_commands.ask_press_card(town["walker"], outlet="Báo Huế", kind="phong-vien")
    found |= {"card": card.id, "card_code": card.code}
    source = client_view(Client.objects.get(client_id=client_id))
    told = Change("POST", content={"userName": "gv@hue.edu.vn", "externalId": "GV-1"})
    (teacher,) = provision(system("tests"), asking=source, changes=[told])
    assert isinstance(teacher, Provisioned)
    school = Change("POST", content={"displayName": "THCS Phú Xuân", "members": []})
    group = provision_group(system("tests"), asking=source, change=school)
    assert group is not None
    found |= {"user": teacher.ref, "group": group.ref}
    statement = identity_commands.state(system("tests"), asking=source, label="1", people=[], is_last=True)
    return {**found, "statement": statement.id}


def _charge(town: Town, payer: str, office: str) -> tuple[str, str]:
    """Give what somebody owes an office, half of it paid: the numbers of the charge and of the receipt."""
    collecting = identity.office(office)
    assert collecting is not None, "the street pack has it"
    number = ledger_commands.open_charge(
        system("tests"),
        subject="case:thử",
        title={"vi": "Đăng ký hộ kinh doanh"},
        office_id=collecting.id,
        asked=[Asked("dang-ky-ho-kinh-doanh")],
        channel="desk",
        account_id=town[payer].account_id,
    )
    move = BankMove(f"FT-{number}", 50_000, reference_of(number), clock.now())
    ledger_commands.take_move(bank_name="bank", move=move)
    seen = ledger.charge(town[payer], number)
    return number, seen.receipts[0].number


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
