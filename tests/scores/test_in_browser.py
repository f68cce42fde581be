"""The pages of scores in a real browser, on a phone and on a desk: axe, nothing too wide, down to a case."""

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.journal import clerk
from cuudinh.kernel.actor import VISITOR, system
from tests.desks import SESSION_COOKIE, violations
from tests.dossiers.hall import PASSWORD, SINCE, Hall, settle
from tests.journeys.province import keep_picture

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = (ViewportSize(width=390, height=844), ViewportSize(width=1440, height=900))
PAGES = (
    ("leader", "/lam-viec/chi-so", "tinh"),
    ("head", "/lam-viec/chi-so?bo=tt-01-2018", "don-vi"),
    ("leader", "/lam-viec/chi-so/ho-so?cua=tinh&dem=settled", "ho-so"),
    ("", "/ket-qua-giai-quyet", "cong-khai"),
)


@pytest.fixture
def hall(transactional_db: None) -> Hall:
    """Give the province now, with some dossiers that went different ways."""
    hall = settle()
    seat = NewSeat("ubnd", "leader", SINCE)
    asked = [NewAccount("staff", "Lãnh đạo tỉnh", PASSWORD, login="leader", seats=(seat,))]
    identity_commands.open_accounts(system("tests"), asked)
    numbers = [hall.file() for _ in range(4)]
    for who in ("officer", "head"):
        hall.act(
            who, numbers[0], "refuse", reason="khong-thuoc-tham-quyen", explanation="Đất do tỉnh quản lý."
        )
    for number in numbers[1:]:
        hall.act("officer", number, "receive")
        hall.act("officer", number, "accept")
        hall.act("officer", number, "appraise", answer="Vỉa hè rộng 4 m, đủ điều kiện.")
        hall.act("head", number, "approve", answer="Cấp phép đặt 6 bàn, từ 17 giờ.")
    hall.act("resident", numbers[1], "rate", rating="hai-long")
    hall.act("resident", numbers[2], "rate", rating="khong-hai-long")
    clerk.run_until_idle()
    return hall


def test_scores_are_read_on_a_phone_and_on_a_desk_down_to_the_cases(
    page: Page, hall: Hall, live_server: Any
) -> None:
    home = str(live_server.url)
    for login, address, name in PAGES:
        page.context.clear_cookies()
        if login:
            token = identity_commands.sign_in(VISITOR, login=login, password=PASSWORD).token
            page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": home}])
        page.goto(f"{home}{address}")
        for screen in SCREENS:
            page.set_viewport_size(screen)
            assert violations(page) == [], (address, screen)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, screen)
            keep_picture(page, f"diem-{name}-{screen['width']}")


def test_from_a_number_to_its_case(page: Page, hall: Hall, live_server: Any) -> None:
    home = str(live_server.url)
    token = identity_commands.sign_in(VISITOR, login="head", password=PASSWORD).token
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": home}])
    page.goto(f"{home}/lam-viec/chi-so")
    page.get_by_role("link", name="3 hồ sơ đúng hạn").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hồ sơ đúng hạn")
    page.locator("tbody a").first.click()
    expect(page).to_have_url(f"{home}/lam-viec/ho-so/" + page.url.rsplit("/", 1)[1])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
