"""A resident sees who looked at her file and objects; the privacy officer answers; each page without a violation."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.identity import commands
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel.actor import system
from cuudinh.sites.portal.tests.town import PASSWORD, PHONE, SINCE, Town, settle, token_of
from tests.desks import SESSION_COOKIE, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The province now, with a privacy officer: the server answers in a thread in which no clock stands still."""
    found = settle()
    seat = NewSeat("ubnd", "privacy-officer", SINCE)
    asked = NewAccount("staff", "Cán bộ Bảo Vệ", PASSWORD, login="bvdl", seats=(seat,))
    commands.open_accounts(system("tests"), [asked])
    return found


def _enter(page: Page, home: str, login: str) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token_of(login), "url": home}])


def test_a_resident_sees_who_looked_and_objects(page: Page, town: Town, live_server: Any) -> None:
    number = str(town.file().number)
    cases.reveal_reporter(town["dispatcher"], number=number, reason="Gọi lại để hỏi vị trí chính xác")
    _enter(page, live_server.url, PHONE)
    page.goto(f"{live_server.url}/tai-khoan/du-lieu")
    assert not violations(page)
    page.get_by_role("link", name="Họ tên và số điện thoại").click()
    expect(page.get_by_text(number)).to_be_visible()
    assert not violations(page)
    page.get_by_role("link", name="Tôi phản đối lượt xem này").click()
    page.get_by_label("Nội dung").fill("Không ai gọi cho tôi cả.")
    assert not violations(page)
    page.get_by_role("button", name="Gửi yêu cầu").click()
    expect(page.get_by_text("Đã nhận, chờ trả lời")).to_be_visible()
    mine = page.url
    _enter(page, live_server.url, "bvdl")
    page.goto(f"{live_server.url}/lam-viec/du-lieu")
    page.get_by_role("table").get_by_role("link").first.click()
    assert not violations(page)
    page.locator("#f-thuc-hien-answer").fill("Lượt xem không có căn cứ, đã nhắc trực ban.")
    page.get_by_role("button", name="Thực hiện ngay").click()
    expect(page.get_by_text("Đã thực hiện").first).to_be_visible()
    _enter(page, live_server.url, PHONE)
    page.goto(mine)
    expect(page.get_by_text("đã nhắc trực ban")).to_be_visible()
