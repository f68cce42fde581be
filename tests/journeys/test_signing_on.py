"""Two stories of VNeID: an old account is converted at its owner's first sign-on, and VNeID is down for an hour."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cuudinh.connectors.asking import circuit
from cuudinh.connectors.vneid import discovery
from cuudinh.connectors.vneid.fake.provider import FakeProvider
from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.types import NewAccount, NewSeat, Stated
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, system
from tests.journeys.province import DESK, PHONE, keep_picture, sign_on, violations
from tests.vneid import agreed, fake, served_fake  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "Cửu Đỉnh 1836"
CONSOLE = system("journeys")


def _old_account(name: str, phone: str, number: str) -> int:
    account_id = commands.register_resident(VISITOR, name=name, phone=phone, password=PASSWORD).id
    commands.state_numbers(CONSOLE, [Stated(account_id, number)])
    return account_id


@pytest.fixture
def address(transactional_db: None, live_server: Any, fake: FakeProvider) -> str:  # noqa: F811
    """A small province with people from before VNeID: one with her number, two with one number, an officer."""
    _old_account("Lê Thị Hòa", "0905000002", "000190000002")
    _old_account("Đặng Văn Hải", "0905000003", "000190000009")
    _old_account("Đặng Văn Hải", "0905000004", "000190000009")
    seat = NewSeat("so-xd", "officer", clock.now().date() - timedelta(days=9), "QĐ 1")
    commands.open_accounts(
        CONSOLE, [NewAccount("staff", "Hoàng Tiến Dũng", PASSWORD, login="canbo.xd", seats=(seat,))]
    )
    return str(live_server.url)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A resident's phone."""
    context = browser.new_context(locale="vi-VN", viewport=PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """An officer's desk."""
    context = browser.new_context(locale="vi-VN", viewport=DESK)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def _by_password(page: Page, address: str, login: str) -> None:
    page.goto(f"{address}/dang-nhap?tiep=/tai-khoan&cach=mat-khau")
    page.fill("[name=ten]", login)
    page.fill("[name=mat_khau]", PASSWORD)
    page.locator("main form").get_by_role("button", name="Đăng nhập", exact=True).click()


def test_an_old_account_is_converted_at_its_owners_firstsign_on(
    phone: Page, desk: Page, address: str
) -> None:
    phone.goto(f"{address}/dang-nhap")
    keep_picture(phone, "sign-in-phone", whole=True)
    assert not violations(phone)
    # Folded, but there for whoever needs it.
    expect(phone.locator("[name=mat_khau]")).to_be_hidden()
    phone.get_by_role("link", name="Đăng nhập bằng VNeID", exact=True).click()
    keep_picture(phone, "fake-vneid-phone", whole=True)
    assert not violations(phone)
    sign_on(phone, address, "Lê Thị Hoa")
    expect(phone.get_by_text("Tài khoản của bạn đã được xác thực bằng VNeID.")).to_be_visible()
    expect(phone.get_by_text("Số của bạn kết thúc bằng 0002.")).to_be_visible()
    assert not violations(phone)

    sign_on(desk, address, "Đặng Văn Hải")
    expect(desk.get_by_role("heading", name="Tài khoản cần rà soát")).to_be_visible()
    keep_picture(desk, "sign-on-review-desk")
    assert not violations(desk)
    # Nobody was signed in; somebody new is, and is asked for a phone.
    sign_on(desk, address, "Lý Thị Sáu")
    expect(desk.get_by_text("Tài khoản này chưa có số điện thoại.")).to_be_visible()
    keep_picture(desk, "account-without-phone-desk", whole=True)
    assert not violations(desk)
    desk.fill("[name=dien_thoai]", "0905 000 012")
    desk.get_by_role("button", name="Lưu số điện thoại").click()
    expect(desk.get_by_text("Số của bạn kết thúc bằng 0012.")).to_be_visible()


def test_an_officer_links_vneid_and_signs_in_by_it(desk: Page, address: str) -> None:
    _by_password(desk, address, "canbo.xd")
    keep_picture(desk, "account-staff-desk", whole=True)
    desk.get_by_role("button", name="Liên kết VNeID").click()
    expect(desk.get_by_role("link", name="Đến VNeID")).to_be_visible()
    keep_picture(desk, "to-vneid-desk")
    assert not violations(desk)
    desk.get_by_role("link", name="Đến VNeID").click()
    expect(desk.get_by_role("button", name="Hoàng Tiến Dũng")).to_be_visible()
    keep_picture(desk, "fake-vneid-desk", whole=True)
    assert not violations(desk)
    desk.get_by_role("button", name="Hoàng Tiến Dũng").click()
    expect(desk.get_by_role("button", name="Gỡ liên kết VNeID")).to_be_visible()
    desk.context.clear_cookies()
    desk.goto(f"{address}/dang-nhap")
    keep_picture(desk, "sign-in-desk", whole=True)
    desk.get_by_role("link", name="Cán bộ, công chức đăng nhập").click()
    desk.get_by_role("button", name="Bùi Thị Thu").click()
    expect(desk.get_by_text("chưa được liên kết với tài khoản cán bộ nào")).to_be_visible()
    desk.goto(f"{address}/dang-nhap/vneid?vai=can-bo&tiep=/tai-khoan")
    desk.get_by_role("button", name="Hoàng Tiến Dũng").click()
    expect(desk.get_by_role("heading", name="Tài khoản", exact=True)).to_be_visible()


def _is_told_so(other: Page, address: str) -> None:
    """Whoever comes during the outage reads it, and finds the other way open."""
    for _ in range(circuit.FAILURES_MOST):
        other.goto(f"{address}/dang-nhap/vneid")
        expect(other.get_by_text("VNeID hiện không kết nối được.")).to_be_visible()
    keep_picture(other, "vneid-down-refusal-phone", whole=True)
    assert not violations(other)
    # The page of signing in says so, and holds the other way open.
    other.goto(f"{address}/dang-nhap")
    expect(other.get_by_text("VNeID đang gián đoạn")).to_be_visible()
    expect(other.locator("[name=mat_khau]")).to_be_visible()
    keep_picture(other, "vneid-down-sign-in-phone", whole=True)
    assert not violations(other)


def test_vneid_is_down_for_an_hour(
    phone: Page,
    desk: Page,
    browser: Browser,
    address: str,
    fake: FakeProvider,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_on(phone, address, "Nguyễn Thị Lan")
    expect(phone.get_by_role("heading", name="Tài khoản", exact=True)).to_be_visible()
    fake.defect = "out"
    monkeypatch.setattr(discovery, "FRESH_SECONDS", 0.0)
    context = browser.new_context(locale="vi-VN", viewport=PHONE)  # type: ignore[arg-type]
    other = context.new_page()
    _is_told_so(other, address)
    later = clock.now() + timedelta(minutes=59)
    with clock.frozen(later):
        # Who is signed in goes on; residents and staff come by what they have.
        phone.reload()
        expect(phone.get_by_role("heading", name="Tài khoản", exact=True)).to_be_visible()
        _by_password(other, address, "0905000002")
        expect(other.get_by_text("Số của bạn kết thúc bằng 0002.")).to_be_visible()
        _by_password(desk, address, "canbo.xd")
        expect(desk.get_by_role("heading", name="Tài khoản", exact=True)).to_be_visible()
    fake.defect = ""
    monkeypatch.setattr(circuit, "REST_SECONDS", 0.0)
    other.context.clear_cookies()
    other.goto(f"{address}/dang-nhap")
    other.get_by_role("link", name="Thử lại bằng VNeID").click()
    other.get_by_role("button", name="Lê Thị Hoa").click()
    expect(other).to_have_url(f"{address}/")
    other.context.clear_cookies()
    other.goto(f"{address}/dang-nhap")
    expect(other.get_by_text("VNeID đang gián đoạn")).to_have_count(0)
    context.close()
    assert queries.staff_account("canbo.xd").is_active
