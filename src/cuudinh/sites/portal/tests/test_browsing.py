"""What everybody may read: home, list, map, one report, pictures, and what is not there for them."""

import re
from io import BytesIO

import pytest
from django.test import Client

from cuudinh.engines.cases import commands as case_commands
from cuudinh.engines.cases import queries as cases
from cuudinh.journal import clerk, pictures
from cuudinh.kernel.actor import VISITOR
from cuudinh.sites.portal.tests.town import FORM, NAME, PHONE, Town, jpeg, photo

PUBLIC_PAGES = ["/", "/phan-anh", "/phan-anh/ban-do", "/tra-cuu", "/bien-nhan", "/gioi-thieu", "/ngoai-tuyen"]


def _first(pattern: str, content: bytes) -> str:
    found = re.search(pattern, content.decode())
    assert found, f"nothing like {pattern}"
    return found[1]


@pytest.mark.parametrize("address", PUBLIC_PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_public_page_is_drawn_with_and_without_reports(
    town: Town, visitor: Client, address: str, language: str
) -> None:
    visitor.cookies["cd_lang"] = language
    assert visitor.get(address).status_code == 200
    town.public()
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_the_first_page_leads_to_what_works_and_tells_the_day(town: Town, visitor: Client) -> None:
    number = town.public()
    text = visitor.get("/").content.decode()
    assert f"/phan-anh/{number}" in text
    assert "Hôm nay: 1 phản ánh mới" in text
    for address in ("/phan-anh/moi", "/tra-cuu", "/phan-anh/ban-do", "/cua-toi", "/thong-bao", "/gioi-thieu"):
        assert f'href="{address}"' in text


def test_the_list_is_narrowed_by_words_without_accents_and_says_so_when_empty(
    town: Town, visitor: Client
) -> None:
    number = town.public()
    clerk.run_until_idle()
    assert number in visitor.get("/phan-anh", {"q": "o ga lon"}).content.decode()
    text = visitor.get("/phan-anh", {"q": "cây đổ"}).content.decode()
    assert number not in text
    assert "Không có phản ánh nào phù hợp" in text


def test_a_condition_can_be_taken_away_and_the_others_stay(town: Town, visitor: Client) -> None:
    text = visitor.get("/phan-anh", {"q": "o ga", "linh-vuc": "o-ga"}).content.decode()
    assert 'href="/phan-anh?q=o+ga"' in text
    assert 'href="/phan-anh?linh-vuc=o-ga"' in text


@pytest.mark.parametrize(
    "query",
    [
        {"tu": "x"},
        {"den": "9999-12-31"},
        {"dia-ban": "không có"},
        {"cay": "2026-13-40"},
    ],
)
def test_a_filter_that_cannot_be_read_narrows_nothing_and_breaks_nothing(
    town: Town, visitor: Client, query: dict[str, str]
) -> None:
    assert visitor.get("/phan-anh", query).status_code == 200


def test_a_sign_that_no_text_holds_is_refused_on_every_address(town: Town, visitor: Client) -> None:
    assert visitor.get("/phan-anh", {"linh-vuc": "\x00"}).status_code == 400


def test_a_forged_cursor_is_refused(town: Town, visitor: Client) -> None:
    assert visitor.get("/phan-anh", {"trang": "forged"}).status_code == 400


def test_a_public_report_shows_everything_but_who_sent_it(town: Town, visitor: Client) -> None:
    number = town.resolved()
    answer = visitor.get(f"/phan-anh/{number}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Đã vá mặt đường." in text
    assert "Vì sao hạn này?" in text
    assert "Vì sao đơn vị này?" in text
    assert NAME not in text
    assert PHONE not in text


def test_a_report_that_is_not_public_is_not_there_for_others(
    town: Town, visitor: Client, neighbour: Client, resident: Client
) -> None:
    number = town.file().number
    assert visitor.get(f"/phan-anh/{number}").status_code == 404
    assert neighbour.get(f"/phan-anh/{number}").status_code == 404
    assert resident.get(f"/phan-anh/{number}").status_code == 200


def test_the_points_of_a_window_are_given_and_a_window_that_is_none_is_refused(
    town: Town, visitor: Client
) -> None:
    number = town.public()
    found = visitor.get("/phan-anh/diem.json", {"khung": "16,107,17,108"}).json()
    assert [one["properties"]["number"] for one in found["features"]] == [number]
    assert visitor.get("/phan-anh/diem.json", {"khung": "16,107"}).status_code == 400


def test_the_communes_are_kept_by_the_browser_until_they_change(town: Town, visitor: Client) -> None:
    first = visitor.get("/dia-ban.json")
    assert first["Content-Type"] == "application/geo+json"
    again = visitor.get("/dia-ban.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("unit", ["a-2020", "d-2020", "a-2025"])
def test_a_report_is_listed_in_its_commune_and_district_of_any_period(
    town: Town, visitor: Client, unit: str
) -> None:
    number = town.public()
    tree = {"cay": "2024-06-30"} if unit != "a-2025" else {}
    assert number in visitor.get("/phan-anh", {**tree, "dia-ban": unit}).content.decode()
    assert number not in visitor.get("/phan-anh", {**tree, "dia-ban": "b-2020"}).content.decode()


def test_the_map_of_a_former_period_shows_its_communes(town: Town, visitor: Client) -> None:
    now = visitor.get("/dia-ban.json").json()["features"]
    then = visitor.get("/dia-ban.json", {"cay": "2024-06-30"}).json()["features"]
    assert {one["properties"]["code"] for one in now} == {"a-2025", "b-2025"}
    assert {one["properties"]["code"] for one in then} == {"a-2020", "b-2020"}
    page = visitor.get("/phan-anh/ban-do", {"cay": "2024-06-30"}).content.decode()
    assert 'data-shapes="/dia-ban.json?cay=2024-06-30"' in page


def test_communes_are_found_by_name(town: Town, visitor: Client) -> None:
    name = visitor.get("/dia-ban.json").json()["features"][0]["properties"]["name"]
    assert name in [one["name"] for one in visitor.get("/dia-ban/tim", {"q": name}).json()]


def test_a_picture_is_seen_by_its_reporter_and_not_by_strangers_before_it_is_cleared(
    town: Town, resident: Client, visitor: Client
) -> None:
    sent = resident.post("/phan-anh/gui", {**FORM, "photos": photo(), "once": "a"})
    number = _first(r'/phan-anh/([^"]*[0-9][^"]*)"', sent.content)
    assert "Ảnh đang được xử lý" in resident.get(f"/phan-anh/{number}").content.decode()
    clerk.run_until_idle()
    shown = _first(r'src="(/tep/[^"]+)"', resident.get(f"/phan-anh/{number}").content)
    seen = resident.get(shown)
    assert seen["Content-Type"] == "image/jpeg"
    assert seen["Cache-Control"] == "private, no-store"
    assert visitor.get(shown).status_code == 404


def _cleared_picture(town: Town, number: str) -> str:
    """Publish every picture of a case and give the address of the first."""
    clerk.run_until_idle()
    case_commands.show_pictures(town["dispatcher"], number=number, is_public=True)
    return cases.public_case(VISITOR, number).pictures[0].address


def test_a_public_picture_is_asked_for_again_each_time_and_shows_what_was_hidden_meanwhile(
    town: Town, visitor: Client
) -> None:
    number = town.resolved()
    name = _cleared_picture(town, number)
    first = visitor.get(f"/tep/{name}")
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Content-Disposition"] == f'inline; filename="{name}"'
    again = visitor.get(f"/tep/{name}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"], again.content) == (304, first["ETag"], b"")
    case_commands.mark_areas(
        town["dispatcher"], number=number, picture=name.removesuffix(".jpg"), areas=[(0.1, 0.1, 0.5, 0.5)]
    )
    hidden = visitor.get(f"/tep/{name}", headers={"If-None-Match": first["ETag"]})
    assert hidden.status_code == 200
    assert hidden["ETag"] != first["ETag"]


def test_a_picture_is_public_only_as_long_as_its_case_is(town: Town, visitor: Client) -> None:
    number = town.public()
    photos = [pictures.accept_picture(BytesIO(jpeg()), "image/jpeg").id]
    case_commands.add_pictures(town["dispatcher"], number=number, photos=photos)
    address = f"/tep/{_cleared_picture(town, number)}"
    etag = visitor.get(address)["ETag"]
    town.act("dispatcher", number, "merge", master=town.public(topic="nap-cong"))
    assert visitor.get(address).status_code == 404
    assert visitor.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_the_portal_can_be_installed_and_its_worker_keeps_the_form(town: Town, visitor: Client) -> None:
    sheet = visitor.get("/manifest.webmanifest")
    assert sheet["Content-Type"] == "application/manifest+json"
    assert sheet.json()["start_url"] == "/"
    worker = visitor.get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert '"/ngoai-tuyen/phan-anh"' in worker.content.decode()
    assert "&#34;" not in worker.content.decode()
