"""Whoever was looked at sees it: when, for which office, what and why, with a receipt; hidden only by a document."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import Look
from cuudinh.engines.identity.tests.conftest import PASSWORD, Staffer
from cuudinh.engines.identity.types import NewConcealment, UnknownLook
from cuudinh.journal import receipts
from cuudinh.journal.audit import lines_about
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import SignInFirst

pytestmark = pytest.mark.django_db

CASE = ("case", "PA-20261123-00042")
REASON = "Gọi lại để hỏi vị trí chính xác của hố ga"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def resident_of(phone: str, name: str = "Lê Thị Hoa") -> Actor:
    account = commands.register_resident(VISITOR, name=name, phone=phone, password=PASSWORD)
    return Actor("resident", account.id, assurance=1)


@pytest.fixture
def resident(province: None) -> Actor:
    return resident_of("0905000001")


@pytest.fixture
def dispatcher(staff: Staffer) -> Actor:
    return staff("trucban", "ioc", "dispatcher")


def look(dispatcher: Actor, resident: Actor) -> None:
    commands.break_glass(dispatcher, CASE, REASON)
    queries.contact_of(dispatcher, resident.account_id or 0, CASE, REASON)


def test_a_look_is_shown_to_its_person_with_office_and_reason_but_without_the_name(
    resident: Actor, dispatcher: Actor
) -> None:
    look(dispatcher, resident)
    (seen,) = queries.own_looks(resident).rows
    assert (seen.what, seen.office, seen.about, seen.purpose) == (
        "Họ tên và số điện thoại", "Đơn vị ioc", CASE, REASON,
    )  # fmt: skip
    assert seen.officer == ""
    assert "91/2025/QH15" in seen.source
    assert seen == queries.own_look(resident, seen.id)


def test_the_receipt_of_a_look_is_that_of_its_line_in_the_log(resident: Actor, dispatcher: Actor) -> None:
    look(dispatcher, resident)
    (seen,) = queries.own_looks(resident).rows
    found = receipts.check_receipt(seen.receipt)
    assert (found.state, found.act, found.about, found.holds) == ("pending", "identity.contact", CASE, True)


def test_nobody_sees_the_looks_at_somebody_else(resident: Actor, dispatcher: Actor) -> None:
    look(dispatcher, resident)
    other, (seen,) = resident_of("0905000002", "Trần Văn Nam"), queries.own_looks(resident).rows
    assert queries.own_looks(other).rows == ()
    for actor in (other, dispatcher):
        with pytest.raises(UnknownLook):
            queries.own_look(actor, seen.id)
    with pytest.raises(SignInFirst):
        queries.own_looks(VISITOR)


def test_the_list_goes_on_by_its_cursor(resident: Actor, dispatcher: Actor) -> None:
    commands.break_glass(dispatcher, CASE, REASON)
    for _ in range(queries.OWN_LOOKS_PAGE + 2):
        queries.contact_of(dispatcher, resident.account_id or 0, CASE, REASON)
    first = queries.own_looks(resident)
    second = queries.own_looks(resident, first.next)
    numbers = [seen.id for seen in (*first.rows, *second.rows)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == queries.OWN_LOOKS_PAGE + 2
    assert second.next is None


def test_a_look_that_is_undone_leaves_neither_row_nor_line(resident: Actor, dispatcher: Actor) -> None:
    commands.break_glass(dispatcher, CASE, REASON)
    before = len(lines_about(*CASE))
    with transaction.atomic():
        queries.contact_of(dispatcher, resident.account_id or 0, CASE, REASON)
        assert Look.objects.count() == 1
        transaction.set_rollback(True)
    assert not Look.objects.exists()
    assert len(lines_about(*CASE)) == before


def test_a_look_whose_row_cannot_be_written_shows_nothing(
    resident: Actor, dispatcher: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.break_glass(dispatcher, CASE, REASON)
    monkeypatch.setattr("cuudinh.engines.identity.looking._LOOKS.insert", _full_disk)
    with pytest.raises(OSError, match="full"):
        queries.contact_of(dispatcher, resident.account_id or 0, CASE, REASON)
    assert [line.act for line in lines_about(*CASE)] == ["identity.break_glass"]


def _full_disk(**_values: object) -> int:
    raise OSError("full")


def test_a_look_is_hidden_by_an_approved_document_and_shown_once_its_time_is_over(
    resident: Actor, dispatcher: Actor, staff: Staffer
) -> None:
    asker, approver = staff("bvdl", "ubnd", "privacy-officer"), staff("kiemtra", "ubnd", "auditor")
    with clock.frozen(NOW):
        wanted = NewConcealment("0905000001", "ioc", "dieu-tra", "QĐ 12/CQĐT", 30)
        asked = commands.ask_concealment(asker, wanted)
        look(dispatcher, resident)
        assert len(queries.own_looks(resident).rows) == 1, "not before somebody else approved it"
        commands.approve_concealment(approver, concealment_id=asked, number="0905 000 001")
        look(dispatcher, resident)
        assert len(queries.own_looks(resident).rows) == 1
        hidden = Look.objects.latest("pk").pk
        with pytest.raises(UnknownLook):
            queries.own_look(resident, hidden)
    with clock.frozen(NOW + timedelta(days=30)):
        shown = queries.own_looks(resident).rows
        assert [seen.hidden_by for seen in shown] == ["QĐ 12/CQĐT", ""]
