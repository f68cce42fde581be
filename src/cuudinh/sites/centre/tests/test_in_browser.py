"""The centre's pages in a real browser: the queue by keys, a call near another, the wall without its stream, axe."""

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.desks import Town, enter, picture, settle, violations

from cuudinh.engines.cases import commands
from cuudinh.journal import sealing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = ViewportSize(width=1440, height=900)
SCREENS = (ViewportSize(width=390, height=844), DESK, ViewportSize(width=1920, height=1080))
WALL_NUMBER_PIXELS_LEAST = 48


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The province now: the server answers in a thread of its own, in which no clock stands still."""
    return settle()


def test_one_key_sends_the_case_on_and_the_next_one_stands_there(
    page: Page, town: Town, live_server: Any
) -> None:
    first, second = town.file(), town.file(description="Mặt đường nứt dài trước chợ.")
    page.set_viewport_size(DESK)
    enter(page, live_server.url, "dispatcher")
    page.goto(f"{live_server.url}/trung-tam/tiep-nhan")
    expect(page.locator("[data-case]")).to_have_attribute("data-case", first)
    expect(page.locator(".queue-tab[aria-keyshortcuts]").first).to_be_attached()
    page.keyboard.press("j")
    expect(page.locator("[data-case]")).to_have_attribute("data-case", second)
    page.locator(".send-now button").click()
    expect(page.locator(".toast")).to_contain_text(second)
    expect(page.locator("[data-case]")).to_have_attribute("data-case", first)
    assert town.case(second).state == "assigned"


def test_the_wall_says_that_its_stream_is_lost_and_asks_by_itself(
    page: Page, town: Town, live_server: Any
) -> None:
    page.clock.install()
    page.set_viewport_size(SCREENS[2])
    enter(page, live_server.url, "leader")
    page.goto(f"{live_server.url}/trung-tam/man-hinh")
    expect(page.locator("[data-v=open]")).to_have_text("0")
    expect(page.locator("[data-stale]")).to_be_hidden()
    town.file()
    page.clock.run_for(12_000)
    expect(page.locator("[data-stale]")).to_be_visible()
    expect(page.locator("[data-v=open]")).to_have_text("1")
    expect(page.locator(".map-point.is-new")).to_have_count(1)


def test_figures_of_the_wall_are_read_from_afar_on_one_screen(
    page: Page, town: Town, live_server: Any
) -> None:
    page.set_viewport_size(SCREENS[2])
    enter(page, live_server.url, "leader")
    page.goto(f"{live_server.url}/trung-tam/man-hinh")
    sizes = page.eval_on_selector_all(
        ".wall-number", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= WALL_NUMBER_PIXELS_LEAST
    assert page.locator(".wall-tile").count() <= 9
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS, ids=("phone", "desk", "wall"))
def test_pages_of_the_centre_have_no_violation(
    page: Page, town: Town, live_server: Any, screen: ViewportSize
) -> None:
    number = town.file(photos=(picture(),))
    town.file()
    commands.reveal_reporter(town["dispatcher"], number=number, reason="Gọi lại để hỏi vị trí chính xác")
    sealing.seal(sign_now=True)
    page.set_viewport_size(screen)
    enter(page, live_server.url, "supervisor")
    addresses = (
        "tiep-nhan",
        f"tiep-nhan?chon={number}",
        "duyet",
        "hang-doi/all",
        "goi-dien",
        "man-hinh",
        "nhat-ky",
        "nhat-ky-viec",
        "nhat-ky-viec/1",
        f"ai-xem-duoc?so={number}",
        "ai-xem-duoc-nguoi",
    )
    found = {}
    for address in addresses:
        page.goto(f"{live_server.url}/trung-tam/{address}")
        page.wait_for_load_state("networkidle")
        found[address] = violations(page)
    assert not any(found.values()), found
