"""The pages in a real browser: a report from the first tap to its code, and what axe says of each page."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from cuudinh.journal import clerk
from cuudinh.sites.portal.tests.town import PHONE, SESSION_COOKIE, Town, token_of

ROOT = Path(__file__).parents[5]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "build" / "pictures"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(town: Town, live_server: Any) -> str:
    """The address of the running province."""
    return str(live_server.url)


@pytest.fixture
def phone(page: Page, home: str, town: Town) -> Page:
    """The phone of the resident, signed in."""
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token_of(PHONE), "url": home}])
    return page


def violations(page: Page) -> list[str]:
    """Give what axe finds on a page, with the first place of each."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def is_as_wide_as_the_screen(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def _filled(town: Town) -> str:
    """Give the number of a report of the resident with a result, among others in other states."""
    town.file()
    town.public(description="Mặt đường bong tróc dài, xe máy hay ngã vào buổi tối.")
    number = town.resolved()
    clerk.run_until_idle()
    return number


ADDRESSES = {
    "home": "/",
    "list": "/phan-anh",
    "map": "/phan-anh/ban-do",
    "report": "/phan-anh/moi",
    "case": "/phan-anh/{number}",
    "mine": "/cua-toi",
    "notices": "/thong-bao",
    "track": "/tra-cuu",
    "receipt": "/bien-nhan",
    "about": "/gioi-thieu",
    "offline": "/ngoai-tuyen",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_has_no_fault_of_access_and_fits_every_screen(
    phone: Page, home: str, town: Town, name: str
) -> None:
    address = home + ADDRESSES[name].format(number=_filled(town))
    for width, height in ((320, 640), (390, 844), (1440, 900)):
        phone.set_viewport_size({"width": width, "height": height})
        phone.goto(address)
        phone.wait_for_load_state("networkidle")
        assert is_as_wide_as_the_screen(phone), f"{name} scrolls sideways at {width} px"
        phone.screenshot(path=PICTURES / f"portal-{name}-{width}.png", full_page=True)
    assert violations(phone) == []
    phone.emulate_media(color_scheme="dark")
    assert violations(phone) == []
