"""The pages of signing in, registering and one's own account, as a browser without JavaScript uses them."""

import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import Account, Session
from cuudinh.engines.identity.sessions import COOKIE, actor_by_token
from cuudinh.engines.identity.tests.conftest import PASSWORD, Staffer
from cuudinh.kernel.actor import VISITOR

pytestmark = pytest.mark.django_db

PHONE = "0905000001"


@pytest.fixture
def resident(province: None) -> int:
    return commands.register_resident(VISITOR, name="Lê Thị Hoa", phone=PHONE, password=PASSWORD).id


def sign_in(client: Client, **changes: str) -> Any:
    return client.post("/dang-nhap", {"ten": PHONE, "mat_khau": PASSWORD, "tiep": "/tai-khoan"} | changes)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.asvs("3.3.2", "3.3.4")
def test_signing_in_sets_a_cookie_that_scripts_cannot_read_and_goes_on(client: Client, resident: int) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (303, "/tai-khoan")
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 24 * 3600
    assert actor_by_token(cookie.value).account_id == resident  # type: ignore[union-attr]
    assert "Lê Thị Hoa" in text_of(client.get("/tai-khoan"))


@pytest.mark.asvs("7.4.4")
def test_signing_out_stands_on_every_page_of_whoever_is_signed_in(client: Client, resident: int) -> None:
    """In the head, where there is room, and in the foot."""

    def ways_out() -> list[int]:
        pages = ("/", "/tai-khoan/du-lieu", "/khong-co-trang-nay")
        return [text_of(client.get(page)).count('action="/dang-xuat"') for page in pages]

    assert ways_out() == [0, 0, 0]
    sign_in(client)
    assert ways_out() == [2, 2, 2]
    assert client.post("/dang-xuat").status_code == 303
    assert ways_out() == [0, 0, 0]


@pytest.mark.asvs("3.3.1", "3.3.3")
def test_where_it_is_served_by_tls_no_cookie_comes_from_anywhere_else(
    client: Client, resident: int, settings: Any
) -> None:
    settings.CUUDINH_HTTPS = settings.CSRF_COOKIE_SECURE = True
    settings.CSRF_COOKIE_NAME = "__Host-cd_csrf"
    cookies = [*sign_in(client).cookies.values(), *client.get("/ngon-ngu?ma=en").cookies.values()]
    assert {one.key.removeprefix("__Host-") for one in cookies} >= {COOKIE, "cd_lang", "cd_device"}
    for one in cookies:
        assert (one.key.startswith("__Host-"), bool(one["secure"]), one["path"]) == (True, True, "/"), one
        assert not one["domain"]
    assert "Lê Thị Hoa" in text_of(client.get("/tai-khoan"))
    # What somebody else under the same domain could have planted is not read.
    client.cookies[COOKIE] = client.cookies.pop(f"__Host-{COOKIE}").value
    assert client.get("/tai-khoan").status_code == 303


@pytest.mark.asvs("3.3.3")
def test_the_token_of_forms_has_the_prefix_too() -> None:
    told = (
        "from cuudinh.project import settings; print(settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE)"
    )
    for https, said in (("yes", "__Host-cd_csrf True"), ("no", "cd_csrf False")):
        asked = subprocess.run(
            [sys.executable, "-c", told],
            env={**os.environ, "CUUDINH_HTTPS": https},
            capture_output=True,
            text=True,
            check=True,
        )
        assert asked.stdout.strip() == said


@pytest.mark.asvs("7.2.4")
def test_signing_in_again_ends_the_session_before_and_proving_oneself_changes_its_token(
    client: Client, resident: int
) -> None:
    first = sign_in(client).cookies[COOKIE].value
    second = sign_in(client).cookies[COOKIE].value
    assert actor_by_token(first) is None
    proved = client.post("/xac-nhan", {"xn_mat_khau": PASSWORD, "xn_tiep": "/tai-khoan"})
    third = proved.cookies[COOKIE]
    assert len({first, second, third.value}) == 3
    assert third["httponly"]
    assert actor_by_token(second) is None
    assert actor_by_token(third.value).account_id == resident  # type: ignore[union-attr]
    assert Session.objects.count() == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
@pytest.mark.asvs("3.7.2")
def test_signing_in_never_leads_to_another_site(client: Client, resident: int, elsewhere: str) -> None:
    assert sign_in(client, tiep=elsewhere)["Location"] == "/"


def test_a_wrong_password_shows_the_form_again_and_keeps_what_was_typed(
    client: Client, resident: int
) -> None:
    answer = sign_in(client, mat_khau="sai rồi nhé")
    assert answer.status_code == 401
    assert COOKIE not in answer.cookies
    body = text_of(answer)
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in body
    assert PHONE in body
    assert "sai rồi nhé" not in body


def test_the_page_looks_the_same_for_an_account_that_does_not_exist(client: Client, resident: int) -> None:
    bodies = {
        re.sub(r'value="[^"]*"', "", text_of(sign_in(client, ten=login, mat_khau="sai rồi nhé")))
        for login in (PHONE, "0905999999", "khongai")
    }
    assert len(bodies) == 1


def test_a_whole_office_signs_in_from_one_address(client: Client, staff: Staffer) -> None:
    for number in range(40):
        staff(f"canbo.{number}", "so-xd", "officer")
    statuses = [sign_in(Client(), ten=f"canbo.{number}").status_code for number in range(40)]
    assert statuses == [303] * 40


def test_the_browser_keeps_the_device_and_the_owner_gets_in_while_others_guess(resident: int) -> None:
    own, stranger = (
        Client(REMOTE_ADDR="203.0.113.9"),
        [Client(REMOTE_ADDR=f"198.51.100.{n}") for n in range(7)],
    )
    cookie = sign_in(own).cookies["cd_device"]
    assert (cookie["path"], bool(cookie["httponly"])) == ("/dang-nhap", True)
    for client in stranger:
        for _ in range(10):
            sign_in(client, mat_khau="sai rồi nhé")
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9")).status_code == 429
    assert sign_in(own).status_code == 303


def test_neighbours_in_one_network_of_ipv6_are_counted_together(resident: int) -> None:
    statuses = [
        sign_in(Client(REMOTE_ADDR=f"2001:db8:0:7::{n:x}"), mat_khau="sai rồi nhé").status_code
        for n in range(12)
    ]
    assert statuses == [401] * 10 + [429] * 2


def test_a_key_of_a_program_signs_no_browser_in(client: Client, resident: int) -> None:
    key = commands.sign_in(VISITOR, login=PHONE, password=PASSWORD, is_key=True).token
    assert actor_by_token(key).account_id == resident  # type: ignore[union-attr]
    client.cookies[COOKIE] = key
    assert client.get("/tai-khoan").status_code == 303


@pytest.mark.asvs("3.5.1")
def test_forms_without_the_token_against_forgery_are_refused(resident: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    assert not Session.objects.exists()


def test_registering_opens_an_account_and_signs_in(client: Client, province: None) -> None:
    assert client.get("/dang-ky").status_code == 200
    form = {"ho_ten": "Trần Văn Nam", "dien_thoai": "0905 000 002", "mat_khau": PASSWORD, "tiep": "/"}
    answer = client.post("/dang-ky", form)
    assert answer.status_code == 303
    assert actor_by_token(answer.cookies[COOKIE].value).name == "Trần Văn Nam"  # type: ignore[union-attr]


def test_an_incomplete_registration_says_what_is_wrong_at_each_field(client: Client, province: None) -> None:
    answer = client.post("/dang-ky", {"ho_ten": "", "dien_thoai": "12", "mat_khau": "ngan"})
    body = text_of(answer)
    assert answer.status_code == 422
    for field in ("ho_ten", "dien_thoai", "mat_khau"):
        assert f'href="#f-{field}"' in body
        assert f'id="f-{field}-error"' in body
    assert not Account.objects.exists()


def test_a_phone_that_has_an_account_is_sent_to_sign_in(client: Client, resident: int) -> None:
    form = {"ho_ten": "Ai đó", "dien_thoai": "+84905000001", "mat_khau": PASSWORD}
    answer = client.post("/dang-ky", form)
    assert answer.status_code == 409
    assert "đã có tài khoản" in text_of(answer)


@pytest.mark.asvs("3.5.3", "7.4.1")
def test_signing_out_takes_a_post_and_ends_the_session(client: Client, resident: int) -> None:
    token = sign_in(client).cookies[COOKIE].value
    assert client.get("/dang-xuat").status_code == 405
    answer = client.post("/dang-xuat")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert actor_by_token(token) is None
    assert client.get("/tai-khoan")["Location"].startswith("/dang-nhap?tiep=")


def test_the_account_lists_devices_and_revokes_another(client: Client, resident: int) -> None:
    other = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/605"})
    there = sign_in(other).cookies[COOKIE].value
    sign_in(client)
    body = text_of(client.get("/tai-khoan"))
    assert "Safari, iPhone" in body
    (address,) = re.findall(r'action="(/tai-khoan/phien/\d+)"', body)
    assert client.post(address).status_code == 303
    assert actor_by_token(there) is None
    assert client.post(address).status_code == 404


@pytest.mark.asvs("6.2.2", "6.2.3")
def test_name_language_and_password_are_changed_in_their_own_forms(client: Client, resident: int) -> None:
    sign_in(client)
    assert client.post("/tai-khoan/ten", {"ho_ten": "Lê Hoa"}).status_code == 303
    assert client.post("/tai-khoan/ten", {"ho_ten": " "}).status_code == 422
    answer = client.post("/tai-khoan/ngon-ngu", {"ngon_ngu": "en"})
    assert answer.cookies["cd_lang"].value == "en"
    assert queries.account(resident).language == "en"
    wrong = client.post("/tai-khoan/mat-khau", {"cu": "sai rồi nhé", "moi": "Một mật khẩu mới"})
    assert wrong.status_code == 422
    assert 'id="f-cu-error"' in text_of(wrong)
    short = client.post("/tai-khoan/mat-khau", {"cu": PASSWORD, "moi": "ngan"})
    assert 'id="f-moi-error"' in text_of(short)
    assert client.post("/tai-khoan/mat-khau", {"cu": PASSWORD, "moi": "Một mật khẩu mới"}).status_code == 303
    assert "Lê Hoa" in text_of(client.get("/tai-khoan"))


def test_an_unknown_language_changes_nothing(client: Client, resident: int) -> None:
    sign_in(client)
    client.post("/tai-khoan/ngon-ngu", {"ngon_ngu": "xx"})
    assert queries.account(resident).language == "vi"


def test_staff_see_their_seats(client: Client, staff: Staffer) -> None:
    staff("canbo", "so-xd", "officer")
    sign_in(client, ten="canbo")
    assert "Officer, Sở Xây dựng" in text_of(client.get("/tai-khoan"))


def test_visitors_are_led_to_sign_in(client: Client, province: None) -> None:
    answer = client.get("/tai-khoan")
    assert (answer.status_code, answer["Location"]) == (303, "/dang-nhap?tiep=%2Ftai-khoan")
    for address in ("ten", "ngon-ngu", "mat-khau", "phien/1"):
        assert client.post(f"/tai-khoan/{address}")["Location"].startswith("/dang-nhap")


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Any:
    settings.CUUDINH_STATE = tmp_path
    (tmp_path / "demo").mkdir()
    somebody = {
        "login": PHONE,
        "password": PASSWORD,
        "who_vi": "Người dân",
        "who_en": "Resident",
        "leads_to": "/cua-toi",
    }
    (tmp_path / "demo" / "signins.json").write_text(json.dumps([somebody]), "utf-8")
    return settings


def test_a_demonstration_offers_its_people_and_fills_the_form(
    client: Client, resident: int, demo: Any
) -> None:
    demo.CUUDINH_DEMO = True
    body = text_of(client.get("/dang-nhap"))
    address = re.findall(r'href="(/dang-nhap\?mau=[^"]+)"', body)[0].replace("&amp;", "&")
    filled = text_of(client.get(address))
    assert f'value="{PASSWORD}"' in filled
    assert 'name="tiep" value="/cua-toi"' in filled


def test_in_earnest_no_file_in_the_state_folder_shows_a_password(
    client: Client, resident: int, demo: Any
) -> None:
    demo.CUUDINH_DEMO = False
    body = text_of(client.get(f"/dang-nhap?mau={PHONE}"))
    assert PASSWORD not in body
    assert "minh họa" not in body


def test_pages_speak_english(client: Client, resident: int) -> None:
    client.cookies["cd_lang"] = "en"
    assert "Phone number or user name" in text_of(client.get("/dang-nhap"))
    wrong = text_of(sign_in(client, mat_khau="sai rồi nhé"))
    assert "The user name or the password is not right." in wrong


@pytest.mark.asvs("6.2.6")
def test_what_is_typed_as_a_password_is_not_shown(client: Client, resident: int) -> None:
    pages = [client.get("/dang-nhap"), client.get("/dang-ky")]
    sign_in(client)
    pages += [client.get("/tai-khoan"), client.get("/xac-nhan")]
    fields = re.findall(r"<input[^>]*password[^>]*>", " ".join(map(text_of, pages)))
    assert len(fields) == 5
    for one in fields:
        assert 'type="password"' in one


@pytest.mark.asvs("15.3.3")
def test_fields_that_a_form_does_not_have_change_nothing(client: Client, province: None) -> None:
    more = {"kind": "staff", "is_active": "", "assurance": "3", "login": "quantri", "role": "administrator"}
    form = {"ho_ten": "Lê Thị Hoa", "dien_thoai": PHONE, "mat_khau": PASSWORD}
    assert client.post("/dang-ky", form | more).status_code == 303
    client.post("/tai-khoan/ten", {"ho_ten": "Lê Hoa"} | more)
    account = Account.objects.get()
    assert (account.kind, account.is_active, account.login) == ("resident", True, None)
    actor = actor_by_token(client.cookies[COOKIE].value)
    assert actor is not None
    assert (actor.kind, actor.assurance, actor.seats) == ("resident", 1, ())


@pytest.mark.asvs("1.2.1", "1.2.4")
@pytest.mark.parametrize("name", ["<b>\"Lê'</b>", "{{ 7*7 }} &amp;", "'; DROP TABLE identity_account; --"])
def test_a_name_is_shown_as_it_was_typed_and_is_nothing_else(
    client: Client, resident: int, name: str
) -> None:
    sign_in(client)
    client.post("/tai-khoan/ten", {"ho_ten": name})
    shown = text_of(client.get("/tai-khoan"))
    (field,) = re.findall(r'<input[^>]*name="ho_ten"[^>]*>', shown)
    assert unescape(re.findall(r'value="([^"]*)"', field)[0]) == name
    assert "<b>" not in shown
    assert "49 &" not in shown
    client.cookies.pop(COOKIE)
    refused = client.post("/dang-nhap", {"ten": name, "mat_khau": name})
    assert refused.status_code == 401
    assert Account.objects.count() == 1
