"""The back door of the provider: codes, tokens, secrets and keys, and who has them wrongly."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from joserfc import jwt
from joserfc.jwk import ECKey

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.commands.clients import (
    rotate_secret,
    rotate_signing_keys,
)
from cuudinh.engines.identity.models import IssuedToken
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD
from cuudinh.engines.identity.tests.provider.relying import (
    BACK,
    School,
    basic,
    code_of,
    read,
    registered,
    tokens_of,
    userinfo,
)
from cuudinh.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.mark.asvs("10.4.2")
def test_a_code_works_once_and_a_second_try_ends_what_it_gave(browser: Browser, school: School) -> None:
    code = code_of(browser, school, "name")
    tokens = school.redeems(code).json()
    assert userinfo(tokens["access_token"]).status_code == 200
    replay = school.redeems(code)
    assert (replay.status_code, replay.json()["error"]) == (400, "invalid_grant")
    assert userinfo(tokens["access_token"]).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": ""},
        {"code_verifier": "short"},
        {"redirect_uri": "https://truong.example/other"},
        {"redirect_uri": ""},
    ],
)
@pytest.mark.asvs("10.4.6")
def test_a_code_is_bound_to_its_verifier_and_address(
    browser: Browser, school: School, changes: dict[str, str]
) -> None:
    code = code_of(browser, school)
    assert school.redeems(code, **changes).json()["error"] == "invalid_grant"
    assert school.redeems(code).json()["error"] == "invalid_grant", (
        "who tried wrongly once had it in wrong hands"
    )
    assert not IssuedToken.objects.filter(revoked_at__isnull=True).exists()


def test_a_code_of_one_client_is_worth_nothing_to_another(browser: Browser, school: School) -> None:
    thief = registered("ke-gian")
    thief.verifier = school.verifier
    assert thief.redeems(code_of(browser, school)).json()["error"] == "invalid_grant"


@pytest.mark.asvs("10.4.3")
def test_a_code_is_over_after_a_minute(browser: Browser, school: School) -> None:
    code = code_of(browser, school)
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert school.redeems(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("given", "headers"),
    [
        ({}, {"HTTP_AUTHORIZATION": ""}),
        ({}, {"HTTP_AUTHORIZATION": basic("truong-a", "sai")}),
        ({}, {"HTTP_AUTHORIZATION": basic("khong-co", "sai")}),
        ({}, {"HTTP_AUTHORIZATION": "Basic ???"}),
        ({}, {"HTTP_AUTHORIZATION": "Bearer x"}),
        ({"client_secret": "x", "client_id": "truong-a"}, {}),
        ({"client_secret": "x", "client_id": "truong-a"}, {"HTTP_AUTHORIZATION": ""}),
        ({"client_assertion": "a.b.c"}, {"HTTP_AUTHORIZATION": ""}),
        ({"client_id": "truong-khac"}, {}),
    ],
)
@pytest.mark.asvs("10.4.10")
def test_who_does_not_prove_to_be_a_client_gets_nothing(
    school: School, given: dict[str, str], headers: dict[str, str]
) -> None:
    answer = school.post(
        "/oauth/token", {"grant_type": "authorization_code", "code": "x", **given}, **headers
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer["WWW-Authenticate"].startswith("Basic")
    assert answer["Cache-Control"] == "no-store"


def test_a_secret_is_changed_without_a_moment_in_which_none_opens(browser: Browser, school: School) -> None:
    new = School(school.client_id, rotate_secret(CONSOLE, client_id=school.client_id).secret, school.verifier)
    for holder in (school, new):
        assert holder.redeems(code_of(browser, school)).status_code == 200
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        assert school.redeems("x").status_code == 401
        assert new.redeems("x").status_code == 400


@pytest.mark.asvs("10.4.5")
def test_refreshing_gives_a_new_pair_and_a_copied_token_ends_all(browser: Browser, school: School) -> None:
    first = tokens_of(browser, school, "name", scope="openid name offline_access")
    second = school.refreshes(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert userinfo(first["access_token"]).status_code == 401, "the pair before is over"
    assert userinfo(second["access_token"]).json()["name"] == "Lê Thị Hoa"
    reuse = school.refreshes(first["refresh_token"])
    assert reuse.json()["error"] == "invalid_grant"
    assert userinfo(second["access_token"]).status_code == 401
    assert school.refreshes(second["refresh_token"]).json()["error"] == "invalid_grant"


def test_no_refresh_token_is_given_to_who_did_not_ask_and_none_to_another_client(
    browser: Browser, school: School
) -> None:
    assert "refresh_token" not in tokens_of(browser, school)
    mine = tokens_of(browser, school, scope="openid offline_access")
    other = registered("truong-d")
    assert other.refreshes(mine["refresh_token"]).json()["error"] == "invalid_grant"
    assert school.refreshes(mine["refresh_token"], scope="openid phone").json()["error"] == "invalid_scope"
    assert school.refreshes(mine["refresh_token"]).status_code == 200, (
        "the tries of others cost its owner nothing"
    )


def test_a_token_is_taken_back_by_its_client_only(browser: Browser, school: School) -> None:
    tokens = tokens_of(browser, school, scope="openid offline_access")
    other = registered("truong-e")
    assert other.post("/oauth/thu-hoi", {"token": tokens["access_token"]}).status_code == 200
    assert other.post("/oauth/tra-cuu", {"token": tokens["access_token"]}).json() == {"active": False}
    told = school.post("/oauth/tra-cuu", {"token": tokens["access_token"]}).json()
    assert told["active"]
    assert told["sub"] == read(tokens["id_token"])["sub"]
    school.post("/oauth/thu-hoi", {"token": tokens["refresh_token"]})
    assert userinfo(tokens["access_token"]).status_code == 401
    assert school.post("/oauth/tra-cuu", {"token": tokens["access_token"]}).json() == {"active": False}


def test_what_was_signed_before_a_key_changed_is_still_checked(browser: Browser, school: School) -> None:
    before = tokens_of(browser, school)["id_token"]
    published = {key["kid"] for key in Browser().get("/oauth/khoa").json()["keys"]}
    rotate_signing_keys(CONSOLE)
    after = tokens_of(browser, school)["id_token"]
    head = json.loads(__import__("base64").urlsafe_b64decode(after.split(".")[0] + "=="))
    assert head["kid"] in published, "a key is published before it signs"
    assert read(before)["sub"] == read(after)["sub"]
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert len(Browser().get("/oauth/khoa").json()["keys"]) == 4


def test_a_client_may_sign_with_its_own_key_instead_of_a_secret(browser: Browser, catalogue: None) -> None:
    key = ECKey.generate_key("P-256", {"kid": "k1", "alg": "ES256", "use": "sig"})
    public = {"keys": [key.as_dict(private=False)]}
    school = registered("truong-h", auth_method="private_key_jwt", jwks=public)
    assert school.secret == ""

    def proof(signer: ECKey = key, **changes: Any) -> dict[str, str]:
        now = int(clock.now().timestamp())
        claims = {
            "iss": "truong-h",
            "sub": "truong-h",
            "aud": "http://testserver",
            "exp": now + 60,
            "jti": "n1",
        }
        signed = jwt.encode({"alg": "ES256", "kid": "k1"}, {**claims, **changes}, signer)
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return {"client_assertion": signed, "client_assertion_type": kind}

    def brought(given: dict[str, str]) -> Any:
        sent = {"grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": school.verifier}
        return school.post("/oauth/token", {**sent, **given}, HTTP_AUTHORIZATION="")

    good = proof()
    assert brought({**good, "code": code_of(browser, school)}).status_code == 200
    stranger = ECKey.generate_key("P-256", {"kid": "k1"})
    wrong = [
        good,
        proof(stranger, jti="n2"),
        proof(aud="https://evil.example", jti="n3"),
        proof(iss="truong-a", jti="n4"),
        proof(exp=1, jti="n5"),
        proof(exp=int(clock.now().timestamp()) + 86_400, jti="n6"),
        proof(jti=""),
    ]
    for given in wrong:
        assert brought({**given, "code": "x"}).json()["error"] == "invalid_client"


def test_a_locked_account_opens_nothing_anywhere(browser: Browser, school: School, resident: int) -> None:
    tokens = tokens_of(browser, school, scope="openid offline_access")
    commands.set_active(CONSOLE, account_id=resident, is_active=False)
    assert userinfo(tokens["access_token"]).status_code == 401
    assert school.refreshes(tokens["refresh_token"]).json()["error"] == "invalid_grant"


@pytest.mark.asvs("9.2.2", "10.3.1")
def test_a_token_opens_only_what_it_is_for(browser: Browser, school: School) -> None:
    tokens = tokens_of(browser, school, "name", scope="openid name offline_access")
    assert userinfo(tokens["access_token"]).status_code == 200
    session = browser.cookies[COOKIE].value
    for other in (tokens["id_token"], tokens["refresh_token"], session, school.secret, "x" * 43):
        assert userinfo(other).status_code == 401, "no other word of ours reads anything"
    for other in (tokens["id_token"], tokens["access_token"], session):
        assert school.refreshes(other).json()["error"] == "invalid_grant"
        assert school.redeems(other).json()["error"] == "invalid_grant"
    # Nor does it sign anybody in here.
    assert (
        Browser(headers={"Cookie": f"{COOKIE}={tokens['access_token']}"}).get("/tai-khoan").status_code == 303
    )


@pytest.mark.asvs("10.4.4")
def test_a_client_uses_no_grant_it_was_not_given(school: School) -> None:
    for grant, error in (
        ("client_credentials", "unauthorized_client"),
        ("password", "unsupported_grant_type"),
        ("implicit", "unsupported_grant_type"),
    ):
        asked = {"grant_type": grant, "username": "0905000001", "password": PASSWORD, "scope": "openid"}
        assert school.post("/oauth/token", asked).json()["error"] == error


@pytest.mark.asvs("10.4.8")
def test_refreshing_comes_to_an_end_however_often_it_was_done(browser: Browser, school: School) -> None:
    token = tokens_of(browser, school, scope="openid offline_access")["refresh_token"]
    begun = clock.now()
    for days in range(20, 90, 20):
        with clock.frozen(begun + timedelta(days=days)):
            token = school.refreshes(token).json()["refresh_token"]
    with clock.frozen(begun + timedelta(days=91)):
        assert school.refreshes(token).json()["error"] == "invalid_grant"
