"""Signing in and the page of the account in a real browser: passkeys, the form that waits, and what axe says."""

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.desks import violations

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import Session
from cuudinh.engines.identity.sessions import COOKIE, actor_by_token
from cuudinh.engines.identity.tests.conftest import PASSWORD, Staffer
from cuudinh.kernel.actor import VISITOR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = (ViewportSize(width=390, height=844), ViewportSize(width=1440, height=900))
# A device with a fingerprint that is always right, as Chromium pretends to have one for tests.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def enter(page: Page, home: str) -> str:
    """Sign the officer in, and give the token."""
    token = commands.sign_in(VISITOR, login="canbo", password=PASSWORD).token
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": home}])
    return token


def give_device(page: Page) -> None:
    """Give the browser a device that holds passkeys."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_passkey_is_made_and_signs_in_and_proves_again(
    page: Page, staff: Staffer, live_server: Any
) -> None:
    staff("canbo", "so-xd", "officer")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    enter(page, live_server.url)
    page.goto(f"{live_server.url}/tai-khoan/khoa")
    give_device(page)
    page.get_by_label("Tên để bạn nhận ra khóa").fill("Máy cơ quan")
    page.get_by_role("button", name="Tạo khóa trên thiết bị").click()
    expect(page.get_by_text("Máy cơ quan", exact=True)).to_be_visible()
    page.get_by_role("button", name="Đăng xuất mọi nơi").click()
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(f"{live_server.url}/")
    assert Session.objects.get().method == "passkey"
    Session.objects.update(strong_until=None)
    page.goto(f"{live_server.url}/tai-khoan")
    page.get_by_role("button", name="Gỡ khóa Máy cơ quan").click()
    expect(page.get_by_role("heading", name="Xác nhận lại danh tính")).to_be_visible()
    page.get_by_role("button", name="Xác nhận bằng khóa truy cập").click()
    expect(page.get_by_text("Đã gỡ khóa truy cập")).to_be_visible()
    # The refusal itself is what the browser calls an error.
    assert [one for one in complaints if "403" not in one] == []


@pytest.mark.parametrize("screen", SCREENS, ids=("phone", "desk"))
def test_pages_of_signing_in_have_no_violation(
    page: Page, staff: Staffer, live_server: Any, screen: ViewportSize
) -> None:
    staff("canbo", "so-xd", "officer")
    page.set_viewport_size(screen)
    token = enter(page, live_server.url)
    actor = actor_by_token(token)
    assert actor is not None
    commands.begin_authenticator(actor)
    assert queries.authenticator_setup(actor, "") is not None
    found = {}
    for address in (
        "/tai-khoan",
        "/tai-khoan/khoa",
        "/tai-khoan/ma-xac-thuc",
        "/xac-nhan?tiep=/tai-khoan",
        "/dang-nhap",
    ):
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state("networkidle")
        found[address] = violations(page)
    assert not any(found.values()), found
