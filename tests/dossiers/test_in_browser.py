"""An applicant pays by the code on the page of the dossier, through a bank that is played, and opens the receipt."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from cuudinh.engines.cases.models import Case
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR
from tests.desks import SESSION_COOKIE, violations
from tests.dossiers.hall import PASSWORD, PHONE, Hall, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SCREENS = (ViewportSize(width=390, height=844), ViewportSize(width=1440, height=900))


@pytest.fixture
def hall(transactional_db: None) -> Iterator[Hall]:
    """Give the province as it is now: the server answers in a thread in which no clock stands still."""
    with clock.frozen(clock.now()):
        yield settle()


def enter(page: Page, home: str, login: str) -> None:
    """Sign somebody in."""
    token = identity_commands.sign_in(VISITOR, login=login, password=PASSWORD).token
    page.context.clear_cookies()
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": home}])


def sound(page: Page, name: str) -> None:
    """Let axe look at both sizes."""
    for screen in SCREENS:
        page.set_viewport_size(screen)
        assert not violations(page), name


def test_a_fee_is_paid_on_the_page_of_the_dossier_and_the_receipt_opens_there(
    page: Page, hall: Hall, live_server: Any, settings: Any
) -> None:
    settings.CUUDINH_DEMO = True
    number, home = hall.file(), str(live_server.url)
    hall.act("officer", number, "receive")
    hall.act("officer", number, "request_payment")
    clerk.run_until_idle()
    enter(page, home, PHONE)
    page.goto(f"{home}/phan-anh/{number}")
    expect(page.get_by_role("img", name="Mã VietQR chuyển 180.000 đồng")).to_be_visible()
    expect(page.get_by_text("Nghị quyết bịa số 7 của tỉnh An Bình")).to_be_visible()
    sound(page, "unpaid")
    page.get_by_role("link", name="Dùng thử: giả lập ngân hàng").click()
    sound(page, "played bank")
    page.get_by_role("button", name="Báo tiền đã về").click()
    expect(page.get_by_text("Ngân hàng giả lập đã báo có tiền")).to_be_visible()
    clerk.run_until_idle()
    assert Case.objects.get(number=number).state == "received"
    page.goto(f"{home}/phan-anh/{number}")
    expect(page.get_by_text("Đã nộp đủ.")).to_be_visible()
    page.get_by_role("link", name="Kiểm tra giấy này").click()
    expect(page.get_by_text("Giấy tiếp nhận hồ sơ và hẹn trả kết quả").first).to_be_visible()
    enter(page, home, "officer")
    page.goto(f"{home}/lam-viec/ho-so/{number}")
    expect(page.get_by_role("link", name="Giấy tiếp nhận hồ sơ")).to_be_visible()
    sound(page, "office")
