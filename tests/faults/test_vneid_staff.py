"""VNeID for staff and for proving oneself again: linked by invitation, silent in an emergency, one more proof."""

import re
from datetime import date, timedelta
from html import escape
from typing import Any

import pyotp
import pytest

from cuudinh.connectors.asking import circuit
from cuudinh.connectors.vneid import discovery
from cuudinh.connectors.vneid.fake.provider import FakeProvider
from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import LinkInvitation, Session, SignOnLink
from cuudinh.engines.identity.reasons import REASONS
from cuudinh.engines.identity.sessions import COOKIE, actor_by_token
from cuudinh.engines.identity.tests.test_factors import secret_of
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.journal import outbox
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.journal.models import OutboxEvent
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from tests.vneid import Browser

pytestmark = pytest.mark.django_db
PASSWORD = "Cửu Đỉnh 1836"
WHY = "Trực ca đêm, có tin báo sạt lở"


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def opened(name: str, login: str, office: str = "so-xd", role: str = "officer") -> int:
    seat = NewSeat(office, role, date(2025, 7, 1), "QĐ 1")
    asked = NewAccount("staff", name, PASSWORD, login=login, seats=(seat,))
    return commands.open_accounts(system("tests"), [asked])[0]


def of(browser: Browser) -> Actor:
    found = actor_by_token(browser.pages.cookies[COOKIE].value)
    assert found is not None
    return found


def by_password(browser: Browser, login: str) -> Any:
    return browser.pages.post("/dang-nhap", {"ten": login, "mat_khau": PASSWORD})


def invited(browser: Browser, account_id: int) -> str:
    """Let the administrator of a browser invite somebody, and give the code of the page."""
    shown = browser.pages.post(f"/lam-viec/can-bo/{account_id}/moi-vneid")
    found = re.search(r'<code class="code">([^<]+)</code>', text_of(shown))
    assert found is not None
    return found[1]


def confirmed(browser: Browser, login: str, code: str, persona: str) -> Any:
    led = browser.pages.post("/dang-nhap/lien-ket", {"ten": login, "ma": code})
    to = re.search(r'href="(http[^"]+)"', text_of(led))
    assert to is not None, text_of(led)
    return browser.come_back(browser.confirm(to[1].replace("&amp;", "&"), persona))


def test_an_administrator_invites_and_its_owner_confirms_by_signing_on(
    fake: FakeProvider, visitor: Browser
) -> None:
    account_id = opened("Hoàng Tiến Dũng", "canbo.xd")
    opened("Người Quản Trị", "quantri", "ubnd", "administrator")
    administrator = Browser(fake)
    by_password(administrator, "quantri")
    assert "Mời Hoàng Tiến Dũng liên kết VNeID" in text_of(
        administrator.pages.get("/lam-viec/can-bo", {"q": "tien dung"})
    )
    code = invited(administrator, account_id)
    stranger = visitor.pages.post("/dang-nhap/lien-ket", {"ten": "canbo.xd", "ma": "AAAAA-AAAAA"})
    unknown = visitor.pages.post("/dang-nhap/lien-ket", {"ten": "khongco", "ma": code})
    assert (stranger.status_code, unknown.status_code) == (401, 401)
    # Somebody else who got hold of the code bears another name.
    assert escape(REASONS["other-name"]) in text_of(confirmed(visitor, "canbo.xd", code, "lan"))
    assert confirmed(visitor, "canbo.xd", code, "dung")["Location"] == "/tai-khoan"
    assert (of(visitor).account_id, of(visitor).strength) == (account_id, 2)
    assert SignOnLink.objects.get().account_id == account_id
    assert not LinkInvitation.objects.exists()
    assert Browser(fake).sign_on("dung", vai="can-bo").status_code == 303
    again = Browser(fake).pages.post("/dang-nhap/lien-ket", {"ten": "canbo.xd", "ma": code})
    assert again.status_code == 401
    acts = [line.act for line in lines_about("account", pseudonym(account_id))]
    assert {"identity.invite_to_link", "identity.link_sign_on"} <= set(acts)
    administrator.pages.post(f"/lam-viec/can-bo/{account_id}/go-vneid")
    assert not SignOnLink.objects.exists()


@pytest.mark.parametrize("has_code", [False, True])
def test_linked_staff_come_in_for_a_reason_while_vneid_is_silent(
    fake: FakeProvider, visitor: Browser, monkeypatch: pytest.MonkeyPatch, has_code: bool
) -> None:
    account_id = opened("Hoàng Tiến Dũng", "canbo.xd")
    boss = opened("Người Quản Trị", "quantri", "ubnd", "administrator")
    confirmed(visitor, "canbo.xd", commands.invite_to_link(system("tests"), account_id=account_id), "dung")
    codes = _with_codes(visitor) if has_code else ("",)
    fake.defect = "out"
    monkeypatch.setattr(discovery, "FRESH_SECONDS", 0.0)
    for _ in range(circuit.FAILURES_MOST):
        Browser(fake).begin()
    browser = Browser(fake)
    assert by_password(browser, "canbo.xd")["Location"].startswith("/dang-nhap/buoc-hai")
    assert not browser.is_signed_in
    asked = text_of(browser.pages.get("/dang-nhap/buoc-hai"))
    assert ('name="ly_do"' in asked, 'name="ma"' in asked) == (True, has_code)
    without = browser.pages.post("/dang-nhap/buoc-hai", {"ly_do": "gấp", "ma": codes[0]})
    assert (without.status_code, browser.is_signed_in) == (422, False)
    assert browser.pages.post("/dang-nhap/buoc-hai", {"ly_do": WHY, "ma": codes[0]}).status_code == 303
    assert (of(browser).account_id, of(browser).strength) == (account_id, 2 if has_code else 1)
    lines = lines_about("account", pseudonym(account_id))
    used = next(line for line in lines if line.act == "identity.emergency_sign_in")
    assert (used.purpose, used.facts["method"]) == (WHY, "recovery" if has_code else "password")
    assert OutboxEvent.objects.filter(name="EmergencySignedIn").exists() or outbox.waiting() == 0
    assert queries.administrators_of(account_id) == (boss,)
    # Programs are not asked, and once VNeID answers nobody is.
    assert commands.sign_in(of(visitor), login="quantri", password=PASSWORD, is_key=True).token
    fake.defect = ""
    monkeypatch.setattr(circuit, "REST_SECONDS", 0.0)
    assert Browser(fake).sign_on("dung", vai="can-bo").status_code == 303
    led = by_password(Browser(fake), "canbo.xd")
    assert ("buoc-hai" in led["Location"]) == has_code


def _with_codes(browser: Browser) -> tuple[str, ...]:
    """Set an application up for who is signed in, and give the codes on paper."""
    commands.begin_authenticator(of(browser))
    code = pyotp.TOTP(secret_of(of(browser))).at(clock.now())
    token = browser.pages.cookies[COOKIE].value
    return commands.confirm_authenticator(of(browser), code=code, token=token)


@pytest.mark.asvs("6.8.4")
def test_whoever_came_by_vneid_proves_themselves_again_by_it(fake: FakeProvider, visitor: Browser) -> None:
    now = clock.now()
    assert visitor.sign_on("sau").status_code == 303
    first = visitor.pages.cookies[COOKIE].value
    assert Session.objects.get().place
    Session.objects.update(strong_until=now - timedelta(minutes=1))
    shown = text_of(visitor.pages.get("/xac-nhan", {"tiep": "/cua-toi"}))
    assert "Xác nhận bằng VNeID" in shown
    assert "mat_khau" not in shown
    begun = visitor.pages.get("/xac-nhan/vneid", {"tiep": "/cua-toi"})
    # It has to be the same person.
    other = visitor.come_back(visitor.confirm(begun["Location"], "lan"))
    assert escape(REASONS["somebody-else"]) in text_of(other)
    assert not commands.is_strong(of(visitor))
    begun = visitor.pages.get("/xac-nhan/vneid", {"tiep": "/cua-toi"})
    back = visitor.come_back(visitor.confirm(begun["Location"], "sau"))
    assert back["Location"] == "/cua-toi"
    assert commands.is_strong(of(visitor))
    # The session goes on under another token.
    assert actor_by_token(first) is None
    assert Session.objects.count() == 1


def test_a_form_waits_in_its_tab_for_what_vneid_says_in_another(fake: FakeProvider, visitor: Browser) -> None:
    visitor.sign_on("sau")
    Session.objects.update(strong_until=None)
    sent = {"xn_gui": "/cua-toi", "xn_vneid": "1", "ly_do": "Một lý do"}
    early = visitor.pages.post("/xac-nhan", sent)
    assert early.status_code == 422
    assert 'value="Một lý do"' in text_of(early)
    begun = visitor.pages.get("/xac-nhan/vneid", {"tiep": "/xac-nhan/xong"})
    done = visitor.come_back(visitor.confirm(begun["Location"], "sau"))
    assert "Đóng thẻ này" in text_of(visitor.pages.get(done["Location"]))
    on = visitor.pages.post("/xac-nhan", sent)
    assert (on.status_code, on["Location"]) == (307, "/cua-toi")
