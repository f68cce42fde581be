"""The front door of the provider: the whole way, and every request that must not work."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from cuudinh.engines.identity.commands.clients import (
    withdraw_client,
)
from cuudinh.engines.identity.models import AuthorizationCode, ClientSession, Session
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD
from cuudinh.engines.identity.tests.provider.conftest import ITEMS, PHONE
from cuudinh.engines.identity.tests.provider.relying import (
    BACK,
    School,
    agree,
    answered,
    basic,
    query,
    read,
    registered,
    tokens_of,
    userinfo,
)
from cuudinh.engines.identity.types import Ask
from cuudinh.journal import audit
from cuudinh.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.mark.asvs("9.2.4", "10.3.2")
def test_somebody_signs_in_to_a_school_which_learns_only_what_was_left_in(
    browser: Browser, school: School
) -> None:
    asked = school.asks()
    first = browser.get(f"/oauth/authorize?{query(asked)}")
    assert first["Location"].startswith("/cho-phep?")
    page = browser.get(first["Location"])
    assert "Trường A" in page.content.decode()
    assert "checked" not in page.content.decode(), "nothing is chosen for anybody"
    assert "form-action 'self' https://truong.example" in page["Content-Security-Policy"]

    told = answered(agree(browser, asked, "name"))
    assert (told["state"], told["iss"]) == (school.state, "http://testserver")
    tokens = school.redeems(told["code"]).json()
    claims = read(tokens["id_token"])
    assert claims["aud"] == school.client_id
    assert claims["nonce"] == school.nonce
    assert claims["amr"] == ["pwd"]
    assert claims["acr"] == "urn:cuudinh:level:1"
    assert "name" not in claims, "a signed word that is kept for long holds no personal data"
    about = userinfo(tokens["access_token"]).json()
    assert about == {"sub": claims["sub"], "name": "Lê Thị Hoa", "locale": "vi"}
    again = answered(browser.get(f"/oauth/authorize?{query(school.asks())}"))
    assert "code" in again, "what was left out is not asked at every sign-in"


def test_discovery_names_places_that_answer_and_only_what_is_spoken(client: Browser, catalogue: None) -> None:
    told = client.get("/.well-known/openid-configuration").json()
    assert told["issuer"] == "http://testserver"
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["subject_types_supported"] == ["pairwise"]
    assert set(ITEMS) < set(told["scopes_supported"])
    for name in ("token_endpoint", "userinfo_endpoint", "revocation_endpoint", "introspection_endpoint"):
        assert client.post(told[name].removeprefix("http://testserver")).status_code == 401, name
    keys = client.get(told["jwks_uri"].removeprefix("http://testserver")).json()["keys"]
    assert sorted(key["alg"] for key in keys) == ["ES256", "ES256", "RS256", "RS256"]
    assert not any({"d", "p", "q"} & key.keys() for key in keys)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"scope": "name"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "openid level"}, "invalid_scope"),
        ({"scope": "openid scim"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "maybe"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"prompt": "none"}, "consent_required"),
    ],
)
@pytest.mark.asvs("10.4.11", "10.6.1")
def test_a_wrong_request_goes_back_to_the_client_with_its_error(
    browser: Browser, school: School, changes: dict[str, str | None], error: str
) -> None:
    told = answered(browser.get(f"/oauth/authorize?{query(school.asks(**changes))}"))
    assert told["error"] == error
    assert told["state"] == school.state
    assert told["iss"] == "http://testserver"
    assert not AuthorizationCode.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        None,
        BACK + "/",
        BACK + "?a=1",
        BACK + "/../x",
        BACK.upper(),
        BACK.replace("https", "http"),
        "https://truong.example.evil.example/oidc/ve",
        "https://truong.example@evil.example/oidc/ve",
        "https://truong.example/oidc/ve#x",
        "//truong.example/oidc/ve",
        "javascript:alert(1)",
    ],
)
@pytest.mark.asvs("10.4.1")
def test_nobody_is_sent_to_an_address_that_was_not_registered(
    browser: Browser, school: School, address: str | None
) -> None:
    for path in ("/oauth/authorize", "/cho-phep"):
        answer = browser.get(f"{path}?{query(school.asks(redirect_uri=address))}")
        assert answer.status_code == 400
        assert "Location" not in answer
        assert "không đúng như đã đăng ký" in answer.content.decode()


def test_an_unknown_or_withdrawn_client_sends_nobody_anywhere(browser: Browser, school: School) -> None:
    assert browser.get(f"/oauth/authorize?{query(school.asks(client_id='khong-co'))}").status_code == 404
    tokens = tokens_of(browser, school, "name")
    withdraw_client(CONSOLE, client_id=school.client_id, reason="Hết hợp đồng")
    assert browser.get(f"/oauth/authorize?{query(school.asks())}").status_code == 404
    assert school.redeems("x").status_code == 401
    assert userinfo(tokens["access_token"]).status_code == 401


@pytest.mark.asvs("15.3.7")
def test_a_parameter_that_is_sent_twice_is_refused(browser: Browser, school: School) -> None:
    twice = query(school.asks()) + "&redirect_uri=https%3A%2F%2Fevil.example"
    assert browser.get(f"/oauth/authorize?{twice}").status_code == 400
    body = f"grant_type=authorization_code&code=a&code=b&redirect_uri={BACK}"
    answer = Browser().post(
        "/oauth/token",
        body,
        content_type="application/x-www-form-urlencoded",
        HTTP_AUTHORIZATION=basic(school.client_id, school.secret),
    )
    assert answer.json()["error"] == "invalid_request"


def test_a_stranger_signs_in_first_and_comes_back_to_the_same_request(resident: int, school: School) -> None:
    stranger = Browser()
    asked = query(school.asks())
    consent = stranger.get(f"/oauth/authorize?{asked}")["Location"]
    sign_in = stranger.get(consent)["Location"]
    assert sign_in.startswith("/dang-nhap?tiep=%2Fcho-phep%3F")
    back = stranger.post("/dang-nhap", {"ten": PHONE, "mat_khau": PASSWORD, "tiep": consent})["Location"]
    assert stranger.get(back).status_code == 200
    told = answered(Browser().get(f"/oauth/authorize?{query(school.asks(prompt='none'))}"))
    assert told["error"] == "login_required"


@pytest.mark.asvs("10.7.1")
def test_saying_no_gives_nothing_and_stands_in_the_log(
    browser: Browser, school: School, resident: int
) -> None:
    answer = browser.post(f"/cho-phep?{query(school.asks())}", {"quyet_dinh": "khong"})
    assert answered(answer)["error"] == "access_denied"
    assert not ClientSession.objects.exists()
    lines = audit.lines_about("account", audit.pseudonym(resident))
    assert "client.refuse" in [line.act for line in lines]


@pytest.mark.asvs("10.7.2")
def test_an_item_the_client_cannot_do_without_is_shown_with_its_reason(
    browser: Browser, catalogue: None
) -> None:
    asks = (Ask("name", {"vi": "Ghi sổ điểm cần tên."}), Ask("phone"))
    school = registered("truong-b", asks=asks)
    page = browser.get(f"/cho-phep?{query(school.asks(scope='openid'))}").content.decode()
    assert "Ghi sổ điểm cần tên." in page
    assert 'value="phone"' not in page, "what this sign-in does not ask for is not shown"
    tokens = tokens_of(browser, school, scope="openid")
    assert userinfo(tokens["access_token"]).json()["name"] == "Lê Thị Hoa"


def test_two_schools_cannot_tell_that_somebody_is_the_same_person(browser: Browser, school: School) -> None:
    other = registered("benh-vien", return_addresses=(BACK,), sector="y-te")
    same = registered("truong-c", sector="truong.example")
    subs = [read(tokens_of(browser, one)["id_token"])["sub"] for one in (school, other, same)]
    assert subs[0] != subs[1]
    assert subs[0] == subs[2], "systems of one sector know somebody by one name"


def test_a_request_may_be_sent_ahead_and_is_used_once(browser: Browser, catalogue: None) -> None:
    school = registered("truong-f", must_push=True)
    assert browser.get(f"/oauth/authorize?{query(school.asks())}").status_code == 400
    pushed = school.post("/oauth/par", school.asks())
    assert pushed.status_code == 201
    short = {"client_id": school.client_id, "request_uri": pushed.json()["request_uri"]}
    other = registered("truong-g")
    assert browser.get(f"/oauth/authorize?{query(short | {'client_id': other.client_id})}").status_code == 400
    code = answered(agree(browser, short | {"redirect_uri": "https://evil.example"}, "name"))["code"]
    assert school.redeems(code).status_code == 200
    assert browser.get(f"/oauth/authorize?{query(short)}").status_code == 400
    assert (
        school.post("/oauth/par", school.asks(code_challenge_method="plain")).json()["error"]
        == "invalid_request"
    )
    assert school.post("/oauth/par", school.asks(redirect_uri="https://evil.example")).status_code == 400


def test_a_client_asks_for_a_fresh_sign_in_and_gets_one(browser: Browser, school: School) -> None:
    tokens_of(browser, school, "name")
    asked = school.asks(prompt="login", scope="openid")
    consent = browser.get(f"/oauth/authorize?{query(asked)}")["Location"]
    assert browser.get(consent)["Location"].startswith("/dang-nhap")
    forged = consent.replace("tu_luc=", "tu_luc=x")
    assert browser.get(forged)["Location"].startswith("/dang-nhap")
    browser.post("/dang-nhap", {"ten": PHONE, "mat_khau": PASSWORD, "tiep": consent})
    assert browser.get(consent).status_code == 200
    Session.objects.update(made_at=clock.now() - timedelta(hours=1))
    old = school.asks(max_age="600", scope="openid name")
    assert browser.get(browser.get(f"/oauth/authorize?{query(old)}")["Location"])["Location"].startswith(
        "/dang-nhap"
    )
    assert (
        answered(browser.get(f"/oauth/authorize?{query({**old, 'prompt': 'none'})}"))["error"]
        == "login_required"
    )


def test_a_client_that_needs_a_proved_person_takes_no_other(browser: Browser, catalogue: None) -> None:
    school = registered("truong-i", least_level=2)
    assert "Hãy đăng nhập bằng VNeID" in browser.get(f"/cho-phep?{query(school.asks())}").content.decode()
    answer = browser.post(f"/cho-phep?{query(school.asks())}", {"quyet_dinh": "dong-y"})
    assert answered(answer)["error"] == "unmet_authentication_requirements"
