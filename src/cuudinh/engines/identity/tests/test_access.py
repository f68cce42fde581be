"""Who reported is shown to few, for a reason, for a while, and each look is in the log."""

from datetime import UTC, datetime, timedelta

import pytest

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import AccessGrant
from cuudinh.engines.identity.tests.conftest import PASSWORD, Staffer
from cuudinh.engines.identity.types import AccessNotOpened, PurposeNeeded, UnknownAccount
from cuudinh.journal.audit import lines_about
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, system
from cuudinh.kernel.refusal import NotYours

pytestmark = pytest.mark.django_db

CASE = ("case", "PA-20261123-00042")
REASON = "Gọi lại để hỏi vị trí chính xác của hố ga"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def resident(province: None) -> int:
    return commands.register_resident(VISITOR, name="Lê Thị Hoa", phone="0905000001", password=PASSWORD).id


def test_a_dispatcher_opens_it_with_a_reason_and_each_look_is_logged(resident: int, staff: Staffer) -> None:
    dispatcher = staff("trucban", "ioc", "dispatcher")
    opened = commands.break_glass(dispatcher, CASE, REASON)
    assert opened.about == CASE
    for _ in range(2):
        contact = queries.contact_of(dispatcher, resident, CASE, REASON)
        assert (contact.name, contact.phone) == ("Lê Thị Hoa", "+84905000001")
    lines = lines_about(*CASE)
    assert [line.act for line in lines] == ["identity.break_glass", "identity.contact", "identity.contact"]
    assert {(line.rule, line.purpose) for line in lines} == {("centre-reveals", REASON)}
    assert "Hoa" not in repr(contact)


@pytest.mark.parametrize(
    ("office", "role"),
    [
        ("so-xd", "officer"),
        ("so-xd", "head"),
        ("ubnd", "leader"),
        ("ubnd", "head"),
        ("ioc", "auditor"),
        ("ioc", "administrator"),
    ],
)
def test_nobody_else_opens_it_or_looks(resident: int, staff: Staffer, office: str, role: str) -> None:
    actor = staff("ai-do", office, role)
    with pytest.raises(NotYours):
        commands.break_glass(actor, CASE, REASON)
    AccessGrant.objects.create(
        account_id=actor.account_id or 0, about_kind=CASE[0], about_ref=CASE[1], reason=REASON,
        at=clock.now(), expires_at=clock.now() + timedelta(hours=1),
    )  # fmt: skip
    with pytest.raises(NotYours):
        queries.contact_of(actor, resident, CASE, REASON)
    assert lines_about(*CASE) == ()


def test_neither_visitors_nor_the_system_look(resident: int) -> None:
    for actor in (VISITOR, system("clerk")):
        with pytest.raises(NotYours):
            commands.break_glass(actor, CASE, REASON)
        with pytest.raises(NotYours):
            queries.contact_of(actor, resident, CASE, REASON)


@pytest.mark.parametrize("reason", ["", "   ", "xem", " a  b   c "])
def test_without_a_reason_nothing_opens(resident: int, staff: Staffer, reason: str) -> None:
    with pytest.raises(PurposeNeeded):
        commands.break_glass(staff("trucban", "ioc", "dispatcher"), CASE, reason)
    assert not AccessGrant.objects.exists()


def test_what_was_opened_is_open_for_that_thing_that_person_and_a_while_only(
    resident: int, staff: Staffer
) -> None:
    dispatcher, colleague = staff("trucban", "ioc", "dispatcher"), staff("ioc", "ioc", "supervisor")
    with clock.frozen(NOW):
        commands.break_glass(dispatcher, CASE, REASON)
        with pytest.raises(AccessNotOpened):
            queries.contact_of(colleague, resident, CASE, REASON)
        with pytest.raises(AccessNotOpened):
            queries.contact_of(dispatcher, resident, ("case", "PA-20261123-00043"), REASON)
        with pytest.raises(PurposeNeeded):
            queries.contact_of(dispatcher, resident, CASE, " ")
    with clock.frozen(NOW + timedelta(minutes=16)), pytest.raises(AccessNotOpened):
        queries.contact_of(dispatcher, resident, CASE, REASON)


def test_staff_are_told_by_the_name_of_their_account(staff: Staffer) -> None:
    dispatcher = staff("trucban", "ioc", "dispatcher")
    commands.break_glass(dispatcher, CASE, REASON)
    found = queries.contact_of(dispatcher, dispatcher.account_id or 0, CASE, REASON)
    assert (found.name, found.phone) == (queries.staff_name(dispatcher.account_id), "")
    with pytest.raises(UnknownAccount):
        queries.contact_of(dispatcher, 987_654, CASE, REASON)
