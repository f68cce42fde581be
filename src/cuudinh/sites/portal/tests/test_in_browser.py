"""The pages in a real browser: a report from the first tap to its code, and what axe says of each page."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cuudinh.journal import clerk
from cuudinh.sites.portal.tests.town import (
    FORM,
    NEIGHBOUR,
    PHONE,
    SESSION_COOKIE,
    Town,
    jpeg,
    settle,
    token_of,
)

ROOT = Path(__file__).parents[5]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "build" / "pictures"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The province now: the server answers in a thread of its own, in which no clock stands still."""
    return settle()


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
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


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


def _fill_until_the_last_step(page: Page, home: str) -> None:
    page.goto(f"{home}/phan-anh/moi")
    expect(page.get_by_role("button", name="Chụp ảnh")).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    expect(page.locator(".photo img")).to_be_visible()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Dùng vị trí của tôi").click()
    expect(page.locator("[data-found-words]")).to_contain_text("Đã chọn vị trí tại")
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("textarea").fill(FORM["description"])
    page.get_by_role("group", name="Có thể là:").get_by_role("button").first.click()
    page.get_by_role("button", name="Tiếp tục").click()


@pytest.fixture
def outside(phone: Page) -> Page:
    """The phone of the resident, which says where it is."""
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 16.4605, "longitude": 107.5805})
    return phone


def test_a_report_is_sent_with_a_picture_and_few_taps(outside: Page, home: str) -> None:
    _fill_until_the_last_step(outside, home)
    expect(outside.locator("[data-of=photos]")).to_have_text("1 ảnh")
    expect(outside.locator("[data-of=text]")).to_have_text(FORM["description"])
    assert violations(outside) == []
    outside.screenshot(path=PICTURES / "portal-report-confirm-390.png")
    outside.get_by_role("button", name="Gửi phản ánh").click()
    expect(outside.get_by_role("heading", level=1)).to_have_text("Đã gửi phản ánh")
    assert violations(outside) == []
    outside.screenshot(path=PICTURES / "portal-sent-390.png", full_page=True)


def test_each_step_fits_one_screen_and_back_loses_nothing(outside: Page, home: str) -> None:
    outside.goto(f"{home}/phan-anh/moi")
    for step in range(1, 4):
        expect(outside.locator(f"#step-{step}")).to_be_visible()
        outside.wait_for_load_state("networkidle")
        outside.screenshot(path=PICTURES / f"portal-report-step-{step}-390.png")
        if step == 2:
            outside.locator("[data-unit]").select_option(index=1)
        if step < 3:
            outside.get_by_role("button", name="Tiếp tục").click()
    outside.locator("textarea").fill("Một câu để giữ lại")
    outside.go_back()
    expect(outside.locator("#step-2")).to_be_visible()
    outside.go_forward()
    expect(outside.locator("textarea")).to_have_value("Một câu để giữ lại")


def test_a_step_that_lacks_something_says_so_and_does_not_go_on(outside: Page, home: str) -> None:
    outside.goto(f"{home}/phan-anh/moi")
    outside.get_by_role("button", name="Tiếp tục").click()
    outside.get_by_role("button", name="Tiếp tục").click()
    expect(outside.get_by_text("Bạn chọn vị trí trên bản đồ, hoặc chọn xã, phường.")).to_be_visible()
    expect(outside.locator("#step-2")).to_be_visible()


def test_without_a_connection_the_report_waits_and_is_sent_once_it_is_back(outside: Page, home: str) -> None:
    outside.goto(home)
    outside.evaluate("navigator.serviceWorker.ready.then(() => true)")
    _fill_until_the_last_step(outside, home)
    outside.context.set_offline(True)
    outside.get_by_role("button", name="Gửi phản ánh").click()
    expect(outside.get_by_text("Đang chờ kết nối, sẽ tự gửi khi có mạng.")).to_be_visible()
    outside.screenshot(path=PICTURES / "portal-waiting-390.png")
    outside.context.set_offline(False)
    outside.goto(f"{home}/cua-toi")
    expect(outside.get_by_text("Đã gửi. Mã phản ánh:")).to_be_visible(timeout=20_000)
    outside.reload()
    expect(outside.locator(".case-card")).to_have_count(1)


def test_a_connection_lost_during_the_upload_loses_nothing(outside: Page, home: str) -> None:
    outside.goto(home)
    outside.evaluate("navigator.serviceWorker.ready.then(() => true)")
    _fill_until_the_last_step(outside, home)
    outside.route("**/phan-anh/gui", lambda route: route.abort("connectionreset"))
    outside.get_by_role("button", name="Gửi phản ánh").click()
    expect(outside.locator("[data-waiting] strong")).to_have_text(FORM["description"][:80])
    outside.unroute("**/phan-anh/gui")
    outside.goto(f"{home}/cua-toi")
    expect(outside.get_by_text("Đã gửi. Mã phản ánh:")).to_be_visible(timeout=20_000)
    outside.reload()
    expect(outside.locator(".case-card")).to_have_count(1)


def test_what_waits_is_neither_sent_by_nor_shown_to_somebody_else(outside: Page, home: str) -> None:
    outside.goto(home)
    outside.evaluate("navigator.serviceWorker.ready.then(() => true)")
    _fill_until_the_last_step(outside, home)
    outside.context.set_offline(True)
    outside.get_by_role("button", name="Gửi phản ánh").click()
    expect(outside.get_by_text("Đang chờ kết nối, sẽ tự gửi khi có mạng.")).to_be_visible()
    _sign_in(outside, home, NEIGHBOUR)
    outside.context.set_offline(False)
    outside.goto(f"{home}/cua-toi")
    expect(outside.get_by_text("do người khác viết trên máy này")).to_be_visible()
    outside.wait_for_load_state("networkidle")
    expect(outside.get_by_text(FORM["description"][:20])).to_have_count(0)
    expect(outside.locator(".case-card")).to_have_count(0)
    _sign_in(outside, home, PHONE)
    outside.goto(f"{home}/cua-toi")
    expect(outside.get_by_text("Đã gửi. Mã phản ánh:")).to_be_visible(timeout=20_000)


def _sign_in(page: Page, home: str, phone: str) -> None:
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token_of(phone), "url": home}])


def test_the_form_opens_without_a_connection(outside: Page, home: str) -> None:
    outside.goto(home)
    outside.evaluate("navigator.serviceWorker.ready.then(() => true)")
    outside.context.set_offline(True)
    outside.goto(f"{home}/phan-anh/moi")
    expect(outside.get_by_text("Đang không có kết nối.")).to_be_visible()
    expect(outside.locator("#step-1")).to_be_visible()
    outside.goto(f"{home}/phan-anh")
    expect(outside.get_by_role("heading", level=1)).to_have_text("Không có kết nối")


def test_what_was_reported_near_by_is_shown_and_can_be_followed_instead(
    outside: Page, home: str, town: Town
) -> None:
    town.public()
    _fill_until_the_last_step(outside, home)
    outside.go_back()
    near = outside.locator("[data-near-cases]")
    expect(near).to_be_visible()
    outside.screenshot(path=PICTURES / "portal-report-near-390.png", full_page=True)
    near.get_by_role("button").first.click()
    expect(near.get_by_text("Đã theo dõi. Bạn không cần gửi phản ánh mới.")).to_be_visible()


def test_what_is_near_takes_the_place_of_the_newest_when_asked_for(
    outside: Page, home: str, town: Town
) -> None:
    town.public()
    outside.goto(home)
    outside.get_by_role("button", name="Gần tôi").click()
    expect(outside.get_by_role("heading", name="Gần bạn")).to_be_visible()
    expect(outside.get_by_text("cách bạn")).to_be_visible()
    assert violations(outside) == []


def test_the_first_visit_of_home_is_small(page: Page, home: str, town: Town) -> None:
    town.public()
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda one: sizes.update({one.url: one.sizes()["responseBodySize"]}))
    page.goto(home)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert sum(sizes.values()) < 120_000, sizes
