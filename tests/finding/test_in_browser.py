"""The catalogue in a browser: no fault of access, as wide as the screen, usable without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cuudinh.kernel.actor import system
from cuudinh.project import packing
from cuudinh.sites.portal.tests.test_in_browser import PICTURES, is_as_wide_as_the_screen, violations
from cuudinh.web.routes import url
from tests.dossiers.hall import SERVICE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(transactional_db: None, live_server: Any) -> str:
    """The address of a running province."""
    packing.apply_pack(system("tests"), "demo")
    return str(live_server.url)


def test_the_pages_of_services_have_no_fault_of_access_and_fit_every_screen(page: Page, home: str) -> None:
    addresses = {
        "home": "/",
        "services": url("portal:services"),
        "letters": url("portal:services", {"xem": "chu-cai"}),
        "found": url("portal:services", {"q": "dat ban gheef via he"}),
        "nothing": url("portal:services", {"q": "zzzz"}),
        "service": url("portal:service", service=SERVICE),
        "start": url("portal:form_start", service=SERVICE),
        "track": url("portal:track"),
    }
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, address in addresses.items():
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(home + address)
            assert is_as_wide_as_the_screen(page), (name, width)
            page.screenshot(path=PICTURES / f"catalogue-{name}-{width}.png", full_page=True)
        assert violations(page) == [], name


def test_a_service_is_found_and_begun_without_scripts(browser: Browser, home: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(home)
    page.get_by_label("Tôi muốn …").fill("xin ddatwj ban ghe ngoai via he")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("link", name="Cấp phép đặt bàn ghế trên vỉa hè").click()
    expect(page.get_by_role("heading", name="Giấy tờ cần có")).to_be_visible()
    page.get_by_role("link", name="Nộp hồ sơ").first.click()
    expect(page.get_by_role("heading", name="Chuẩn bị sẵn")).to_be_visible()
    expect(page.get_by_role("button", name="Bắt đầu khai")).to_be_visible()
