"""The pages of scores: what each sees, in both languages, and that nobody is named whose dossier it is."""

import pytest
from django.test import Client

from cuudinh.engines.identity import commands as identity_commands
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor
from tests.desks import SESSION_COOKIE
from tests.dossiers.hall import PASSWORD, Hall, at

AT = "/lam-viec/chi-so"
CASES = f"{AT}/ho-so"


@pytest.fixture
def number(hall: Hall, leader: Actor) -> str:
    """Give a dossier that was answered in time, beside one that was refused."""
    number, other = hall.file(), hall.file()
    hall.act("officer", number, "receive")
    for who in ("officer", "head"):
        hall.act(who, other, "refuse", reason="khong-thuoc-tham-quyen", explanation="Đất do tỉnh quản lý.")
    hall.act("officer", number, "accept")
    hall.act("officer", number, "appraise", answer="Vỉa hè rộng 4 m, đủ điều kiện.")
    hall.act("head", number, "approve", answer="Cấp phép đặt 6 bàn, từ 17 giờ.")
    clerk.run_until_idle()
    return number


def _client(login: str, language: str = "vi") -> Client:
    client = Client()
    client.cookies[SESSION_COOKIE] = identity_commands.sign_in(VISITOR, login=login, password=PASSWORD).token
    client.get("/ngon-ngu", {"ma": language, "tiep": "/"})
    return client


def _text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_leader_sees_the_province_its_offices_and_the_cases_without_opening_one(number: str) -> None:
    client = _client("leader")
    page = _text(client, AT)
    for said in ("Toàn tỉnh: Chỉ số 766", "đạt 20/20 điểm vì 100% đúng hạn (1 trên 1)", "chưa kiểm chứng"):
        assert said in page
    assert "phường Bến Trăng" in page
    assert "Không thuộc thẩm quyền giải quyết" in page
    listed = _text(client, CASES, cua="tinh", dem="on_time")
    assert number in listed
    assert f"/ho-so/{number}" not in listed
    assert "Nguyễn Thị Quán" not in listed


def test_an_officer_sees_the_own_score_and_opens_the_cases_behind_it(number: str) -> None:
    client = _client("officer")
    assert "Cán bộ officer: Chín chỉ số" in _text(client, AT, bo="tt-01-2018")
    assert f"/ho-so/{number}" in _text(client, CASES, dem="on_time")
    for scope in ("tinh", "n-90101-ubnd"):
        assert client.get(AT, {"cua": scope}).status_code == 403
        assert client.get(CASES, {"cua": scope, "dem": "on_time"}).status_code == 403
    assert client.get(CASES, {"dem": "khong-co"}).status_code == 400
    assert client.get(CASES, {"dem": "on_time", "trang": "sai"}).status_code == 400
    assert Client().get(AT).status_code in {302, 303, 403}


def test_everybody_reads_the_published_results_in_either_language(number: str) -> None:
    page = _text(Client(), "/ket-qua-giai-quyet")
    for said in (
        "Kết quả giải quyết thủ tục hành chính",
        "phường Bến Trăng",
        "Không thuộc thẩm quyền giải quyết",
    ):
        assert said in page
    english = _text(_client("leader", "en"), AT, bo="tt-01-2018", ky="2026-Q4")
    for said in (
        "The whole province: Nine indicators",
        "points on average",
        "Reasons for refusing or stopping",
    ):
        assert said in english
    assert "hồ sơ" not in english.partition("<main")[2].replace("<details", "\n<details").split("<details")[0]


def test_reasons_are_published_by_procedure_and_lead_officers_to_the_dossiers_behind(
    number: str, hall: Hall
) -> None:
    published = _text(Client(), "/ket-qua-giai-quyet").partition("Theo thủ tục và lý do")[2]
    assert "Không thuộc thẩm quyền giải quyết" in published
    assert "/dich-vu/dat-ban-ghe" in published
    head = _client("head")
    asked = {"cua": "n-90101-ubnd", "dem": "refused", "thu-tuc": "dat-ban-ghe"}
    link = "dem=refused&amp;thu-tuc=dat-ban-ghe&amp;ly-do=khong-thuoc-tham-quyen"
    assert link in _text(head, AT, cua="n-90101-ubnd")
    listed = _text(head, CASES, **asked, **{"ly-do": "khong-thuoc-tham-quyen"})
    assert "Không có hồ sơ nào" not in listed
    assert number not in listed
    assert "Không có hồ sơ nào" in _text(head, CASES, **asked, **{"ly-do": "ly-do-khac"})
    assert "Nguyễn Thị Quán" not in listed


def test_a_period_without_dossiers_says_so(hall: Hall, leader: Actor) -> None:
    assert "Chưa có số liệu" in _text(Client(), "/ket-qua-giai-quyet", ky="2024")
    with clock.frozen(at("2026-11-30 09:00")):
        assert "chưa có gì để tính trong kỳ này" in _text(_client("leader"), AT, ky="2024-Q1")
