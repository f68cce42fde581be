"""A payer waits for the bank on a phone, and an officer takes money at a desk; what axe says of the pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from cuudinh.connectors.bank.fake import FakeBank
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.ledger.commands import take_move
from cuudinh.engines.ledger.rules.references import reference_of
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR
from tests.desks import SESSION_COOKIE, violations
from tests.fees.bureau import PASSWORD, PEOPLE, Bureau, bureau_open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = (ViewportSize(width=390, height=844), ViewportSize(width=1440, height=900))


@pytest.fixture
def bureau(transactional_db: None) -> Iterator[Bureau]:
    """Give the people; the server answers in a thread in which no clock stands still, so it is now."""
    with bureau_open(clock.now()) as opened:
        yield opened


def enter(page: Page, home: str, name: str) -> None:
    token = identity_commands.sign_in(VISITOR, login=PEOPLE.get(name, name), password=PASSWORD).token
    page.context.clear_cookies()
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": home}])


def sound(page: Page) -> None:
    for screen in SCREENS:
        page.set_viewport_size(screen)
        assert not violations(page)


def test_a_payer_waits_and_sees_the_money_come(
    page: Page, bureau: Bureau, bank: FakeBank, live_server: Any
) -> None:
    number, home = bureau.charge(channel="web"), str(live_server.url)
    enter(page, home, "payer")
    page.goto(f"{home}/nop-phi")
    sound(page)
    page.get_by_role("link", name="Chứng thực bản sao").click()
    expect(page.get_by_role("img", name="Mã VietQR")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Tôi đã chuyển khoản").click()
    expect(page.get_by_text("Đang chờ ngân hàng xác nhận")).to_be_visible()
    move = bureau.move(number, 5_000, words=reference_of(number))
    take_move(bank_name="bank", move=move)
    receipt = page.get_by_role("link", name="BL-")
    expect(receipt).to_be_visible(timeout=15_000)
    sound(page)
    receipt.click()
    expect(page.get_by_text("Năm nghìn đồng")).to_be_visible()
    sound(page)


def test_an_officer_takes_cash_and_looks_at_the_bank(page: Page, bureau: Bureau, live_server: Any) -> None:
    number, home = bureau.charge(), str(live_server.url)
    bureau.pay(number, 7_000, words="nop phi giup me")
    enter(page, home, "officer")
    page.goto(f"{home}/lam-viec/thu-phi")
    sound(page)
    page.get_by_role("link", name=number).click()
    sound(page)
    page.get_by_role("button", name="Thu tại quầy").click()
    expect(page.get_by_text("Đã nộp", exact=True).first).to_be_visible()
    page.goto(f"{home}/lam-viec/thu-phi/doi-chieu")
    expect(page.get_by_text("nop phi giup me")).to_be_visible()
    sound(page)
