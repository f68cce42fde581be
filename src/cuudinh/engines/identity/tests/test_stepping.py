"""Acts that ask for a fresh proof: refused without one, gone on with after it, and nothing typed is lost."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.freshness import FRESH_FOR
from cuudinh.engines.identity.sessions import COOKIE, actor_by_token
from cuudinh.engines.identity.tests.conftest import PASSWORD, Staffer
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import StepUpNeeded
from cuudinh.web import answers

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
LATER = NOW + FRESH_FOR
CASE = ("case", "PA-1")
REASON = "Gọi lại để hỏi vị trí chính xác"


def token_of(login: str, *, is_key: bool = False) -> str:
    return commands.sign_in(VISITOR, login=login, password=PASSWORD, is_key=is_key).token


def actor_of(token: str) -> Actor:
    found = actor_by_token(token)
    assert found is not None
    return found


def test_what_opens_identities_asks_for_a_proof_of_the_last_minutes(staff: Staffer) -> None:
    staff("trucban", "ioc", "dispatcher")
    with clock.frozen(NOW):
        token = token_of("trucban")
        commands.break_glass(actor_of(token), CASE, REASON)
    with clock.frozen(LATER):
        with pytest.raises(StepUpNeeded):
            commands.break_glass(actor_of(token), CASE, REASON)
        commands.confirm_by_password(actor_of(token), token=token, password=PASSWORD)
        commands.break_glass(actor_of(token), CASE, REASON)
    with clock.frozen(LATER + FRESH_FOR), pytest.raises(StepUpNeeded):
        commands.break_glass(actor_of(token), CASE, REASON)


@pytest.mark.asvs("8.2.1")
def test_what_gives_power_asks_for_it_too(staff: Staffer) -> None:
    account = staff("quantri", "ubnd", "administrator").account_id or 0
    with clock.frozen(NOW):
        token = token_of("quantri")
    with clock.frozen(LATER):
        asked = actor_of(token)
        for refused in (
            lambda: commands.open_staff_account(asked, login="moi", name="Người mới", password=PASSWORD),
            lambda: commands.set_active(asked, account_id=account, is_active=True),
            lambda: commands.start_new_key(asked),
        ):
            with pytest.raises(StepUpNeeded):
                refused()


def test_a_key_of_a_program_is_never_fresh(staff: Staffer) -> None:
    staff("trucban", "ioc", "dispatcher")
    with pytest.raises(StepUpNeeded):
        commands.break_glass(actor_of(token_of("trucban", is_key=True)), CASE, REASON)


def test_a_proof_counts_for_the_session_it_was_given_in_and_stands_in_the_log(staff: Staffer) -> None:
    account = staff("trucban", "ioc", "dispatcher").account_id or 0
    with clock.frozen(NOW):
        here, there = token_of("trucban"), token_of("trucban")
    with clock.frozen(LATER):
        commands.confirm_by_password(actor_of(here), token=here, password=PASSWORD)
        assert commands.is_strong(actor_of(here))
        assert not commands.is_strong(actor_of(there))
    (line,) = [one for one in lines_about("account", pseudonym(account)) if one.act == "identity.step_up"]
    assert line.facts == {"method": "password", "strength": 1}


@pytest.fixture
def stale(client: Client, staff: Staffer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser in which somebody signed in too long ago for what asks for a fresh proof."""
    # Sites that another test imported must not put their navigation onto these pages.
    monkeypatch.setattr(answers, "_providers", [])
    settings.ROOT_URLCONF = "cuudinh.engines.identity.tests.urls"
    staff("quantri", "ubnd", "administrator")
    with clock.frozen(NOW):
        client.cookies[COOKIE] = token_of("quantri")
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def hidden(answer: Any) -> dict[str, str]:
    """Give the hidden fields of a page, as a browser would send them."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text_of(answer))
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_page_that_asks_for_a_proof_is_reached_after_it(stale: Client) -> None:
    with clock.frozen(LATER):
        asked = stale.get("/thu/xac-nhan?a=1")
        assert (asked.status_code, asked["Location"]) == (303, "/xac-nhan?tiep=%2Fthu%2Fxac-nhan%3Fa%3D1")
        form = hidden(stale.get(asked["Location"]))
        wrong = stale.post("/xac-nhan", form | {"xn_mat_khau": "sai rồi nhé"})
        assert wrong.status_code == 422
        assert hidden(wrong) == form
        there = stale.post("/xac-nhan", form | {"xn_mat_khau": PASSWORD})
        assert (there.status_code, there["Location"]) == (303, "/thu/xac-nhan?a=1")
        assert text_of(stale.get(there["Location"])) == "done"


def test_a_form_that_was_refused_is_sent_on_with_everything_that_was_typed(stale: Client) -> None:
    typed = {"ly_do": 'Gọi lại: "số 5"', "chon": ["a", "b"]}
    with clock.frozen(LATER):
        asked = stale.post("/thu/xac-nhan?a=1", typed)
        assert asked.status_code == 403
        assert "giữ nguyên" in text_of(asked)
        assert asked["Cache-Control"] == "private, no-store"
        kept = {"ly_do": typed["ly_do"], "chon": ["a", "b"], "xn_gui": "/thu/xac-nhan?a=1"}
        assert 'name="chon" value="b"' in text_of(asked)
        told = stale.post("/xac-nhan", {**kept, "xn_mat_khau": PASSWORD})
        assert (told.status_code, told["Location"]) == (307, "/thu/xac-nhan?a=1")
        done = stale.post("/xac-nhan", {**kept, "xn_mat_khau": PASSWORD}, follow=True)
        assert text_of(done) == 'Gọi lại: "số 5" a,b'


def test_a_form_sent_by_htmx_is_shown_in_place_of_the_whole_page(stale: Client) -> None:
    with clock.frozen(LATER):
        asked = stale.post("/thu/xac-nhan", {"ly_do": "x"}, headers={"HX-Request": "true"})
        assert (asked.status_code, asked["HX-Retarget"]) == (403, "#noi-dung")
        led = stale.get("/thu/xac-nhan", headers={"HX-Request": "true"})
        assert led["HX-Redirect"] == "/xac-nhan?tiep=%2Fthu%2Fxac-nhan"
        told = stale.post("/thu/xac-nhan", headers={"Accept": "application/json"})
        assert told.json()["code"] == "step-up-needed"


def test_what_waits_is_sent_on_to_this_site_only(stale: Client) -> None:
    with clock.frozen(LATER):
        form = {"xn_gui": "//evil.example/", "xn_tiep": "https://evil.example/", "xn_mat_khau": PASSWORD}
        assert stale.post("/xac-nhan", form)["Location"] == "/"


def test_guessing_in_an_open_session_is_stopped(stale: Client) -> None:
    with clock.frozen(LATER):
        statuses = [stale.post("/xac-nhan", {"xn_mat_khau": "sai rồi nhé"}).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


def test_a_proof_is_over_for_a_visitor(client: Client, province: None) -> None:
    assert client.get("/xac-nhan")["Location"].startswith("/dang-nhap")
    assert timedelta() < FRESH_FOR <= timedelta(minutes=10)
