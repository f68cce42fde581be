"""The story of a reporter: asked, checked, with a card that anybody reads, let into a newsroom, and withdrawn."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cuudinh.connectors.vneid.fake.provider import FakeProvider
from cuudinh.engines.identity import commands
from cuudinh.engines.identity.queries.offices import offices_in_force
from cuudinh.engines.identity.types import Ask, NewAccount, NewClient, NewSeat
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system
from cuudinh.project import packing
from cuudinh.project.ports import free_port
from cuudinh.project.sample_school import School, server_of
from tests.journeys.province import DESK, PHONE, keep_picture, sign_on, violations
from tests.vneid import agreed, served_fake  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "Cửu Đỉnh 1836"
CONSOLE = system("journeys")
REPORTER = "Nguyễn Thị Lan"


@pytest.fixture
def address(transactional_db: None, live_server: Any, agreed: FakeProvider) -> str:  # noqa: F811
    """A province with its pack in force and an officer of the information office."""
    packing.apply_pack(CONSOLE, "hue")
    office = next(one.code for one in offices_in_force() if "bao-chi" in one.functions)
    seat = NewSeat(office, "officer", clock.now().date() - timedelta(days=9), "QĐ 1")
    asked = NewAccount("staff", "Lê Quang Báo", PASSWORD, login="canbo.baochi", seats=(seat,))
    commands.open_accounts(CONSOLE, [asked])
    return str(live_server.url)


@pytest.fixture
def newsroom(address: str) -> Iterator[School]:
    """A newsroom that lets in nobody but reporters with a card that holds."""
    own = f"http://127.0.0.1:{free_port()}"
    asked = NewClient(
        client_id="toa-soan",
        names={"vi": "Tòa soạn mẫu"},
        return_addresses=(f"{own}/oidc/ve",),
        asks=(Ask("name"), Ask("press", {"vi": "Chỉ phóng viên có thẻ mới được gửi câu hỏi."})),
    )
    _view, secret = commands.add_client(CONSOLE, asked=asked)
    made = School(address, "toa-soan", secret.secret, own, scope="openid name press")
    server = server_of(made, int(own.rsplit(":", 1)[1]))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def pages(browser: Browser) -> Iterator[tuple[Page, Page, Page]]:
    """Her phone, the desk of the information office, and the phone of a stranger who scans her card."""
    contexts = [browser.new_context(locale="vi-VN", viewport=one) for one in (PHONE, DESK, PHONE)]  # type: ignore[arg-type]
    yield tuple(one.new_page() for one in contexts)  # type: ignore[misc]
    for one in contexts:
        one.close()


def test_a_reporter_is_verified_and_withdrawn(
    pages: tuple[Page, Page, Page], address: str, newsroom: School
) -> None:
    reporter, desk, stranger = pages
    _asks(reporter, address)
    _let_in_is_refused(reporter, newsroom)
    _signs_in(desk, address)
    _verified(desk, address)
    card = _card(reporter, address)
    stranger.goto(f"{address}{card}")
    expect(stranger.get_by_text("Còn hiệu lực", exact=True)).to_be_visible()
    expect(stranger.locator("main")).to_contain_text(REPORTER)
    keep_picture(stranger, "press-card-phone", whole=True)
    assert not violations(stranger)
    _let_in(reporter, newsroom)
    desk.goto(f"{address}/lam-viec/bao-chi?trang_thai=verified")
    keep_picture(desk, "press-desk-verified", whole=True)
    desk.get_by_text("Thu hồi thẻ", exact=True).first.click()
    desk.get_by_label("Lý do thu hồi").fill("Tòa soạn báo đã nghỉ việc")
    desk.get_by_role("button", name="Thu hồi thẻ").click()
    stranger.reload()
    expect(stranger.get_by_text("Đã thu hồi", exact=True)).to_be_visible()
    assert not violations(stranger)
    newsroom.people.clear()
    reporter.goto(f"{newsroom.address}/vao")
    expect(reporter.get_by_text("access_denied")).to_be_visible()
    assert not newsroom.people


def _asks(page: Page, address: str) -> None:
    sign_on(page, address, REPORTER, "/bao-chi")
    page.get_by_label("Cơ quan báo chí").fill("Báo Huế ngày nay")
    page.get_by_label("Loại tác nghiệp").select_option("phong-vien")
    keep_picture(page, "press-ask-phone", whole=True)
    assert not violations(page)
    page.get_by_role("button", name="Gửi yêu cầu").click()
    expect(page.get_by_text("Chờ kiểm tra")).to_be_visible()


def _signs_in(desk: Page, address: str) -> None:
    desk.goto(f"{address}/dang-nhap?cach=mat-khau&tiep=/lam-viec/bao-chi")
    desk.fill("[name=ten]", "canbo.baochi")
    desk.fill("[name=mat_khau]", PASSWORD)
    desk.locator("main form").get_by_role("button", name="Đăng nhập", exact=True).click()


def _verified(desk: Page, address: str) -> None:
    expect(desk.locator("main")).to_contain_text("Báo Huế ngày nay")
    keep_picture(desk, "press-desk", whole=True)
    assert not violations(desk)
    desk.get_by_role("button", name="Xác minh và cấp thẻ").click()
    desk.goto(f"{address}/lam-viec/bao-chi")
    expect(desk.get_by_text("100% phóng viên đã kết nối VNeID")).to_be_visible()


def _card(page: Page, address: str) -> str:
    """Look at one's own card, with its number, last day and QR; give the address under the QR."""
    page.goto(f"{address}/bao-chi")
    expect(page.get_by_alt_text("Mã QR để kiểm tra thẻ")).to_be_visible()
    expect(page.get_by_text("có giá trị đến hết ngày")).to_be_visible()
    keep_picture(page, "press-own-phone", whole=True)
    assert not violations(page)
    leads = page.get_by_role("link", name="Xem điều người khác thấy khi quét mã").get_attribute("href")
    assert leads is not None
    return leads


def _let_in(page: Page, newsroom: School) -> None:
    page.goto(newsroom.address)
    page.get_by_role("link", name="Đăng nhập bằng tài khoản thành phố").click()
    page.get_by_role("button", name="Đồng ý và tiếp tục").click()
    expect(page.get_by_role("heading", name="Sổ điểm Trường mẫu")).to_be_visible()
    (known,) = newsroom.people.values()
    assert known["press_card"]["outlet"] == "Báo Huế ngày nay"


def _let_in_is_refused(page: Page, newsroom: School) -> None:
    """Without a card the page of consent says what is lacking, and offers nothing to agree to."""
    page.goto(newsroom.address)
    page.get_by_role("link", name="Đăng nhập bằng tài khoản thành phố").click()
    expect(page.get_by_text("chưa có hoặc không còn hiệu lực")).to_be_visible()
    expect(page.get_by_role("button", name="Đồng ý và tiếp tục")).to_have_count(0)
    keep_picture(page, "consent-lacking-phone", whole=True)
    assert not violations(page)
