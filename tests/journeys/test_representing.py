"""A mother asks to act for her child, the desk confirms it by the birth certificate, and she reports for the child."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.models import Account, AssuranceEvent
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system
from cuudinh.sites.portal.tests.town import PASSWORD, PHONE, SINCE, Town, settle
from tests.desks import enter, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = ViewportSize(width=1440, height=900)
PHONE_SCREEN = ViewportSize(width=390, height=844)
MINE = "/tai-khoan/dai-dien"


@pytest.fixture
def town(transactional_db: None, settings: Any, tmp_path: Path) -> Town:
    """The province now, with a privacy officer, and the mother proved."""
    settings.CUUDINH_STATE, settings.CUUDINH_KEYS = tmp_path, tmp_path / "keys"
    found = settle()
    seat = NewSeat("ubnd", "privacy-officer", SINCE)
    asked = NewAccount("staff", "Cán bộ Bảo Vệ", PASSWORD, login="bvdl", seats=(seat,))
    commands.open_accounts(system("tests"), [asked])
    mother = Account.objects.get(pk=found["resident"].account_id or 0).person
    assert mother is not None
    AssuranceEvent.objects.create(person=mother, level=2, source="vneid", at=clock.now())
    return found


def test_a_mother_acts_for_her_child_once_the_desk_has_seen_the_paper(
    page: Page, town: Town, live_server: Any
) -> None:
    home = str(live_server.url)
    enter(page, home, PHONE)
    page.goto(f"{home}/tai-khoan")
    page.get_by_role("link", name="Làm thay con, làm thay tổ chức").click()
    _sound(page, "mine-empty")
    page.get_by_role("link", name="Xin đại diện").click()
    _sound(page, "bases")
    page.get_by_role("link", name="Cha, mẹ").click()
    page.get_by_label("Họ và tên của trẻ").fill("Nguyễn Bé Con")
    page.get_by_label("Số định danh cá nhân của trẻ").fill("046215000123")
    page.get_by_label("Ngày sinh của trẻ").fill("2018-03-01")
    page.get_by_label("Giấy tờ chứng minh").fill("Giấy khai sinh 12/2018, UBND xã An")
    _sound(page, "asking")
    page.get_by_role("button", name="Gửi yêu cầu").click()
    expect(page.get_by_text("Chờ xác nhận")).to_be_visible()
    _confirms(page, home)
    enter(page, home, PHONE)
    page.goto(f"{home}{MINE}")
    _sound(page, "mine")
    page.get_by_role("link", name="Nguyễn Bé Con").click()
    expect(page.get_by_text("Đang đại diện")).to_be_visible()
    _sound(page, "one")
    page.goto(f"{home}/phan-anh/moi")
    page.get_by_label("Tôi làm cho").select_option(label="Trẻ em: Nguyễn Bé Con")
    _sound(page, "report")
    page.goto(f"{home}/cua-toi")
    page.get_by_role("link", name="Trẻ em: Nguyễn Bé Con").click()
    expect(page.get_by_text("Chưa có hồ sơ, phản ánh nào được gửi thay")).to_be_visible()
    _sound(page, "own-list")


def _confirms(page: Page, home: str) -> None:
    """Confirm the first request at the desk, and see the form for who comes there."""
    enter(page, home, "bvdl")
    page.goto(f"{home}/lam-viec/dai-dien/ghi?basis=uy-quyen")
    _sound(page, "record")
    page.goto(f"{home}/lam-viec/dai-dien")
    _sound(page, "desk")
    page.get_by_role("table").get_by_role("link").first.click()
    _sound(page, "desk-one")
    page.locator("#f-xac-nhan-evidence").fill("Giấy khai sinh, bản chính, tại bàn")
    page.get_by_label("Trẻ đã được hỏi và đồng ý").check()
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_text("Đã ghi quyết định.")).to_be_visible()


def _sound(page: Page, name: str) -> None:
    """Look at a page as a telephone and a desk show it."""
    for screen in (DESK, PHONE_SCREEN):
        page.set_viewport_size(screen)
        assert violations(page) == [], name
