"""Second factors by codes: set up, asked for at every sign-in, each taken once, taken away."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.freshness import FRESH_FOR
from cuudinh.engines.identity.models import Authenticator, RecoveryCode, Session
from cuudinh.engines.identity.sessions import COOKIE, actor_by_token
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD, Staffer
from cuudinh.engines.identity.types import (
    FactorInPlace,
    SecondFactorNeeded,
    SecondStepOver,
    SignedIn,
    WrongFactor,
)
from cuudinh.journal import outbox
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.journal.models import OutboxEvent
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import NotYours, StepUpNeeded, TooOften

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)


def actor_of(token: str) -> Actor:
    found = actor_by_token(token)
    assert found is not None
    return found


def enter(code: str = "") -> SignedIn:
    return commands.sign_in(VISITOR, login="canbo", password=PASSWORD, code=code)


def pending() -> str:
    with pytest.raises(SecondFactorNeeded) as needed:
        enter()
    return str(needed.value.pending)


def finish(code: str, waiting: str = "") -> SignedIn:
    return commands.finish_sign_in(VISITOR, pending=waiting or pending(), code=code)


def secret_of(actor: Actor) -> str:
    setup = queries.authenticator_setup(actor, "Tỉnh thử")
    assert setup is not None
    return setup.secret.replace(" ", "")


class Owner:
    """Somebody of staff with an application on the telephone."""

    def __init__(self) -> None:
        self.token = enter().token
        commands.begin_authenticator(actor_of(self.token))
        self.secret = secret_of(actor_of(self.token))
        self.paper = commands.confirm_authenticator(actor_of(self.token), code=self.code(), token=self.token)

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(clock.now())


@pytest.fixture
def owner(staff: Staffer) -> Owner:
    staff("canbo", "so-xd", "officer")
    with clock.frozen(NOW):
        return Owner()


def test_no_session_begins_before_both_steps(owner: Owner) -> None:
    with clock.frozen(NOW + HALF_MINUTE):
        before = Session.objects.count()
        waiting = pending()
        assert Session.objects.count() == before
        assert actor_by_token(waiting) is None
        signed_in = finish(owner.code(), waiting)
        assert (signed_in.actor.strength, Session.objects.latest("id").method) == (2, "totp")
        assert commands.is_strong(signed_in.actor)


@pytest.mark.asvs("6.5.1", "6.5.5")
def test_a_code_is_taken_once_and_half_a_minute_either_way(owner: Owner) -> None:
    with clock.frozen(NOW), pytest.raises(WrongFactor):
        finish(owner.code())
    with clock.frozen(NOW + 2 * HALF_MINUTE):
        early, late = (
            pyotp.TOTP(owner.secret).at(clock.now() + step) for step in (HALF_MINUTE, -2 * HALF_MINUTE)
        )
        with pytest.raises(WrongFactor):
            finish(late)
        assert finish(early).actor.is_signed_in
        for code in (early, owner.code(), "", "000000 ", "１２３４５６"):
            with pytest.raises(WrongFactor):
                finish(code)


def test_a_half_finished_sign_in_is_used_once_and_soon(owner: Owner) -> None:
    with clock.frozen(NOW + HALF_MINUTE):
        waiting = pending()
        finish(owner.code(), waiting)
    with clock.frozen(NOW + 3 * HALF_MINUTE), pytest.raises(SecondStepOver):
        finish(owner.code(), waiting)
    with clock.frozen(NOW + 4 * HALF_MINUTE):
        waiting = pending()
    with clock.frozen(NOW + timedelta(minutes=8)), pytest.raises(SecondStepOver):
        finish(owner.code(), waiting)
    with pytest.raises(SecondStepOver):
        finish("1", waiting[:-2])


def test_a_new_password_or_a_lock_ends_what_waits(owner: Owner) -> None:
    account_id = actor_of_account("canbo")
    with clock.frozen(NOW + HALF_MINUTE):
        waiting = pending()
        commands.set_active(CONSOLE, account_id=account_id, is_active=False)
        with pytest.raises(SecondStepOver):
            finish(owner.code(), waiting)
        commands.set_active(CONSOLE, account_id=account_id, is_active=True)
        token = finish(owner.code()).token
    with clock.frozen(NOW + 2 * HALF_MINUTE):
        waiting = pending()
        commands.change_password(actor_of(token), old=PASSWORD, new="Một mật khẩu mới", token=token)
    with clock.frozen(NOW + 3 * HALF_MINUTE), pytest.raises(SecondStepOver):
        finish(owner.code(), waiting)


def actor_of_account(login: str) -> int:
    return queries.staff_account(login).id


@pytest.mark.asvs("6.3.1")
def test_guessing_codes_is_stopped(owner: Owner) -> None:
    with clock.frozen(NOW + HALF_MINUTE):
        for _ in range(10):
            with pytest.raises(WrongFactor):
                finish("000000")
        with pytest.raises(TooOften):
            finish(owner.code())


@pytest.mark.asvs("6.5.1")
def test_a_code_on_paper_stands_in_once_however_it_is_copied(owner: Owner) -> None:
    with clock.frozen(NOW + HALF_MINUTE):
        first = owner.paper[0].lower().replace("-", " ")
        assert finish(first).actor.is_signed_in
        with pytest.raises(WrongFactor):
            finish(first)
        assert queries.factors_of(actor_of(owner.token)).recovery_left == 9
    held = repr(list(RecoveryCode.objects.values_list()))
    assert not any(code.replace("-", "") in held for code in owner.paper)


def test_a_program_brings_the_code_along(owner: Owner) -> None:
    with clock.frozen(NOW + HALF_MINUTE):
        with pytest.raises(SecondFactorNeeded):
            commands.sign_in(VISITOR, login="canbo", password=PASSWORD, is_key=True)
        key = commands.sign_in(VISITOR, login="canbo", password=PASSWORD, code=owner.code(), is_key=True)
        assert not commands.is_strong(key.actor)


def test_who_has_a_second_factor_proves_themselves_by_it_and_not_by_the_password(owner: Owner) -> None:
    with clock.frozen(NOW + FRESH_FOR):
        actor = actor_of(owner.token)
        assert not commands.is_strong(actor)
        with pytest.raises(WrongFactor):
            commands.confirm_by_password(actor, token=owner.token, password=PASSWORD)
        commands.confirm_by_code(actor, token=owner.token, code=owner.code())
        assert commands.is_strong(actor_of(owner.token))


def test_sessions_that_began_by_the_password_alone_are_not_fresh_for_more(staff: Staffer) -> None:
    staff("canbo", "so-xd", "officer")
    with clock.frozen(NOW):
        elsewhere = enter().token
        assert commands.is_strong(actor_of(elsewhere))
        Owner()
        assert not commands.is_strong(actor_of(elsewhere))


@pytest.mark.asvs("7.4.3", "7.5.1")
def test_taking_it_away_asks_for_it_ends_other_sessions_and_is_told(owner: Owner) -> None:
    account = actor_of_account("canbo")
    with clock.frozen(NOW + HALF_MINUTE):
        elsewhere = finish(owner.code()).token
    with clock.frozen(NOW + FRESH_FOR):
        with pytest.raises(StepUpNeeded):
            commands.remove_authenticator(actor_of(owner.token), token=owner.token)
        commands.confirm_by_code(actor_of(owner.token), token=owner.token, code=owner.code())
        with pytest.raises(FactorInPlace):
            commands.begin_authenticator(actor_of(owner.token))
        commands.remove_authenticator(actor_of(owner.token), token=owner.token)
        assert actor_by_token(elsewhere) is None
        assert actor_of(owner.token).strength == 1
        assert enter().actor.is_signed_in
    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()
    acts = [line.act for line in lines_about("account", pseudonym(account))]
    assert {"identity.authenticator_added", "identity.authenticator_removed"} <= set(acts)
    changes = OutboxEvent.objects.filter(name="SignInChanged").values_list("body", flat=True)
    assert [re.findall(r'"change":"([^"]+)"', body)[0] for body in changes] == [
        "authenticator-added",
        "authenticator-removed",
    ]


@pytest.mark.asvs("7.4.5")
def test_an_administrator_takes_lost_factors_away_and_everybody_is_out(owner: Owner, staff: Staffer) -> None:
    account = actor_of_account("canbo")
    with pytest.raises(NotYours):
        commands.reset_factors(staff("khac", "so-xd", "officer"), account_id=account, reason="Mất máy")
    administrator = staff("quantri", "ubnd", "administrator")
    commands.reset_factors(administrator, account_id=account, reason="Mất điện thoại, đã gặp trực tiếp")
    assert actor_by_token(owner.token) is None
    assert enter().actor.strength == 1


def test_the_secret_is_sealed_again_with_the_rest(owner: Owner) -> None:
    commands.start_new_key(CONSOLE)
    while commands.reseal():
        pass
    commands.retire_keys(CONSOLE)
    with clock.frozen(NOW + HALF_MINUTE):
        assert finish(owner.code()).actor.is_signed_in
    assert owner.secret.encode() not in bytes(Authenticator.objects.get().sealed)


def test_residents_have_none(province: None) -> None:
    commands.register_resident(VISITOR, name="Hoa", phone="0905000001", password=PASSWORD)
    resident = commands.sign_in(VISITOR, login="0905000001", password=PASSWORD).actor
    with pytest.raises(NotYours):
        commands.begin_authenticator(resident)


# On pages.


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_setting_up_and_signing_in_on_pages(client: Client, staff: Staffer) -> None:
    staff("canbo", "so-xd", "officer")
    form = {"ten": "canbo", "mat_khau": PASSWORD, "tiep": "/tai-khoan"}
    with clock.frozen(NOW):
        client.post("/dang-nhap", form)
        assert "Ai biết mật khẩu là vào được" in text_of(client.get("/tai-khoan"))
        assert client.post("/tai-khoan/ma-xac-thuc/thiet-lap")["Location"] == "/tai-khoan/ma-xac-thuc"
        secret = secret_of(actor_of(client.cookies[COOKIE].value))
        shown = text_of(client.get("/tai-khoan/ma-xac-thuc"))
        assert "data:image/svg+xml" in shown
        assert secret[:4] in shown
        wrong = client.post("/tai-khoan/ma-xac-thuc/xac-nhan", {"ma": "000000"})
        assert (wrong.status_code, 'id="f-ma-error"' in text_of(wrong)) == (422, True)
        done = client.post("/tai-khoan/ma-xac-thuc/xac-nhan", {"ma": pyotp.TOTP(secret).at(NOW)})
        assert len(re.findall(r"<li><code", text_of(done))) == 10
        assert done["Cache-Control"] == "private, no-store"
        assert client.get("/tai-khoan/ma-xac-thuc").status_code == 303
        assert "Còn 10 mã" in text_of(client.get("/tai-khoan"))
        client.post("/dang-xuat")
    with clock.frozen(NOW + HALF_MINUTE):
        led = client.post("/dang-nhap", form)
        assert led["Location"] == "/dang-nhap/buoc-hai?tiep=%2Ftai-khoan"
        assert COOKIE not in led.cookies
        cookie = led.cookies["cd_step"]
        assert (cookie["path"], bool(cookie["httponly"])) == ("/dang-nhap", True)
        assert client.get(led["Location"]).status_code == 200
        wrong = client.post("/dang-nhap/buoc-hai", {"ma": "000000", "tiep": "/tai-khoan"})
        assert (wrong.status_code, COOKIE in wrong.cookies) == (422, False)
        code = pyotp.TOTP(secret).at(clock.now())
        let_in = client.post("/dang-nhap/buoc-hai", {"ma": code, "tiep": "/tai-khoan"})
        assert (let_in["Location"], bool(let_in.cookies[COOKIE].value)) == ("/tai-khoan", True)
    assert client.get("/dang-nhap/buoc-hai")["Location"].startswith("/dang-nhap")


def test_the_second_step_without_the_first_leads_back(client: Client, province: None) -> None:
    answer = client.post("/dang-nhap/buoc-hai", {"ma": "123456", "tiep": "/tai-khoan"})
    assert answer["Location"] == "/dang-nhap?tiep=%2Ftai-khoan"


def test_signing_out_everywhere_ends_this_session_too(client: Client, staff: Staffer) -> None:
    staff("canbo", "so-xd", "officer")
    elsewhere = enter().token
    client.post("/dang-nhap", {"ten": "canbo", "mat_khau": PASSWORD})
    assert client.post("/tai-khoan/dang-xuat-moi-noi")["Location"] == "/dang-nhap"
    assert not Session.objects.exists()
    assert actor_by_token(elsewhere) is None
    assert outbox.waiting() == 0


@pytest.mark.asvs("6.5.2", "6.5.4")
def test_codes_on_paper_are_too_long_to_be_found_from_what_is_kept_and_no_two_are_alike(owner: Owner) -> None:
    codes = {re.sub("[^0-9A-Z]", "", code) for code in owner.paper}
    assert len(codes) == 10
    # Of 32 signs each.
    assert {len(code) * 5 for code in codes} == {120}, "below 112 bits they would have to be hashed slowly"
