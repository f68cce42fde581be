"""Signing out, withdrawing what was granted, and what the log says of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from cuudinh.engines.identity.commands.leaving import end_left_client_sessions, notice_of
from cuudinh.engines.identity.models import Look, Person, Session
from cuudinh.engines.identity.tests.conftest import CONSOLE
from cuudinh.engines.identity.tests.provider.relying import (
    School,
    query,
    read,
    tokens_of,
    userinfo,
)
from cuudinh.journal import audit, jobs
from cuudinh.kernel import clock

pytestmark = pytest.mark.django_db


def test_signing_out_here_ends_what_came_of_it_and_tells_the_client(browser: Browser, school: School) -> None:
    tokens = tokens_of(browser, school, "name")
    sid = read(tokens["id_token"])["sid"]
    browser.post("/dang-xuat")
    assert end_left_client_sessions(CONSOLE) == 1
    assert userinfo(tokens["access_token"]).status_code == 401
    address, told = notice_of(sid) or ("", "")
    assert address == "https://truong.example/oidc/dang-xuat"
    claims = read(told)
    assert (claims["sid"], claims["aud"]) == (sid, school.client_id)
    assert "http://schemas.openid.net/event/backchannel-logout" in claims["events"]
    assert "nonce" not in claims


def test_a_client_that_does_not_answer_is_told_again(
    browser: Browser, school: School, settings: Any, resident: int
) -> None:
    settings.CUUDINH_SIGN_OUT_TELLER = f"{__name__}.told_at_last"
    _TOLD.clear()
    tokens_of(browser, school)
    browser.post("/dang-xuat")
    end_left_client_sessions(CONSOLE)
    jobs.work()
    assert len(_TOLD) == 1
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        jobs.work()
    assert [address for address, _token in _TOLD] == ["https://truong.example/oidc/dang-xuat"] * 2
    assert jobs.waiting() == 0


_TOLD: list[tuple[str, str]] = []


def told_at_last(address: str, token: str) -> None:
    _TOLD.append((address, token))
    if len(_TOLD) == 1:
        raise TimeoutError


@pytest.mark.asvs("10.4.9", "10.7.3")
def test_what_was_granted_is_seen_and_withdrawn_by_its_owner(
    browser: Browser, school: School, resident: int
) -> None:
    tokens = tokens_of(browser, school, "name", scope="openid name offline_access")
    page = browser.get("/tai-khoan/ung-dung").content.decode()
    assert "Trường A" in page
    browser.post(f"/tai-khoan/ung-dung/{school.client_id}/thu-hoi")
    assert "Trường A" not in browser.get("/tai-khoan/ung-dung").content.decode()
    assert userinfo(tokens["access_token"]).status_code == 401
    assert school.refreshes(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert browser.get(f"/oauth/authorize?{query(school.asks())}")["Location"].startswith("/cho-phep")
    acts = [line.act for line in audit.lines_about("account", audit.pseudonym(resident))]
    assert {"client.grant", "client.tokens", "client.disconnect"} <= set(acts)


def test_each_look_at_a_person_is_a_line_that_its_owner_sees(
    browser: Browser, school: School, resident: int
) -> None:
    tokens = tokens_of(browser, school, "name")
    userinfo(tokens["access_token"])
    looks = [
        one
        for one in audit.lines_about("account", audit.pseudonym(resident))
        if one.act == "client.read_person"
    ]
    assert [one.purpose for one in looks] == ["name"]
    assert list(Look.objects.values_list("system", "what")) == [("Trường A", "userinfo")]


def test_a_system_is_told_nothing_of_whoever_restricted_the_use_of_their_data(
    browser: Browser, school: School
) -> None:
    tokens = tokens_of(browser, school, "name")
    Person.objects.update(restricted_at=clock.now())
    answer = userinfo(tokens["access_token"])
    assert (answer.status_code, answer.json()["error"]) == (403, "insufficient_scope")
    assert not Look.objects.exists()
    Person.objects.update(restricted_at=None)
    assert userinfo(tokens["access_token"]).json()["name"] == "Lê Thị Hoa"


@pytest.mark.asvs("10.6.2")
def test_a_client_ends_our_session_only_after_its_owner_said_so(browser: Browser, school: School) -> None:
    tokens = tokens_of(browser, school)
    given = {
        "id_token_hint": tokens["id_token"],
        "post_logout_redirect_uri": "https://truong.example/tam-biet",
        "state": "s",
    }
    page = browser.get(f"/oauth/dang-xuat?{query(given)}")
    assert "Trường A" in page.content.decode()
    assert Session.objects.exists()
    answer = browser.post(f"/oauth/dang-xuat?{query(given)}", {"quyet_dinh": "dang-xuat"})
    assert answer["Location"] == "https://truong.example/tam-biet?state=s"
    assert not Session.objects.exists()
    evil = {**given, "post_logout_redirect_uri": "https://evil.example/"}
    assert browser.get(f"/oauth/dang-xuat?{query(evil)}").status_code == 400
