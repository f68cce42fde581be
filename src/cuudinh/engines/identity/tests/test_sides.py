"""State and Party stand side by side: what is held on one side opens, shows and finds nothing on the other."""

from dataclasses import replace
from datetime import date

import pytest

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.definitions import ACTS, CodeSystemsShape, OfficeCodeRow
from cuudinh.engines.identity.models import Office
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD
from cuudinh.engines.identity.tests.worlds import (
    office_row,
    small_offices,
    small_world,
)
from cuudinh.engines.identity.types import Facts, NotInForce, UnknownAccount, UnknownOffice
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import NotYours

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)
PARTY_CONSOLE = replace(CONSOLE, domain="party")
SYSTEMS = CodeSystemsShape.model_validate(
    {
        "systems": [
            {
                "id": "moi",
                "title": {"vi": "Mới"},
                "form": "[A-Y][0-9]{2}([.][0-9]{2})*",
                "since": "2020-01-01",
            },
            {
                "id": "cu",
                "title": {"vi": "Cũ"},
                "form": "[0-9]{3}[.][0-9]{2}[.][0-9]{2}[.][A-Y][0-9]{2}",
                "since": "2016-01-01",
            },
        ]
    }
)
SYSTEM_FILE, CODES = "organisation/code_systems.yaml", "organisation/codes.csv"


def _code(
    office: str, system: str, value: str, since: str = "2025-01-01", until: str | None = None
) -> OfficeCodeRow:
    return OfficeCodeRow(office=office, system=system, value=value, valid_from=since, valid_to=until)


GOOD = (
    _code("ubnd", "moi", "H57"),
    _code("ubnd", "cu", "000.00.00.H57"),
    _code("so-gtvt", "cu", "000.00.15.H57", "2025-01-01", "2025-06-30"),
    _code("so-xd", "cu", "000.00.15.H57", "2025-07-01"),
    _code("tinh-uy", "moi", "A57"),
)


@pytest.fixture
def both(db: None) -> None:
    """A small province with a Party committee beside it, and codes on both sides."""
    party = [
        office_row("tinh-uy", "", kind="party-committee", domain="party", valid_from="2025-01-01"),
        office_row("ban-to-chuc", "tinh-uy", kind="party-body", domain="party"),
    ]
    world = small_world(
        [*small_offices(), *party],
        extra=[(SYSTEM_FILE, SYSTEMS), *((CODES, row) for row in GOOD)],
    )
    commands.apply_organisation(world)
    commands.apply_policy(world)


def _account(login: str) -> int:
    return commands.open_staff_account(CONSOLE, login=login, name=f"Người {login}", password=PASSWORD).id


def _seated(login: str, office: str, role: str, domain: str = "party") -> Actor:
    account_id = _account(login)
    commands.appoint(
        replace(CONSOLE, domain=domain),
        account_id=account_id,
        office_code=office,
        role=role,
        since=date(2025, 7, 1),
        document="QĐ 1",
    )
    return queries.staff_actor(account_id, domain=domain)


def _party_ids() -> set[int]:
    return set(Office.objects.filter(domain="party").values_list("id", flat=True))


def test_no_door_of_the_state_leads_to_an_office_of_the_party(both: None) -> None:
    party = _party_ids()
    assert len(party) == 2
    assert party.isdisjoint(view.id for view in queries.offices_in_force(DAY))
    assert party.isdisjoint(view.id for view in queries.handling_offices(DAY))
    assert party.isdisjoint(queries.offices_under(queries.office("ubnd", DAY).id, DAY))  # type: ignore[union-attr]
    for code in ("tinh-uy", "ban-to-chuc"):
        assert queries.office(code, DAY) is None
        assert queries.office(code, DAY, "party") is not None
    for office_id in party:
        assert queries.office(office_id, DAY) is None
        with pytest.raises(UnknownOffice):
            queries.office_by_id(office_id)
    assert queries.office_by_official_code("A57", DAY) is None
    assert {one.office_code for one in queries.all_codes()} == {"ubnd", "so-gtvt", "so-xd"}
    assert [one.office_code for one in queries.all_codes(domain="party")] == ["tinh-uy"]


def test_a_seat_of_the_party_is_none_of_the_state_and_the_other_way_round(both: None) -> None:
    leader = _seated("bithu", "tinh-uy", "leader")
    account_id = leader.account_id or 0
    assert [seat.office_code for seat in leader.seats] == ["tinh-uy"]
    assert queries.staff_actor(account_id).seats == ()
    assert queries.memberships_of(account_id) == ()
    assert len(queries.memberships_of(account_id, "party")) == 1
    assert account_id not in queries.accounts_with_role("leader", DAY)
    chief = _seated("chutich", "ubnd", "leader", "state")
    assert queries.staff_actor(chief.account_id or 0, domain="party").seats == ()


@pytest.mark.parametrize(
    "role", ["officer", "head", "dispatcher", "supervisor", "leader", "auditor", "administrator"]
)
def test_no_role_of_the_party_may_do_anything_of_the_state(both: None, role: str) -> None:
    actor = _seated("ai", "tinh-uy", role)
    own = {"organisation.read", "account.appoint", "absence.own", "absence.state"}
    for act in ACTS.keys() - own:
        facts = Facts(owner_office_id=actor.seats[0].office_id, published=True, is_reporter=True)
        assert not queries.can(actor, act, facts).allowed, act
        assert not queries.scope(actor, act).all, act
        assert not queries.scope(actor, act).office_ids, act


def test_administrators_appoint_and_look_on_their_own_side_only(both: None) -> None:
    state = replace(_seated("qt", "ioc", "administrator", "state"))
    party = _seated("qtd", "tinh-uy", "administrator")
    somebody = _account("ai")
    asked = {"account_id": somebody, "role": "officer", "since": DAY, "document": "QĐ 2"}
    with pytest.raises(UnknownOffice):
        commands.appoint(state, office_code="ban-to-chuc", **asked)  # type: ignore[arg-type]
    with pytest.raises(UnknownOffice):
        commands.appoint(party, office_code="so-xd", **asked)  # type: ignore[arg-type]
    seat = commands.appoint(party, office_code="ban-to-chuc", **asked)  # type: ignore[arg-type]
    for other in (state, CONSOLE):
        with pytest.raises(UnknownAccount):
            queries.seat(other, seat.id)
        with pytest.raises(UnknownAccount):
            commands.end_membership(other, membership_id=seat.id, last_day=DAY, document="QĐ 3")
        assert queries.seats_of_office(other, seat.office_id) == ()
    assert [one.holder for one in queries.seats_of_office(party, seat.office_id)] == ["Người ai"]
    for stranger in (VISITOR, Actor("resident", 99), replace(state, domain="party", seats=())):
        with pytest.raises(NotYours):
            queries.seats_of_office(stranger, seat.office_id)


def test_an_office_is_found_by_either_code_on_any_day(both: None) -> None:
    def found(value: str, day: date) -> str | None:
        view = queries.office_by_official_code(value, day)
        return view.code if view is not None else None

    assert found("H57", DAY) == found("000.00.00.h57", DAY) == "ubnd"
    assert found("000.00.15.H57", date(2025, 3, 1)) == "so-gtvt"
    assert found("000.00.15.H57", DAY) == "so-xd"
    assert found("H58", DAY) is None
    ubnd = queries.office("ubnd", DAY)
    assert ubnd is not None
    assert {(one.system, one.value) for one in queries.codes_of_office(ubnd.id)} == {
        ("moi", "H57"),
        ("cu", "000.00.00.H57"),
    }
    assert [one.id for one in queries.code_systems()] == ["moi", "cu"]


def test_an_office_of_the_party_that_ends_gives_its_seats_on_within_the_party(both: None) -> None:
    with pytest.raises(NotInForce):
        commands.appoint(
            PARTY_CONSOLE,
            account_id=_account("ai"),
            office_code="ban-to-chuc",
            role="officer",
            since=date(2024, 1, 1),
            document="QĐ",
        )
