"""Open311 GeoReport v2 as a program meets it: over HTTP, in both formats, against the standard's names."""

from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desks import PHONE, Town, browser_of, picture_bytes

from cuudinh.journal import marks
from cuudinh.kernel import clock
from cuudinh.sites.openapi.pages import open311
from cuudinh.sites.openapi.tests.programs import filed_numbers, with_key

V2 = "/open311/v2"
SENT = {
    "service_code": "o-ga",
    "lat": "16.4605",
    "long": "107.5805",
    "address_string": "Trước số 12",
    "description": "Ổ gà lớn trước số 12, xe dễ ngã.",
}
REQUEST_FIELDS = {
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
}


def asked(program: Client, address: str, **query: str) -> Any:
    """Give what a program reads as JSON."""
    answer = program.get(f"{V2}/{address}.json", query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def asked_xml(program: Client, address: str, **query: str) -> Element:
    """Give the root of what a program reads as XML."""
    answer = program.get(f"{V2}/{address}.xml", query)
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    found: Element = fromstring(answer.content)
    return found


def numbers(records: list[dict[str, Any]]) -> list[str]:
    """Give the numbers of requests in their order."""
    return [str(one["service_request_id"]) for one in records]


def published(town: Town, moment: str = "2026-11-23 08:00", **changed: Any) -> str:
    """Give the number of a report that was filed and sent to an office at a moment."""
    with clock.frozen(datetime.fromisoformat(f"{moment}+07:00")):
        number = town.file(**changed)
        town.act("dispatcher", number, "assign")
    return number


def photo() -> SimpleUploadedFile:
    """Give a picture as a program sends it."""
    return SimpleUploadedFile("anh.jpg", picture_bytes(), "image/jpeg")


def test_discovery_names_the_endpoint_its_formats_and_where_keys_are_had(program: Client) -> None:
    found = asked(program, "discovery")
    assert found["key_service"] == "http://testserver/api"
    assert found["changeset"] == "2026-11-23T08:00:00+07:00"
    assert found["endpoints"][0]["url"] == "http://testserver/open311/v2"
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert found["endpoints"][0]["type"] == "production"
    root = asked_xml(program, "discovery")
    assert root.tag == "discovery"
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == [
        "text/xml",
        "application/json",
    ]


def test_an_endpoint_with_invented_data_is_none_of_production(program: Client) -> None:
    marks.put_invented()
    found = asked(program, "discovery")
    marks.forget()
    assert found["endpoints"][0]["type"] == "test"


def test_services_are_the_topics_and_say_which_of_them_ask_more(program: Client) -> None:
    found = {one["service_code"]: one for one in asked(program, "services")}
    assert found["o-ga"]["service_name"]
    assert found["o-ga"]["type"] == "realtime"
    assert all(one["metadata"] is True for one in found.values()), "each may say on which side"
    root = asked_xml(program, "services")
    assert root.tag == "services"
    assert {one.findtext("service_code") for one in root.findall("service")} == set(found)


def test_a_definition_has_only_the_questions_that_its_topic_asks(program: Client) -> None:
    hole = asked(program, "services/o-ga")
    assert hole["service_code"] == "o-ga"
    assert [(one["code"], one["datatype"], one["required"]) for one in hole["attributes"]] == [
        ("blocks", "singlevaluelist", False),
        ("landmark", "string", False),
        ("side", "singlevaluelist", False),
    ]
    assert [one["key"] for one in hole["attributes"][0]["values"]] == ["true", "false"]
    tree = asked_xml(program, "services/cay")
    assert tree.tag == "service_definition"
    codes = [one.findtext("code") for one in tree.findall("attributes/attribute")]
    assert codes == ["height_m", "landmark", "side"]
    assert tree.findtext("attributes/attribute[3]/values/value/key") == "left"


def test_an_unknown_service_is_refused_as_the_standard_says(program: Client) -> None:
    answer = program.get(f"{V2}/services/khong-co.json")
    assert answer.status_code == 404
    assert answer.json() == [{"code": 404, "description": "Không có service_code “khong-co”."}]
    root = fromstring(program.get(f"{V2}/services/khong-co.xml").content)
    assert (root.tag, root.findtext("error/code")) == ("errors", "404")


def test_a_request_carries_the_fields_of_the_standard_in_both_formats(town: Town, program: Client) -> None:
    number = town.resolved()
    (found,) = asked(program, "requests")
    assert set(found) == REQUEST_FIELDS
    assert found == asked(program, f"requests/{number}")[0]
    assert found == asked(program, f"request/{number}")[0]
    assert found["status"] == "closed"
    assert found["status_notes"] == "Đã vá mặt đường."
    assert found["description"].startswith("Ổ gà lớn trước số 12, xe dễ ngã. Gọi ")
    root = asked_xml(program, "requests")
    assert root.tag == "service_requests"
    assert {one.tag for one in root.findall("request/*")} == REQUEST_FIELDS
    assert root.findtext("request/description") == found["description"]
    assert root.findtext("request/long") == str(found["long"])


def test_moments_are_those_of_the_province_with_their_offset(town: Town, program: Client) -> None:
    published(town)
    (found,) = asked(program, "requests")
    assert found["requested_datetime"] == "2026-11-23T08:00:00+07:00"
    assert datetime.fromisoformat(found["expected_datetime"]).utcoffset() == timedelta(hours=7)


def test_what_is_not_published_is_in_no_list_and_under_no_address(town: Town, program: Client) -> None:
    number = town.file()
    assert asked(program, "requests") == []
    for address in (f"requests/{number}", f"tokens/{number}"):
        assert program.get(f"{V2}/{address}.json").status_code == 404
    assert program.get(f"{V2}/servicerequestupdates.json?service_request_id={number}").status_code == 404
    assert asked(program, "requests", service_request_id=number) == []


def test_codes_statuses_and_numbers_narrow_the_list(town: Town, program: Client) -> None:
    hole, lamp, done = published(town), published(town, topic="den"), town.resolved()
    assert set(numbers(asked(program, "requests", service_code="o-ga,cay"))) == {hole, done}
    assert numbers(asked(program, "requests", status="closed")) == [done]
    assert set(numbers(asked(program, "requests", status="open"))) == {hole, lamp}
    assert len(asked(program, "requests", status="open,closed")) == 3
    assert numbers(asked(program, "requests", service_request_id=f"{lamp.lower()},ST-KHONG-CO")) == [lamp]


def test_a_page_is_full_although_a_status_is_asked_for(town: Town, program: Client) -> None:
    opened = [published(town, f"2026-11-{day} 08:00") for day in (16, 18, 20)]
    town.resolved()
    answer = program.get(f"{V2}/requests.json", {"status": "open", "page_size": "2"})
    assert numbers(answer.json()) == opened[:0:-1]
    following = answer["Link"].removeprefix("<http://testserver").removesuffix('>; rel="next"')
    last = program.get(following)
    assert numbers(last.json()) == opened[:1]
    assert "Link" not in last


def test_the_newest_ninety_days_are_given_when_nothing_is_asked(town: Town, program: Client) -> None:
    old = published(town, "2026-08-03 08:00")
    new = published(town, "2026-11-20 08:00")
    assert numbers(asked(program, "requests")) == [new]
    assert numbers(asked(program, "requests", end_date="2026-08-31T00:00:00+07:00")) == [old]
    # A plus sign that was not encoded is a space when it arrives.
    answer = program.get(f"{V2}/requests.json?start_date=2026-08-01T00:00:00+07:00")
    assert numbers(answer.json()) == [old]


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
        {"start_date": "2026-11-01"},
        {"start_date": "9999-12-31T00:00:00Z"},
        {"end_date": "0001-01-01T00:00:00+07:00"},
        {"end_date": "hôm qua"},
        {"status": "gone"},
        {"cursor": "forged"},
        {"cursor": "WyJhIiwgMV0"},
        {"cursor": "WyIyMDI2LTExLTIzIiwgMV0"},
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_to_mend_it(
    program: Client, query: dict[str, str]
) -> None:
    answer = program.get(f"{V2}/requests.json", query)
    assert answer.status_code == 400
    assert answer.json()[0]["code"] == 400
    assert answer.json()[0]["description"]


def test_a_list_costs_the_same_however_long_it_is(town: Town, program: Client) -> None:
    published(town)
    with CaptureQueriesContext(connection) as one:
        asked(program, "requests")
    for _ in range(3):
        published(town)
    with CaptureQueriesContext(connection) as four:
        assert len(asked(program, "requests")) == 4
    assert len(four) <= len(one)


def test_updates_tell_what_happened_from_the_first_on(town: Town, program: Client) -> None:
    number = town.resolved()
    found = asked(program, "servicerequestupdates", service_request_id=number)
    assert (found[0]["status"], found[-1]["status"]) == ("open", "closed")
    assert len({one["update_id"] for one in found}) == len(found) > 2
    root = asked_xml(program, "servicerequestupdates", service_request_id=number)
    assert root.tag == "service_request_updates"
    assert len(root.findall("request_update")) == len(found)
    assert program.get(f"{V2}/servicerequestupdates.json").status_code == 400


def test_a_token_is_the_number(town: Town, program: Client) -> None:
    number = published(town)
    assert asked(program, f"tokens/{number}") == [{"service_request_id": number, "token": number}]


@pytest.mark.parametrize("way", ["field", "bearer"])
def test_a_report_is_filed_with_a_key(town: Town, program: Client, key: str, way: str) -> None:
    sent = {**SENT, "api_key": key} if way == "field" else SENT
    headers = with_key(key) if way == "bearer" else {}
    answer = program.post(f"{V2}/requests.json", sent, headers=headers)
    assert answer.status_code == 201, answer.content.decode()
    (found,) = answer.json()
    assert set(found) == {"service_request_id", "service_notice", "account_id"}
    assert found["account_id"] is None
    row = town.case(found["service_request_id"])
    assert (row.topic, row.channel, row.place) == ("o-ga", "api", "Trước số 12")


def test_what_was_filed_is_told_in_xml_too(town: Town, program: Client, key: str) -> None:
    answer = program.post(f"{V2}/requests.xml", {**SENT, "api_key": key})
    root = fromstring(answer.content)
    assert (answer.status_code, root.tag) == (201, "service_requests")
    assert filed_numbers(town) == [root.findtext("request/service_request_id")]


def test_answers_to_further_questions_come_as_attributes(town: Town, program: Client, key: str) -> None:
    more = {"attribute[side]": "left", "attribute[blocks]": "true", "attribute[topic]": "den"}
    answer = program.post(f"{V2}/requests.json", {**SENT, **more, "api_key": key})
    row = town.case(answer.json()[0]["service_request_id"])
    assert row.answers == {"blocks": True, "side": "left"}
    assert row.topic == "o-ga", "an attribute cannot stand in for a field of the standard"


def test_pictures_come_as_files_and_no_address_is_fetched(town: Town, program: Client, key: str) -> None:
    sent = {**SENT, "api_key": key, "media": photo(), "media_url": "http://127.0.0.1/anh.jpg"}
    (found,) = program.post(f"{V2}/requests.json", sent).json()
    case = town.case(found["service_request_id"])
    assert case.attachments.count() == 1
    assert "media_url không được tải về" in found["service_notice"]


def test_too_many_pictures_are_refused(town: Town, program: Client, key: str) -> None:
    answer = program.post(
        f"{V2}/requests.json", {**SENT, "api_key": key, "media": [photo() for _ in range(5)]}
    )
    assert (answer.status_code, answer.json()[0]["description"]) == (400, "Không quá 4 ảnh.")
    assert not filed_numbers(town)


@pytest.mark.parametrize("sent", [SENT, {**SENT, "api_key": "forged"}])
def test_without_a_living_key_nothing_is_filed(town: Town, program: Client, sent: dict[str, str]) -> None:
    answer = program.post(f"{V2}/requests.json", sent)
    assert (answer.status_code, answer.json()[0]["code"]) == (403, 403)
    assert not filed_numbers(town)


def test_a_signed_in_browser_files_nothing_here(town: Town) -> None:
    """A form on another site can send a cookie along, never a key."""
    browser = browser_of(PHONE)
    assert browser.post(f"{V2}/requests.json", SENT).status_code == 403
    assert not filed_numbers(town)


@pytest.mark.parametrize(
    ("changed", "status", "named"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "khong-co"}, 404, "service_code"),
        ({"description": ""}, 400, "description"),
        ({"lat": "", "long": ""}, 400, "lat, long"),
        ({"lat": "nan"}, 400, "lat, long"),
        ({"lat": "1", "long": "1"}, 400, "lat, long"),
        ({"attribute[side]": "up"}, 400, "attribute[side]"),
        ({"attribute[odd]": "1"}, 400, "attribute[odd]"),
    ],
)
def test_what_is_wrong_is_named_as_it_was_sent(
    town: Town, program: Client, key: str, changed: dict[str, str], status: int, named: str
) -> None:
    answer = program.post(f"{V2}/requests.json", {**SENT, **changed, "api_key": key})
    assert answer.status_code == status
    assert [one["code"] for one in answer.json()] == [status]
    assert named in answer.json()[0]["description"]
    assert not filed_numbers(town)


def test_the_same_sending_files_once(town: Town, program: Client, key: str) -> None:
    sent, headers = {**SENT, "api_key": key}, {"Idempotency-Key": "mot-lan"}
    first, again = (program.post(f"{V2}/requests.json", sent, headers=headers).json() for _ in range(2))
    assert first == again
    assert filed_numbers(town) == numbers(first)


def test_an_answer_that_is_known_is_not_sent_again(town: Town, program: Client) -> None:
    published(town)
    first = program.get(f"{V2}/requests.json")
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Access-Control-Allow-Origin"] == "*"
    again = program.get(f"{V2}/requests.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    published(town)
    news = program.get(f"{V2}/requests.json", headers={"If-None-Match": first["ETag"]})
    assert news.status_code == 200


def test_who_asks_too_often_is_told_to_wait_in_the_words_of_the_standard(program: Client) -> None:
    answers = [program.get(f"{V2}/requests.json") for _ in range(125)]
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert refused[0].json()[0]["code"] == 429
    assert int(refused[0]["Retry-After"]) >= 1


def test_only_two_formats_are_spoken(program: Client) -> None:
    assert program.get(f"{V2}/services.yaml").status_code == 404


def test_no_more_than_the_standard_allows_is_given_at_once() -> None:
    assert open311._size("5000") == open311._size("") == open311._size("9" * 5000) == 1000
    assert open311._size("2") == 2
