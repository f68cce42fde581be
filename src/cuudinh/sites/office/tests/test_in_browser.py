"""The officers' pages in a real browser: the keyboard, refusals in their place, and what axe says."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.conversions import run_of_the_article
from tests.desks import PASSWORD, Town, enter, picture, settle, violations
from tests.journeys.province import keep_picture

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.journal import clerk
from cuudinh.kernel.actor import system

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = (ViewportSize(width=390, height=844), ViewportSize(width=1440, height=900))


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The province now: the server answers in a thread of its own, in which no clock stands still."""
    return settle()


def test_a_list_is_walked_marked_and_opened_by_keys_alone(page: Page, town: Town, live_server: Any) -> None:
    first, second = town.accepted(), town.accepted()
    enter(page, live_server.url, "an.officer")
    page.set_viewport_size(SCREENS[1])
    page.goto(f"{live_server.url}/lam-viec")
    expect(page.locator("[data-all]")).to_be_visible()
    expect(page.locator("#desk-q[aria-keyshortcuts]")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("Đã chọn 1")).to_be_visible()
    expect(page.locator("[aria-current=true] [name=number]")).to_have_value(second)
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("[data-case]")).to_have_attribute("data-case", first)
    expect(page.locator("[data-key=u][aria-keyshortcuts]")).to_be_visible()
    page.keyboard.press("u")
    expect(page).to_have_url(f"{live_server.url}/lam-viec")


def test_what_is_missing_is_said_in_its_place_without_a_new_page(
    page: Page, town: Town, live_server: Any
) -> None:
    number = town.accepted()
    enter(page, live_server.url, "an.officer")
    page.goto(f"{live_server.url}/lam-viec/ho-so/{number}?viec=note")
    page.evaluate("window.isSamePage = true")
    note = page.locator("[name='note.note']")
    note.evaluate("field => field.required = false")
    page.locator("[data-act=note] form button").click()
    expect(page.locator("[data-act=note] .error-summary")).to_be_focused()
    assert page.evaluate("window.isSamePage")
    note.fill("Đã khảo sát hiện trường.")
    page.locator("[data-act=note] form button").click()
    expect(page.get_by_text("Đã khảo sát hiện trường.")).to_be_visible()


def test_an_answer_begins_with_words_of_the_pack(page: Page, town: Town, live_server: Any) -> None:
    number = town.accepted()
    enter(page, live_server.url, "an.officer")
    page.goto(f"{live_server.url}/lam-viec/ho-so/{number}?viec=resolve")
    answer = page.locator("[id='f-resolve.answer']")
    answer.fill("Đã xem.")
    page.locator("[data-template-of='f-resolve.answer']").select_option(label="Đã vá")
    expect(answer).to_have_value("Đã xem. Đã vá mặt đường ngày …")


@pytest.mark.parametrize("screen", SCREENS, ids=("phone", "desk"))
def test_pages_of_officers_have_no_violation(
    page: Page, town: Town, live_server: Any, screen: ViewportSize
) -> None:
    number = town.file(photos=(picture(),))
    town.act("dispatcher", number, "assign")
    town.act("an.officer", number, "accept")
    clerk.run_until_idle()
    page.set_viewport_size(screen)
    enter(page, live_server.url, "an.head")
    found = {}
    for address in (
        "/lam-viec",
        f"/lam-viec/ho-so/{number}?viec=resolve",
        "/lam-viec/tong-quan",
        "/lam-viec?muc=done",
    ):
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state("networkidle")
        found[address] = violations(page)
    assert not any(found.values()), found


def _open_administrator() -> None:
    """Open an account whose seats are those of an administrator and of a privacy officer."""
    since = date(2026, 1, 1)
    seats = tuple(NewSeat("ioc", role, since) for role in ("administrator", "privacy-officer"))
    asked = NewAccount("staff", "Quản trị", PASSWORD, login="quantri", seats=seats)
    identity.open_accounts(system("console"), [asked])


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS, ids=("phone", "desk"))
def test_pages_of_administrators_have_no_violation(
    page: Page, town: Town, live_server: Any, screen: ViewportSize
) -> None:
    town.accepted()
    _open_administrator()
    run = run_of_the_article()
    seat = queries.memberships_of(town["an.officer"].account_id or 0)[0].id
    page.set_viewport_size(screen)
    enter(page, live_server.url, "quantri")
    found = {}
    for address in (
        "/lam-viec/to-chuc",
        "/lam-viec/to-chuc?ngay=2025-06-30",
        "/lam-viec/to-chuc/duong-an",
        "/lam-viec/to-chuc/duong-huyen",
        f"/lam-viec/vi-tri/{seat}",
        "/lam-viec/sap-xep",
        "/lam-viec/sap-xep/2025-07-01-close",
        "/lam-viec/chuyen-doi",
        "/lam-viec/chuyen-doi/dot",
        f"/lam-viec/chuyen-doi/dot/{run}",
        "/lam-viec/chuyen-doi/ra-soat",
        "/lam-viec/ung-dung",
        "/lam-viec/can-bo",
        "/lam-viec/du-lieu/luu-giu",
        "/lam-viec/du-lieu/giu-kin",
        "/lam-viec/du-lieu/yeu-cau-thay",
    ):
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state("networkidle")
        if told := violations(page):
            found[address] = told
    assert found == {}


def test_the_map_of_a_conversion_is_walked_by_arrows_and_says_each_share(
    page: Page, town: Town, live_server: Any
) -> None:
    run_of_the_article()
    page.set_viewport_size(SCREENS[1])
    enter(page, live_server.url, "leader")
    page.goto(f"{live_server.url}/lam-viec/chuyen-doi")
    first = page.get_by_role("img", name="Xã Bình: 100.000/600.000 = 16,67%")
    expect(first).to_have_class(re.compile(r"\bshare-0\b"))
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("img", name="Xã An: 129.991/244.620 = 53,14%")).to_be_focused()
    expect(page.locator(".leaflet-tooltip", has_text="53,14%")).to_be_visible()
    expect(page.locator("tr[aria-current]")).to_contain_text("Xã An")
    keep_picture(page, "conversion-map", whole=True)


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS, ids=("phone", "desk"))
def test_pages_of_absences_and_delegations_have_no_violation(
    page: Page, town: Town, live_server: Any, screen: ViewportSize
) -> None:
    number = town.accepted()
    today, last = queries.today(), queries.today() + timedelta(days=4)
    absent, head = (town[name].account_id or 0 for name in ("an.officer", "an.head"))
    identity.state_absence(town["an.head"], away=identity.Away(absent, head, "leave", today, last))
    seat = queries.memberships_of(head)[0].id
    actions, signer = ("chuyen-don-vi",), "Chủ tịch UBND xã An"
    given = identity.Given(seat, absent, actions, "12/UQ-UBND", today, signer, today, last)
    identity.delegate(town["an.head"], given=given)
    page.set_viewport_size(screen)
    enter(page, live_server.url, "an.head")
    found = {}
    for name, address in (
        ("absences", "/lam-viec/to-chuc/vang-mat"),
        ("absences-of", "/lam-viec/to-chuc/duong-an/vang-mat"),
        ("delegations", "/lam-viec/to-chuc/uy-quyen"),
        ("stands-in", "/lam-viec?cua-toi=1"),
        ("account", "/tai-khoan"),
        ("why", f"/lam-viec/ho-so/{number}/vi-sao"),
        ("office", "/lam-viec/to-chuc/duong-an"),
    ):
        page.goto(f"{live_server.url}{address}")
        keep_picture(page, f"lent-{name}-{screen['width']}", whole=True)
        if told := violations(page):
            found[address] = told
    assert found == {}
