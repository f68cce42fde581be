"""Seats are given and ended with a day and a document, and found by who asks for them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD, Staffer
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AlreadyAppointed,
    NotInForce,
    UnknownAccount,
    UnknownOffice,
)
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR
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
