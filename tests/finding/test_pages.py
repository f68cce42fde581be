"""Services found and read without an account: the catalogue, the search, the page of a service, how it went lately."""

import pytest
from django.test import Client

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.cases.sealed import tracking_code
from cuudinh.engines.cases.types import RESULTS_LEAST
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR
from cuudinh.web.routes import url
from tests.dossiers.hall import NEIGHBOUR, PASSWORD, PHONE, SERVICE, Hall, at

PERMIT = "Cấp phép đặt bàn ghế trên vỉa hè"


@pytest.fixture
def visitor() -> Client:
    """A browser of somebody nobody knows."""
    return Client()


def _text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def test_the_catalogue_shows_every_service_however_it_is_sorted(hall: Hall, visitor: Client) -> None:
    for view in ("nhom", "don-vi", "chu-cai"):
        text = _text(visitor, url("portal:services"), xem=view)
        assert PERMIT in text, view
    assert "Dịch vụ" in _text(visitor, url("portal:services"), xem="su-kien")


def test_a_service_is_found_by_what_people_type(hall: Hall, visitor: Client) -> None:
    for typed in ("đặt bàn ghế vỉa hè", "dat ban ghe via he", "toi muon ddawtj banf gheef", "vỉa hèe"):
        assert url("portal:service", service=SERVICE) in _text(visitor, url("portal:services"), q=typed), (
            typed
        )


def test_a_number_of_a_case_that_is_typed_leads_to_where_it_is_tracked(hall: Hall, visitor: Client) -> None:
    number = hall.file()
    assert url("portal:track", {"so": number}) in _text(visitor, url("portal:services"), q=number.lower())


def test_the_page_of_a_service_says_what_one_must_know(hall: Hall, visitor: Client) -> None:
    text = _text(visitor, url("portal:service", service=SERVICE))
    for said in (
        "5 ngày làm việc",
        "Sơ đồ vị trí đặt bàn ghế",
        "nguồn chưa kiểm chứng",
        "Mỗi bàn, buổi sáng",
        "20.000",
        "xã, phường",
        "Giấy phép đặt bàn ghế",
        "Chưa đủ số liệu",
        "Nộp hồ sơ",
        "15:00",
    ):
        assert said in text, said
    assert visitor.get(url("portal:service", service="khong-co")).status_code == 404
    visitor.cookies["cd_lang"] = "en"
    assert "An invented procedure" in _text(visitor, url("portal:service", service=SERVICE))


def _ended(hall: Hall, verb: str = "approve") -> str:
    """Give the number of a dossier that was decided, or refused at the desk."""
    number = hall.file()
    if verb == "refuse":
        inputs = {"reason": "khong-du-dieu-kien", "explanation": "Vỉa hè hẹp hơn quy định."}
        hall.act("officer", number, "refuse", **inputs)
        hall.act("head", number, "refuse", **inputs)
        return number
    hall.act("officer", number, "receive")
    hall.act("officer", number, "accept")
    hall.act("officer", number, "appraise", answer="Đủ điều kiện.")
    hall.act("head", number, "approve")
    return number


def test_how_a_service_went_is_told_from_five_results_on_and_agrees_with_the_cases(
    hall: Hall, visitor: Client
) -> None:
    address = url("portal:service", service=SERVICE)
    for _ in range(RESULTS_LEAST - 1):
        _ended(hall)
    assert "Chưa đủ số liệu để công bố (n = 4)" in _text(visitor, address)
    _ended(hall)
    _ended(hall, "refuse")
    told = cases.service_page(SERVICE, "vi").lately
    assert (told.went.results, told.went.on_time, told.went.median_days) == (5, 5, 0.0)
    assert told.refusals == (("Không đủ điều kiện theo quy định", 1),)
    assert list(agreeing.miscounted()) == []
    with clock.frozen(at("2027-03-15 08:00")):
        assert cases.service_page(SERVICE, "vi").lately.went.results == 0


def test_a_dossier_is_tracked_by_number_and_phone_and_shows_only_how_it_stands(
    hall: Hall, visitor: Client
) -> None:
    number = hall.file()
    hall.act("officer", number, "request_supplement", papers=["so-do"], text="Sơ đồ thiếu kích thước.")
    asked = {"so": number, "dien_thoai": "+84 905 123 456"}
    answer = visitor.post(url("portal:track"), asked)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Chờ bổ sung giấy tờ" in text
    assert "Sơ đồ thiếu kích thước" not in text
    for wrong in (
        {**asked, "dien_thoai": NEIGHBOUR},
        {**asked, "dien_thoai": "x"},
        {**asked, "so": "0.1-1-1"},
    ):
        assert visitor.post(url("portal:track"), wrong).status_code == 422


def test_the_start_of_a_form_says_what_will_be_needed_and_what_was_begun(hall: Hall, visitor: Client) -> None:
    start = url("portal:form_start", service=SERVICE)
    text = _text(visitor, start)
    for said in (
        "Sơ đồ vị trí đặt bàn ghế",
        "5 ngày làm việc",
        "Xem bảng phí",
        "Xem lại và gửi",
        "đăng nhập",
    ):
        assert said in text, said
    commands.begin_form(hall["resident"], service_id=SERVICE, answers={})
    visitor.cookies["cd_session"] = identity_commands.sign_in(VISITOR, login=PHONE, password=PASSWORD).token
    assert "Bạn đang khai dở" in _text(visitor, start)


def test_whoever_follows_a_dossier_sees_each_notice_with_office_and_time(hall: Hall, visitor: Client) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    clerk.run_until_idle()
    code = {"so": number, "ma": tracking_code(number)}
    text = visitor.post(url("portal:track"), code).content.decode()
    told = text[text.index("Thông báo đã gửi cho người nộp") :]
    # What is to be paid is told of the fee, and stands with it.
    for title in set(hall.told("resident")) - {"Có khoản phải nộp"}:
        assert title in told
    assert "chưa đọc" in told
