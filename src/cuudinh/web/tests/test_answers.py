"""One refusal, one sentence: as a problem, a page or a part; and what every answer carries."""

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from cuudinh.web import answers
from cuudinh.web.answers import own_address

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def test_a_refusal_is_a_problem_for_a_program(client: Client) -> None:
    answer = client.get("/thu/tu-choi/thieu", headers=JSON)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body.pop("request_id") == answer["X-Request-Id"]
    assert body == {
        "type": "urn:cuudinh:refusal:incomplete",
        "title": "Thông tin chưa đủ",
        "status": 422,
        "detail": "Thông tin chưa đủ hoặc chưa đúng.",
        "instance": "/thu/tu-choi/thieu",
        "code": "incomplete",
        "faults": {"mo-ta": "Thiếu mô tả"},
    }


def test_the_same_refusal_is_a_page_with_the_way_to_mend_it(client: Client) -> None:
    answer = client.get("/thu/tu-choi/thieu")
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Thông tin chưa đủ hoặc chưa đúng.", "Thiếu mô tả", "Quay lại biểu mẫu"):
        assert words in page


def test_the_same_refusal_is_a_notice_and_an_event_for_htmx(client: Client) -> None:
    answer = client.get("/thu/tu-choi/luc-khac", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "<html" not in answer.content.decode()
    assert answer["HX-Trigger"].isascii()
    assert "cd:toast" in answer["HX-Trigger"]


def test_waiting_is_told_in_seconds_to_people_and_programs(client: Client) -> None:
    answer = client.get("/thu/tu-choi/nhanh", headers=JSON)
    assert answer["Retry-After"] == "9"
    assert answer.json()["wait_seconds"] == 9
    assert "9 giây" in client.get("/thu/tu-choi/nhanh").content.decode()


def test_an_address_that_leads_nowhere_has_a_page_of_ours_and_a_problem(client: Client) -> None:
    assert "Kiểm tra lại địa chỉ" in client.get("/khong-co").content.decode()
    assert client.get("/khong-co", headers=JSON).json()["code"] == "not-there"


@pytest.mark.asvs("16.5.1")
def test_a_bug_rises_and_is_answered_without_the_database(client: Client) -> None:
    with pytest.raises(ZeroDivisionError):
        client.get("/thu/hong")
    client.raise_request_exception = False
    answer = client.get("/thu/hong")
    assert answer.status_code == 500
    assert answer["X-Request-Id"] in answer.content.decode()
    assert "ZeroDivisionError" not in answer.content.decode()


@pytest.mark.asvs("3.5.1")
def test_a_form_without_its_token_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/thu/mo")
    assert answer.status_code == 403
    assert "Biểu mẫu đã mở quá lâu" in answer.content.decode()


def test_htmx_gets_the_part_and_everybody_else_the_page(client: Client) -> None:
    assert "<html" not in client.get("/thu/mo", headers={"HX-Request": "true"}).content.decode()
    whole = client.get("/thu/mo", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in whole.content.decode()
    assert "HX-Request" in whole["Vary"]


def test_what_was_just_done_is_told_once_with_the_way_back(client: Client) -> None:
    client.cookies["who"] = "officer"
    answer = client.get("/thu/truc")
    assert answer["Location"] == "/thu/mo"
    told = client.get("/thu/mo").content.decode()
    assert "Đã giao đơn vị." in told
    assert 'action="/thu/mo"' in told
    assert "csrfmiddlewaretoken" in told
    assert "Đã giao đơn vị." not in client.get("/thu/mo").content.decode()


def test_a_forged_toast_says_nothing(client: Client) -> None:
    client.cookies[answers.TOAST_COOKIE] = "Chao:gia"
    assert "Chao" not in client.get("/thu/mo").content.decode()


@pytest.mark.parametrize(
    "outside",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"],
)
@pytest.mark.asvs("3.7.2")
def test_nobody_is_sent_to_another_site(outside: str, client: Client) -> None:
    assert own_address(outside, "/nha") == "/nha"
    assert client.get("/ngon-ngu", {"ma": "en", "tiep": outside})["Location"] == "/"


def test_a_page_the_browser_has_is_not_drawn_again() -> None:
    request = RequestFactory().get("/", headers={"If-None-Match": 'W/"ba"'})
    assert answers.page(request, "web/no-such-template.html", etag="ba").status_code == 304


def test_what_sites_give_reaches_every_page_and_their_ways_are_joined(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def portal(request: HttpRequest) -> dict[str, object]:
        return {
            "navigation": (answers.NavLink("Gửi", "/gui", "camera"),),
            "unread_count": 120,
            "account_name": "An",
        }

    def office(request: HttpRequest) -> dict[str, object]:
        return {"navigation": (answers.NavLink("Việc", "/viec", "list", is_here=True),)}

    monkeypatch.setattr(answers, "_providers", [portal, office])
    page = client.get("/thu/mo").content.decode()
    assert page.index('href="/gui"') < page.index('href="/viec" aria-current="page"')
    assert "99+" in page
    assert "120 thông báo chưa đọc" in page


@pytest.mark.asvs("3.4.3")
def test_no_inline_script_or_style_is_let_in_nor_needed(client: Client) -> None:
    answer = client.get("/mau")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    page = answer.content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>|javascript:", page)


def test_the_stream_may_be_reached_and_no_other_host(client: Client) -> None:
    policy = client.get("/thu/mo")["Content-Security-Policy"]
    connect = next(rule for rule in policy.split("; ") if rule.startswith("connect-src"))
    assert re.fullmatch(r"connect-src 'self' http://testserver:\d+", connect)


def test_the_chosen_language_stays_and_only_an_offered_one_can_be_chosen(client: Client) -> None:
    assert client.get("/thu/mo")["Content-Language"] == "vi"
    client.get("/ngon-ngu", {"ma": "en", "tiep": "/mau"})
    assert client.get("/thu/mo")["Content-Language"] == "en"
    client.get("/ngon-ngu", {"ma": "xx"})
    assert client.get("/thu/mo")["Content-Language"] == "en"


def test_a_host_that_is_none_of_ours_is_refused_with_all_that_an_answer_carries(
    client: Client, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["province.test"]
    assert client.get("/thu/mo", headers={"host": "province.test"}).status_code == 200
    answer = client.get("/thu/mo", headers={"host": "evil.test"})
    assert answer.status_code == 400
    assert b"evil.test" not in answer.content
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert (answer["X-Content-Type-Options"], len(answer["X-Request-Id"])) == ("nosniff", 36)
