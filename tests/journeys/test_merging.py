"""The story of two accounts of one person: the registers do not agree, two officers decide, it is undone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cuudinh.connectors.vneid.fake.provider import FakeProvider
from cuudinh.engines.cases import commands as cases
from cuudinh.engines.cases.tests.town import FORM
from cuudinh.engines.identity import commands
from cuudinh.engines.identity.types import NewAccount, NewSeat, Stated
from cuudinh.journal import clerk
from cuudinh.kernel.actor import VISITOR, Actor, system
from tests.desks import PASSWORD, enter, settle
from tests.journeys.province import DESK, PHONE, keep_picture, sign_on, violations
from tests.vneid import agreed, served_fake  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CONSOLE = system("journeys")
NUMBER = "000190000009"
QUEUE = "/lam-viec/chuyen-doi/ra-soat"
WHY = "Đã gọi cả hai số điện thoại và đối chiếu căn cước tại quầy"


def _old_account(phone: str, words: str) -> str:
    """Open an account of before VNeID that states the number; give the number of its report."""
    account = commands.register_resident(VISITOR, name="Đặng Văn Hải", phone=phone, password=PASSWORD)
    commands.state_numbers(CONSOLE, [Stated(account.id, NUMBER)])
    owner = Actor("resident", account.id, assurance=1)
    return cases.file_case(owner, service_id="street", answers={**FORM, "description": words}).number


@pytest.fixture
def address(transactional_db: None, live_server: Any, agreed: FakeProvider) -> str:  # noqa: F811
    """A town with two administrators; somebody in it has two accounts with one report each."""
    settle()
    seat = NewSeat("ioc", "administrator", date(2026, 1, 1))
    asked = (
        NewAccount("staff", name, PASSWORD, login=login, seats=(seat,))
        for login, name in (("quantri.1", "Phan Thị Một"), ("quantri.2", "Đỗ Văn Hai"))
    )
    commands.open_accounts(CONSOLE, list(asked))
    return str(live_server.url)


@pytest.fixture
def reports(address: str) -> tuple[str, str]:
    """The report of each account."""
    return _old_account("0905000003", "Cây đổ ngang đường."), _old_account("0905000004", "Cống nghẹt.")


@pytest.fixture
def pages(browser: Browser, address: str) -> Iterator[tuple[Page, Page, Page]]:
    """His phone, and the desks of two officers."""
    contexts = [browser.new_context(locale="vi-VN", viewport=one) for one in (PHONE, DESK, DESK)]  # type: ignore[arg-type]
    phone, first, second = (one.new_page() for one in contexts)
    enter(first, address, "quantri.1")
    enter(second, address, "quantri.2")
    yield phone, first, second
    for one in contexts:
        one.close()


def test_two_accounts_of_one_person_are_merged_after_review(
    pages: tuple[Page, Page, Page], address: str, reports: tuple[str, str]
) -> None:
    phone, first, second = pages
    sign_on(phone, address, "Đặng Văn Hải", "/cua-toi")
    expect(phone.get_by_text("Việc rà soát số 1")).to_be_visible()
    keep_picture(phone, "match-waits-phone", whole=True)
    assert not violations(phone)
    _proposed(first, address)
    _approved(second, address)
    clerk.run_until_idle()
    sign_on(phone, address, "Đặng Văn Hải", "/cua-toi")
    for number in reports:
        expect(phone.locator("main")).to_contain_text(number)
    keep_picture(phone, "merged-reports-phone", whole=True)
    phone.goto(f"{address}/thong-bao")
    expect(phone.get_by_text("Đã gộp tài khoản của bạn")).to_be_visible()
    _undone(second)
    clerk.run_until_idle()
    phone.goto(f"{address}/cua-toi")
    expect(phone.locator("main")).to_contain_text(reports[0])
    expect(phone.locator("main")).not_to_contain_text(reports[1])


def _proposed(desk: Page, address: str) -> None:
    desk.goto(f"{address}{QUEUE}")
    keep_picture(desk, "match-queue-desk", whole=True)
    assert not violations(desk)
    desk.get_by_role("link", name="Đăng nhập VNeID số 1").click()
    expect(desk.get_by_text("Số định danh kết thúc bằng 0009")).to_be_visible()
    keep_picture(desk, "match-desk", whole=True)
    assert not violations(desk)
    desk.get_by_label("Lý do").fill(WHY)
    desk.get_by_role("button", name="Đề xuất gộp vào tài khoản được chọn").click()
    expect(desk.get_by_text("Bạn đã đề xuất, nên cần một người khác quyết định.")).to_be_visible()


def _approved(desk: Page, address: str) -> None:
    desk.goto(f"{address}{QUEUE}")
    desk.get_by_role("link", name="Đăng nhập VNeID số 1").click()
    expect(desk.get_by_text("Phan Thị Một đề xuất: gộp vào tài khoản được giữ.")).to_be_visible()
    desk.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(desk.get_by_text("đã gộp", exact=True)).to_be_visible()
    keep_picture(desk, "match-merged-desk", whole=True)
    assert not violations(desk)


def _undone(desk: Page) -> None:
    desk.get_by_label("Lý do hoàn tác").fill("Chủ tài khoản báo là gộp nhầm")
    desk.get_by_role("button", name="Hoàn tác việc gộp").click()
    expect(desk.get_by_role("button", name="Xem xét lại từ đầu")).to_be_visible()
