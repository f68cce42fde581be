"""A form on a phone: questions come and go while it is filled in, sums are worked out, a signature is drawn."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.aid import AID, with_aid

from cuudinh.engines.cases import commands
from cuudinh.sites.portal.tests import town as towns
from cuudinh.sites.portal.tests.test_filling import PERSON
from cuudinh.sites.portal.tests.test_in_browser import PICTURES, is_as_wide_as_the_screen, violations
from cuudinh.sites.portal.tests.town import PHONE, SESSION_COOKIE, settle, token_of
from cuudinh.web.routes import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(page: Page, transactional_db: None, live_server: Any) -> Page:
    """The phone of the resident, signed in, at a province that has a second service."""
    settle()
    commands.apply_services(with_aid(towns.world()))
    home = str(live_server.url)
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token_of(PHONE), "url": home}])
    page.goto(home + url("portal:form_start", service=AID))
    return page


def _looked_at(page: Page, name: str) -> None:
    """See that a page is accessible and no wider than the screen, on a phone and on a desk; keep its pictures."""
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert is_as_wide_as_the_screen(page), (name, width)
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"form-{name}-{width}.png", full_page=True)
    assert violations(page) == [], name


def test_a_form_is_filled_in_on_a_phone(phone: Page) -> None:
    phone.locator("[name=born]").fill(PERSON["born"])
    phone.get_by_role("button", name="Xem tôi có nộp được không").click()
    _looked_at(phone, "start")
    phone.get_by_role("button", name="Bắt đầu khai").click()
    for name, value in PERSON.items():
        phone.locator(f"[name='{name}']").fill(value)
    phone.locator("[name=number]").fill("046191000123")
    phone.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(phone.locator(".error-summary")).to_contain_text("sinh năm 1991")
    _looked_at(phone, "person")
    phone.locator("[name=number]").fill(PERSON["number"])
    phone.get_by_role("button", name="Lưu và tiếp tục").click()
    phone.locator("[name='children.0.name']").fill("An")
    phone.locator("[name='children.0.fee']").fill("150.000")
    expect(phone.locator("#f-total")).to_have_text("150.000 đồng")
    phone.get_by_role("button", name="Thêm một mục").click()
    phone.locator("[name='children.1.name']").fill("Bình")
    phone.locator("[name='children.1.fee']").fill("200000")
    expect(phone.locator("#f-total")).to_have_text("350.000 đồng")
    _looked_at(phone, "children")
    phone.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(phone.locator("[name=code]")).to_be_hidden()
    phone.get_by_label("Có", exact=True).check()
    expect(phone.locator("[name=code]")).to_be_visible()
    phone.locator("[name=code]").fill("HN-12")
    _sign(phone)
    phone.locator("[name=true_words]").check()
    _looked_at(phone, "circumstances")
    phone.get_by_role("button", name="Lưu và tiếp tục").click()
    _looked_at(phone, "review")
    phone.get_by_role("button", name="Gửi yêu cầu").click()
    expect(phone.get_by_role("heading", name="Đã gửi yêu cầu")).to_be_visible()
    phone.get_by_role("link", name="Xem và in những gì bạn đã khai").click()
    expect(phone.locator("article")).to_contain_text("046190000123")
    _looked_at(phone, "sheet")


def _sign(page: Page) -> None:
    pad = page.locator("[data-sign-pad] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 80, steps=6)
    page.mouse.up()
    expect(page.locator("[data-sign][data-signed]")).to_be_visible()
