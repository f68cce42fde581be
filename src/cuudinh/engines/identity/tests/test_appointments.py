"""Seats are given and ended with a day and a document, and found by who asks for them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.definitions import PositionsShape
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD, Staffer
from cuudinh.engines.identity.tests.worlds import small_world
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AlreadyAppointed,
    NotInForce,
    UnknownAccount,
    UnknownOffice,
)
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import NotYours

pytestmark = pytest.mark.django_db

SINCE = date(2026, 1, 1)


@pytest.fixture
def account_id(province: None) -> int:
    return commands.open_staff_account(CONSOLE, login="canbo", name="An", password=PASSWORD).id


def appoint(account_id: int, office: str = "so-xd", role: str = "officer", since: date = SINCE) -> int:
    return commands.appoint(
        CONSOLE, account_id=account_id, office_code=office, role=role, since=since, document="QĐ 12/QĐ-UBND"
    ).id


def test_an_appointment_stands_in_the_log_with_its_document(account_id: int) -> None:
    appoint(account_id)
    line = lines_about("account", pseudonym(account_id))[-1]
    assert line.act == "identity.appoint"
    assert line.facts == {"office": "so-xd", "role": "officer", "document": "QĐ 12/QĐ-UBND"}


def test_only_administrators_appoint(account_id: int, staff: Staffer) -> None:
    given = {
        "account_id": account_id,
        "office_code": "so-xd",
        "role": "head",
        "since": SINCE,
        "document": "QĐ",
    }
    for actor in (VISITOR, staff("lanhdao", "so-xd", "head"), staff("trucban", "ioc", "dispatcher")):
        with pytest.raises(NotYours):
            commands.appoint(actor, **given)  # type: ignore[arg-type]
    administrator = staff("quantri", "ioc", "administrator")
    assert commands.appoint(administrator, **given).role == "head"  # type: ignore[arg-type]


def test_an_appointment_that_cannot_stand_is_refused(account_id: int) -> None:
    with pytest.raises(AccountIncomplete) as refused:
        commands.appoint(
            CONSOLE, account_id=account_id, office_code="so-xd", role="mayor", since=SINCE, document=" "
        )
    assert set(refused.value.faults) == {"role", "document"}
    with pytest.raises(UnknownOffice):
        appoint(account_id, office="so-xdd")
    with pytest.raises(NotInForce):
        appoint(account_id, office="so-gtvt")
    with pytest.raises(UnknownAccount):
        appoint(99)
    resident = commands.register_resident(VISITOR, name="Hoa", phone="0905000001", password=PASSWORD)
    with pytest.raises(UnknownAccount):
        appoint(resident.id)


def test_the_same_seat_is_not_held_twice_at_once_but_again_later(account_id: int) -> None:
    first = appoint(account_id)
    with pytest.raises(AlreadyAppointed):
        appoint(account_id, since=date(2026, 6, 1))
    commands.end_membership(CONSOLE, membership_id=first, last_day=date(2026, 5, 31), document="QĐ 40")
    appoint(account_id, since=date(2026, 6, 1))
    assert len(queries.memberships_of(account_id)) == 2


def test_a_seat_is_held_on_its_first_and_last_day_and_not_beyond(account_id: int) -> None:
    membership = appoint(account_id)
    last = date(2026, 6, 30)
    commands.end_membership(CONSOLE, membership_id=membership, last_day=last, document="QĐ 40")
    for day, held in ((SINCE, 1), (last, 1), (SINCE - timedelta(1), 0), (last + timedelta(1), 0)):
        assert len(queries.seats_on(account_id, day)) == held
        assert len(queries.members(queries.office("so-xd", SINCE).id, ["officer"], day)) == held  # type: ignore[union-attr]


def test_a_seat_cannot_end_before_it_began_nor_again_later(account_id: int) -> None:
    membership = appoint(account_id)
    with pytest.raises(NotInForce):
        commands.end_membership(CONSOLE, membership_id=membership, last_day=date(2025, 12, 31), document="QĐ")
    commands.end_membership(CONSOLE, membership_id=membership, last_day=date(2026, 3, 1), document="QĐ")
    with pytest.raises(NotInForce):
        commands.end_membership(CONSOLE, membership_id=membership, last_day=date(2026, 4, 1), document="QĐ")
    with pytest.raises(UnknownAccount):
        commands.end_membership(CONSOLE, membership_id=99, last_day=SINCE, document="QĐ")


def test_those_to_be_told_are_found_by_office_and_role(staff: Staffer) -> None:
    with clock.frozen(datetime(2026, 11, 23, tzinfo=UTC)):
        officer, head = staff("canbo", "so-xd", "officer"), staff("lanhdao.xd", "so-xd", "head")
        below = staff("canbo.doi", "doi-qldt", "officer")
        leader = staff("lanhdao", "ubnd", "leader")
        office_id = queries.office("so-xd").id  # type: ignore[union-attr]
        assert queries.members(office_id, ["officer"]) == (officer.account_id,)
        assert queries.members(office_id, ["officer", "head"]) == (officer.account_id, head.account_id)
        assert below.account_id not in queries.members(office_id, ["officer", "head"])
        assert queries.accounts_with_role("leader") == (leader.account_id,)
        commands.set_active(CONSOLE, account_id=officer.account_id or 0, is_active=False)
        assert queries.members(office_id, ["officer"]) == ()


POSTS = PositionsShape.model_validate(
    {
        "positions": [
            {
                "id": "giam-doc",
                "title": {"vi": "Giám đốc sở", "en": "Director"},
                "role": "head",
                "kinds": ["department"],
            },
            {"id": "chuyen-vien", "title": {"vi": "Chuyên viên", "en": "Officer"}, "role": "officer"},
        ]
    }
)


def test_a_post_gives_its_role_and_only_offices_of_its_kind_have_it(staff: Staffer) -> None:
    commands.apply_organisation(small_world(extra=[("organisation/positions.yaml", POSTS)]))
    an = staff("an", "so-xd", "officer")
    asked: dict[str, Any] = {
        "account_id": an.account_id,
        "since": date(2026, 1, 1),
        "document": "QĐ 7/QĐ-UBND",
    }
    seat = commands.appoint(
        CONSOLE, **asked, office_code="so-xd", position="giam-doc", signed=date(2025, 12, 20)
    )
    assert (seat.role, seat.position, seat.signed) == ("head", "giam-doc", date(2025, 12, 20))
    for wrong, field in (
        ({"office_code": "doi-qldt", "position": "giam-doc"}, "position"),
        ({"office_code": "so-xd", "position": "vua"}, "position"),
        ({"office_code": "so-xd", "position": "giam-doc", "role": "officer"}, "role"),
        ({"office_code": "p-phu-xuan", "role": "officer", "signed": date(2026, 2, 1)}, "signed"),
    ):
        with pytest.raises(AccountIncomplete) as refused:
            commands.appoint(CONSOLE, **{**asked, **wrong})
        assert field in refused.value.faults
    so_xd = queries.office("so-xd", date(2026, 6, 1))
    assert so_xd is not None
    held = queries.seats_of_office(CONSOLE, so_xd.id)
    assert [(one.holder, one.title) for one in held] == [("Người an", "Giám đốc sở"), ("Người an", "Officer")]


def test_a_transfer_is_one_act_and_the_history_of_both_offices_says_who_held_what_when(
    staff: Staffer,
) -> None:
    an, binh = staff("an", "so-xd", "officer"), staff("binh", "so-xd", "head")
    (old,) = queries.memberships_of(an.account_id or 0)
    to = commands.Appointment("p-phu-xuan", date(2026, 9, 1), "QĐ 9/QĐ-UBND", role="officer")
    with pytest.raises(NotYours):
        commands.transfer(binh, membership_id=old.id, to=to)
    with pytest.raises(AccountIncomplete):
        commands.transfer(CONSOLE, membership_id=old.id, to=to, work_to=an.account_id)
    new = commands.transfer(CONSOLE, membership_id=old.id, to=to, work_to=binh.account_id)
    left, came = queries.seat(CONSOLE, old.id).membership, queries.seat(CONSOLE, new.id).membership
    assert (left.valid_to, left.ended_by) == (date(2026, 8, 31), "QĐ 9/QĐ-UBND")
    assert (came.valid_from, came.document) == (date(2026, 9, 1), "QĐ 9/QĐ-UBND")
    acts = [line.act for line in lines_about("account", pseudonym(an.account_id or 0))]
    assert acts.count("identity.transfer") == 1
    with pytest.raises(NotYours):
        queries.seats_of_office(Actor("resident", 1), came.office_id)
