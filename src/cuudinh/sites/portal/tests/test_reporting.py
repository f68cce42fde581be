"""Sending a report: what comes back, what is refused, and what a second try does."""

from html import unescape

import pytest
from django.test import Client

from cuudinh.sites.portal.tests.town import FORM, NAME, PHONE, Town, photo


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_form(town: Town, visitor: Client) -> None:
    answer = visitor.get("/phan-anh/moi")
    assert answer.status_code == 303
    assert answer["Location"] == "/dang-nhap?tiep=%2Fphan-anh%2Fmoi"


def test_the_form_works_without_scripts_and_promises_who_does_not_see_the_name(resident: Client) -> None:
    answer = resident.get("/phan-anh/moi")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Đơn vị xử lý không thấy tên bạn." in text
    assert '<select class="field-control" id="f-location-unit" name="location.unit"' in text
    assert 'enctype="multipart/form-data"' in text


def test_a_sent_report_shows_number_code_receipt_and_what_happens_next(resident: Client) -> None:
    answer = resident.post("/phan-anh/gui", {**FORM, "photos": photo(), "once": "a"})
    text = answer.content.decode()
    assert answer.status_code == 201
    for words in ("Mã phản ánh", "Mã tra cứu", "Biên nhận", "Bạn nhận kết quả chậm nhất"):
        assert words in text


def test_sending_twice_files_once(resident: Client) -> None:
    for _ in range(2):
        assert resident.post("/phan-anh/gui", {**FORM, "photos": photo(), "once": "same"}).status_code == 201
    assert resident.get("/cua-toi").content.decode().count('class="case-card"') == 1


def test_what_is_missing_is_said_above_and_beside_the_field_and_nothing_typed_is_lost(
    resident: Client,
) -> None:
    answer = resident.post("/phan-anh/gui", {**FORM, "topic": "", "once": "kept"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-topic"' in text
    assert FORM["description"] in text
    assert 'name="once" value="kept"' in text
    assert "data-draft-given" in text


def test_a_file_that_is_no_picture_is_refused_by_its_name(resident: Client) -> None:
    answer = resident.post("/phan-anh/gui", {**FORM, "photos": photo(b"no picture at all"), "once": "b"})
    assert answer.status_code == 422
    assert "anh.jpg: " in answer.content.decode()


def test_a_place_outside_is_refused(resident: Client) -> None:
    answer = resident.post("/phan-anh/gui", {**FORM, "location.lat": "1", "location.lon": "1", "once": "c"})
    assert answer.status_code == 422
    assert "ngoài địa bàn" in answer.content.decode()


def test_a_report_that_waited_on_the_phone_gets_its_codes_as_json(resident: Client) -> None:
    sent = {**FORM, "once": "queued", "from_queue": "1"}
    answer = resident.post("/phan-anh/gui", sent, headers={"Accept": "application/json"})
    told = answer.json()
    assert answer.status_code == 201
    assert told["address"] == f"/phan-anh/{told['number']}"
    assert told["tracking_code"]
    assert told["receipt"]


def test_a_waiting_report_that_is_incomplete_is_told_which_answer_is_wrong(resident: Client) -> None:
    sent = {**FORM, "topic": "", "once": "queued"}
    answer = resident.post("/phan-anh/gui", sent, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "topic" in answer.json()["faults"]


def test_the_waiting_reports_ask_who_is_signed_in_and_for_a_token(resident: Client, visitor: Client) -> None:
    assert resident.get("/phan-anh/ket-noi").json()["is_signed_in"] is True
    told = visitor.get("/phan-anh/ket-noi")
    assert told.json()["is_signed_in"] is False
    assert told.json()["csrf"]
    assert told["Cache-Control"] == "no-store"


def test_words_suggest_the_topic_and_a_place_what_is_near(town: Town, visitor: Client) -> None:
    number = town.public()
    told = visitor.get(
        "/phan-anh/goi-y", {"q": "o ga lon", "topic": "o-ga", "lat": "16.4605", "lon": "107.5805"}
    ).json()
    assert told["topics"][0] == "o-ga"
    assert [one["number"] for one in told["near"]] == [number]
    assert told["unit"]
    assert "description" in told["shown"]


@pytest.mark.parametrize(
    "place", [{"lat": "x", "lon": "1"}, {"lat": "91", "lon": "1"}, {"lat": "nan", "lon": "1"}]
)
def test_a_place_that_is_none_is_refused_as_json(town: Town, visitor: Client, place: dict[str, str]) -> None:
    answer = visitor.get("/phan-anh/goi-y", place)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_the_form_kept_for_a_day_without_signal_names_nobody(resident: Client) -> None:
    text = resident.get("/ngoai-tuyen/phan-anh").content.decode()
    assert "Đang không có kết nối" in text
    assert NAME not in text
    assert PHONE not in text


def test_what_is_wrong_is_told_in_english_to_who_reads_english(resident: Client) -> None:
    resident.cookies["cd_lang"] = "en"
    page = resident.post("/phan-anh/gui", {"once": "english"})
    text = unescape(page.content.decode())
    assert page.status_code == 422
    assert "To complete before sending" in text
    assert text.count("Please answer this question.") >= 6
    assert "Vui lòng" not in text
    sent = resident.post("/phan-anh/gui", {"once": "english"}, headers={"Accept": "application/json"})
    assert sent.json()["detail"] == "The report is not complete."
    assert set(sent.json()["faults"].values()) == {"Please answer this question."}


def test_a_report_that_waited_is_sent_by_its_writer_and_by_nobody_else(
    town: Town, resident: Client, neighbour: Client, visitor: Client
) -> None:
    mark = resident.get("/phan-anh/ket-noi").json()["writer"]
    assert f'<meta name="cuudinh-writer" content="{mark}">' in resident.get("/phan-anh/moi").content.decode()
    assert mark not in ("", neighbour.get("/phan-anh/ket-noi").json()["writer"])
    assert visitor.get("/phan-anh/ket-noi").json()["writer"] == ""
    waited = {**FORM, "once": "queued", "from_queue": "1", "writer": mark}
    program = {"Accept": "application/json"}
    refused = neighbour.post("/phan-anh/gui", {**waited, "photos": photo()}, headers=program)
    assert (refused.status_code, refused.json()["code"]) == (403, "written-by-another")
    sent = resident.post("/phan-anh/gui", {**waited, "photos": photo()}, headers=program)
    assert sent.status_code == 201


def test_what_is_kept_on_the_phone_is_drawn_for_nobody(resident: Client) -> None:
    for address in ("/ngoai-tuyen", "/ngoai-tuyen/phan-anh"):
        assert "cuudinh-writer" not in resident.get(address).content.decode()
