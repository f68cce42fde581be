"""The story of an officer who is moved to another office while holding cases, and of what everybody sees afterwards."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.journal import clerk
from cuudinh.kernel.actor import system
from cuudinh.web import limits
from tests.desks import PASSWORD, PHONE, Town, settle
from tests.journeys.province import PHONE as PHONE_SCREEN
from tests.journeys.province import keep_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CONSOLE = system("journeys")
WORDS = "Nắp cống vỡ trước cổng trường, đã rào tạm."


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The invented street province, with an administrator, on this very day."""
    limits.forget_all()
    town = settle()
    seat = {
        "office_code": "ioc",
        "role": "administrator",
        "since": queries.today(),
        "document": "QĐ 1/QĐ-UBND",
    }
    account = identity.open_staff_account(CONSOLE, login="quantri", name="Lê Quản Trị", password=PASSWORD)
    identity.appoint(CONSOLE, account_id=account.id, **seat)
    return town


def test_an_officer_is_moved_while_holding_cases_and_nothing_of_them_is_lost(
    opened: Callable[..., Page], town: Town
) -> None:
    held = [town.accepted(), town.accepted(description=WORDS)]
    seat = queries.memberships_of(town["an.officer"].account_id or 0)[0].id
    _moved_by_the_administrator(opened, held, seat)
    clerk.run_until_idle()
    _the_colleague_has_the_cases(opened, held)
    _the_officer_is_at_work_elsewhere(opened, town, held)
    _the_resident_sees_no_change(opened, held[0])
    page = opened("quantri", "/lam-viec/to-chuc/duong-an")
    page.get_by_text("Đã từng giữ (1)").click()
    expect(page.get_by_text("Kết thúc theo QĐ 21/QĐ-UBND")).to_be_visible()


def _moved_by_the_administrator(opened: Callable[..., Page], held: list[str], seat: int) -> None:
    page = opened("quantri", f"/lam-viec/vi-tri/{seat}")
    for number in held:
        expect(page.get_by_role("rowheader", name=number)).to_be_visible()
    keep_picture(page, "officer-moved-seat", whole=True)
    form = page.locator("form").filter(has=page.locator("[value=move]"))
    form.locator("[name=office]").select_option("duong-binh")
    form.locator("[name=role]").select_option("officer")
    form.locator("[name=since]").fill(queries.today().isoformat())
    form.locator("[name=document]").fill("QĐ 21/QĐ-UBND")
    form.locator("[name=work_to]").select_option(label="Cán bộ an.head")
    form.get_by_role("button", name="Điều chuyển").click()
    expect(page.get_by_text("Đã điều chuyển. Hồ sơ đang giữ ở lại đơn vị cũ.")).to_be_visible()


def _the_colleague_has_the_cases(opened: Callable[..., Page], held: list[str]) -> None:
    page = opened("an.head", "/lam-viec?cua-toi=1")
    for number in held:
        expect(page.get_by_text(number)).to_be_visible()
    page = opened("an.head", f"/lam-viec/ho-so/{held[0]}")
    expect(page.get_by_text("Giao người khác trong đơn vị")).to_be_visible()
    keep_picture(page, "officer-moved-history", whole=True)


def _the_officer_is_at_work_elsewhere(opened: Callable[..., Page], town: Town, held: list[str]) -> None:
    theirs = town.file("neighbour", location={"unit": "b-2025"})
    town.act("dispatcher", theirs, "assign")
    page = opened("an.officer", "/lam-viec", PHONE_SCREEN)
    expect(page.get_by_text(theirs)).to_be_visible()
    for number in held:
        expect(page.get_by_text(number)).to_have_count(0)
    page.goto(page.url.replace("/lam-viec", f"/lam-viec/ho-so/{held[0]}"))
    expect(page.locator("body")).not_to_contain_text(WORDS)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Không")


def _the_resident_sees_no_change(opened: Callable[..., Page], number: str) -> None:
    page = opened(PHONE, f"/phan-anh/{number}", PHONE_SCREEN)
    expect(page.locator("main")).to_contain_text("Ủy ban nhân dân xã An")
    expect(page.locator("main")).not_to_contain_text("Cán bộ an.")
    keep_picture(page, "officer-moved-resident", whole=True)
