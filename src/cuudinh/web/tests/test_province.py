"""What pages know of the province comes from the packs in force, and changes with them."""

from collections.abc import Iterator

import pytest
from django.test import Client

from cuudinh.journal import marks, releases
from cuudinh.web import province as module
from cuudinh.web import stylesheet
from cuudinh.web.province import province

pytestmark = pytest.mark.django_db(transaction=True)
NATION = {"pack.yaml": "id: quoc-gia\nversion: 1\nnames: {vi: Quốc gia}\nlanguages: [vi]\n".encode()}
TOWN = """
id: thi-tran
version: 1
names: {vi: Thị trấn Mẫu, en: Sample Town}
requires: {platform: ">=0.1", quoc-gia: ">=1"}
languages: [en, vi]
timezone: Asia/Ho_Chi_Minh
hotline: "1900"
root_office: ub
root_unit: m-1
centre: {lat: 16.1, lon: 107.2, zoom: 12}
disclaimer: {vi: Bản thử, en: A trial}
"""
THEME = b"colours: {light: {brand: '#0B3D2E', shadow: '#000000', ink: 'red; } body { display: none'}}\n"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    module._at_generation.cache_clear()
    stylesheet._kept.cache_clear()
    yield
    module._at_generation.cache_clear()
    stylesheet._kept.cache_clear()
    releases.forget_generation()


def _apply(**more: bytes) -> None:
    town = {"pack.yaml": TOWN.encode(), **{path.replace("__", "/"): body for path, body in more.items()}}
    releases.keep(pack_id="quoc-gia", version=1, files=NATION, applied_by="thử")
    releases.keep(pack_id="thi-tran", version=1, files=town, applied_by="thử")


def test_without_a_pack_there_is_a_neutral_face(client: Client) -> None:
    releases.forget_generation()
    assert province().id == ""
    assert "Cổng dịch vụ của tỉnh" in client.get("/mau").content.decode()


def test_the_province_is_the_pack_on_which_no_other_stands(client: Client) -> None:
    _apply()
    found = province()
    assert (found.id, found.hotline, found.centre.zoom, found.root_unit) == ("thi-tran", "1900", 12, "m-1")


def test_the_first_language_of_the_province_is_spoken_to_a_stranger(client: Client) -> None:
    _apply()
    answer = client.get("/mau")
    assert answer["Content-Language"] == "en"
    assert "Sample Town" in answer.content.decode()
    assert "A trial" in answer.content.decode()


def test_a_theme_sets_known_tokens_to_plain_colours_and_nothing_else() -> None:
    _apply(**{"theme__theme.yaml": THEME})
    sheet = stylesheet.current().plain.decode()
    assert sheet.endswith("@layer theme{:root{--brand:#0b3d2e}:root[data-theme=light]{--brand:#0b3d2e}}")
    assert "body { display" not in sheet


def test_a_mark_is_shown_as_a_picture_that_runs_nothing(client: Client) -> None:
    assert client.get("/dau-hieu.svg").status_code == 404
    _apply(**{"theme__mark.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"})
    answer = client.get("/dau-hieu.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert 'src="/dau-hieu.svg"' in client.get("/mau").content.decode()


def test_a_demonstration_says_so_on_every_page(client: Client, settings: object) -> None:
    sentence = "Dữ liệu minh họa, không phải trang chính thức"
    assert sentence not in client.get("/thu/mo").content.decode()
    settings.CUUDINH_DEMO = True  # type: ignore[attr-defined]
    assert sentence in client.get("/thu/mo").content.decode()


def test_invented_data_say_so_whatever_the_settings_are(client: Client, settings: object) -> None:
    settings.CUUDINH_DEMO = False  # type: ignore[attr-defined]
    marks.put_invented()
    body = client.get("/thu/mo").content.decode()
    marks.forget()
    assert "Dữ liệu minh họa, không phải trang chính thức" in body
