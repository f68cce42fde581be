"""Our own API as a program meets it: keys, reading, filing, acting, and how it refuses."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.desks import PASSWORD, PHONE, Town, browser_of, picture_bytes, token_of

from cuudinh.sites.openapi.tests.programs import filed_numbers, with_key

V1 = "/api/v1"
FILING: dict[str, Any] = {
    "service": "street",
    "answers": {
        "location": {"lat": 16.4605, "lon": 107.5805, "label": "Trước số 12"},
        "topic": "o-ga",
        "description": "Ổ gà lớn trước số 12, xe dễ ngã.",
    },
}


def sent(program: Client, address: str, body: Any, key: str = "", **headers: str) -> Any:
    """Send JSON and give the answer."""
    given = with_key(key, **headers) if key else headers
    return program.post(f"{V1}/{address}", body, content_type="application/json", headers=given)


def picture_sent(program: Client, key: str) -> Any:
    """Send a picture and give the answer."""
    file = SimpleUploadedFile("anh.jpg", picture_bytes(), "image/jpeg")
    return program.post(f"{V1}/pictures", {"file": file}, headers=with_key(key) if key else {})


def read(program: Client, address: str, key: str = "") -> Any:
    """Give what is read as JSON."""
    answer = program.get(f"{V1}/{address}", headers=with_key(key) if key else {})
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_who_signs_in_gets_a_key_that_works(program: Client) -> None:
    answer = sent(program, "sessions", {"login": PHONE, "password": PASSWORD})
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    assert answer.json()["seconds_most"] > 0
    assert sent(program, "cases", FILING, answer.json()["token"]).status_code == 201


def test_a_wrong_password_gets_no_key(program: Client) -> None:
    answer = sent(program, "sessions", {"login": PHONE, "password": "sai hoàn toàn"})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["code"] == "wrong-sign-in"


def test_the_cookie_of_a_browser_is_no_key(town: Town) -> None:
    browser = browser_of("an.officer")
    assert browser.get(f"{V1}/desk").status_code == 401
    assert sent(browser, "cases", FILING).status_code == 401
    assert not filed_numbers(town)


def test_a_case_goes_its_way_by_keys_alone(town: Town, program: Client, key: str) -> None:
    filed = sent(program, "cases", FILING, key).json()
    assert set(filed) == {"number", "tracking_code", "receipt", "next_step", "verify_by", "answer_by"}
    number, centre, office = filed["number"], token_of("dispatcher"), token_of("an.officer")
    assert program.get(f"{V1}/cases/{number}").status_code == 404
    assert sent(program, f"cases/{number}/acts", {"act": "assign"}, centre).status_code == 200
    shown = read(program, f"cases/{number}")
    assert (shown["case"]["number"], shown["case"]["unit"]) == (number, "a-2025")
    assert [row["number"] for row in read(program, "cases")["rows"]] == [number]
    (row,) = read(program, "desk", office)["rows"]
    case = read(program, f"desk/{row['number']}", office)
    assert "accept" in {one["act"] for one in case["acts"] if one["is_possible"]}
    done = sent(program, f"cases/{number}/acts", {"act": "accept", "rev": case["rev"]}, office)
    assert done.json() == {"number": number, "rev": case["rev"] + 1}
    stale = sent(program, f"cases/{number}/acts", {"act": "return", "rev": case["rev"]}, office)
    assert stale.status_code == 409


def test_a_result_that_needs_pictures_is_sent_by_a_program(town: Town, program: Client, key: str) -> None:
    number = town.accepted()
    case, office = f"cases/{number}/acts", token_of("an.officer")
    resolving = {"act": "resolve", "inputs": {"answer": "Đã vá mặt đường."}}
    assert sent(program, case, resolving, office).status_code == 422
    ticket = picture_sent(program, office).json()["ticket"]
    for other in (picture_sent(program, key).json()["ticket"], ticket + "x", ""):
        refused = sent(program, case, {**resolving, "pictures": [other]}, office)
        assert (refused.status_code, set(refused.json()["faults"])) == (422, {"pictures"})
    assert sent(program, case, {**resolving, "pictures": [ticket]}, office).status_code == 200
    assert sent(program, "cases", {**FILING, "pictures": [ticket]}, key).status_code == 422


def test_what_is_no_picture_gets_no_ticket(town: Town, program: Client, key: str) -> None:
    assert picture_sent(program, "").status_code == 401
    assert program.post(f"{V1}/pictures", {}, headers=with_key(key)).json()["faults"].keys() == {"file"}
    words = SimpleUploadedFile("anh.jpg", b"#!/bin/sh", "image/jpeg")
    assert program.post(f"{V1}/pictures", {"file": words}, headers=with_key(key)).status_code == 422


def test_the_same_filing_is_filed_once(town: Town, program: Client, key: str) -> None:
    header = {"Idempotency-Key": "mot-lan"}
    first, again = (sent(program, "cases", FILING, key, **header).json() for _ in range(2))
    assert first == again
    assert filed_numbers(town) == [first["number"]]


def test_what_is_missing_is_told_by_field(program: Client, key: str) -> None:
    answers = {**FILING["answers"], "description": ""}
    answer = sent(program, "cases", {**FILING, "answers": answers}, key)
    assert answer.status_code == 422
    assert answer.json()["faults"] == {"description": "Vui lòng trả lời câu này."}


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({**FILING, "answer": {}}, 400, "answer"),
        ({"service": "street"}, 400, "answers"),
        ({**FILING, "service": 7}, 400, "$.service"),
        ("{", 400, "JSON"),
        (b"\xff", 400, "JSON"),
        ({**FILING, "service": "\x00"}, 400, "NUL"),
        ({**FILING, "service": "khong-co"}, 404, "khong-co"),
        ({**FILING, "answers": {"description": "a" * 300_000}}, 413, "lớn"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_with_where_it_is_wrong(
    town: Town, program: Client, key: str, body: Any, status: int, words: str
) -> None:
    answer = sent(program, "cases", body, key)
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert not filed_numbers(town)


def test_an_address_that_is_read_and_added_to_names_its_methods(program: Client) -> None:
    answer = program.delete(f"{V1}/cases")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST, HEAD")


def test_only_those_with_a_seat_have_a_desk(town: Town, program: Client, key: str) -> None:
    assert program.get(f"{V1}/desk", headers=with_key(key)).status_code == 403
    number = town.accepted()
    elsewhere = token_of("binh.officer")
    for view in ("", "?view=delegated", "?view=decisions"):
        assert read(program, f"desk{view}", elsewhere)["rows"] == []
    assert program.get(f"{V1}/desk/{number}", headers=with_key(elsewhere)).status_code == 404


@pytest.mark.parametrize(
    "address", ["desk?view=all", "figures/offices?month=2026-13", "units?day=2026", "cases?cursor=a"]
)
def test_a_query_that_cannot_be_read_is_refused(town: Town, program: Client, address: str) -> None:
    answer = program.get(f"{V1}/{address}", headers=with_key(token_of("dispatcher")))
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


def test_lists_are_narrowed_and_paged(town: Town, program: Client) -> None:
    hole, mended = town.accepted(), town.resolved()
    found = read(program, "cases?state=resolved")["rows"]
    assert [row["number"] for row in found] == [mended]
    assert {row["number"] for row in read(program, "cases?topic=o-ga")["rows"]} == {hole, mended}
    assert [row["number"] for row in read(program, f"cases?q={hole}")["rows"]] == [hole]


def test_services_topics_units_and_figures_are_given_by_their_codes(town: Town, program: Client) -> None:
    town.resolved()
    assert [one["id"] for one in read(program, "services")] == ["street"]
    assert "o-ga" in {one["id"] for one in read(program, "services/street/topics")}
    assert program.get(f"{V1}/services/khong-co/topics").status_code == 404
    assert "a-2025" in {one["code"] for one in read(program, "units")}
    assert "a-2025" not in {one["code"] for one in read(program, "units?day=2024-06-30")}
    figures = {one["office"]: one for one in read(program, "figures/offices", token_of("leader"))}
    assert figures["duong-an"]["on_time"] == 1


def test_a_receipt_is_checked(town: Town, program: Client, key: str) -> None:
    filed = sent(program, "cases", FILING, key).json()
    found = read(program, f"receipts/{filed['receipt']}")
    assert (found["state"], found["holds"]) == ("pending", True)
    assert program.get(f"{V1}/receipts/khong-phai").status_code == 400


def test_what_everybody_may_read_may_be_kept_and_the_rest_only_by_its_reader(
    town: Town, program: Client, key: str
) -> None:
    town.resolved()
    public = program.get(f"{V1}/cases")
    assert (public["Cache-Control"], public["Access-Control-Allow-Origin"]) == ("public, no-cache", "*")
    known = program.get(f"{V1}/cases", headers={"If-None-Match": public["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    keyed = program.get(f"{V1}/cases", headers=with_key(key))
    desk = program.get(f"{V1}/desk", headers=with_key(token_of("an.officer")))
    for own in (keyed, desk):
        assert own["Cache-Control"] == "private, no-cache"
        assert "Access-Control-Allow-Origin" not in own


def test_texts_come_in_the_language_that_was_chosen(town: Town, program: Client) -> None:
    vietnamese = read(program, "openapi.json")["paths"]["/services"]["get"]["summary"]
    program.cookies["cd_lang"] = "en"
    assert read(program, "openapi.json")["paths"]["/services"]["get"]["summary"] != vietnamese
    assert read(program, "services")[0]["title"] == "Street report"


def test_a_program_asks_for_a_language_as_http_has_it(town: Town, program: Client, key: str) -> None:
    asked = {**with_key(key), "Accept-Language": "fr;q=1, en-GB;q=0.8, vi;q=0.5"}
    answer = program.get(f"{V1}/services", headers=asked)
    assert answer.json()[0]["title"] == "Street report"
    assert (answer["Content-Language"], "Accept-Language" in answer["Vary"]) == ("en", True)
    refused = program.post(
        f"{V1}/cases", {"service": "street", "answers": {}}, "application/json", headers=asked
    )
    problem = refused.json()
    assert (refused.status_code, problem["detail"]) == (422, "The report is not complete.")
    assert set(problem["faults"].values()) == {"Please answer this question."}
    assert program.get(f"{V1}/services", headers={"Accept-Language": "fr"})["Content-Language"] == "vi"
