"""The page for the people who write programs."""

from django.test import Client

from cuudinh.sites.openapi.describing import shown_types
from cuudinh.sites.openapi.endpoints import all_endpoints


def test_the_page_shows_every_endpoint_and_every_type_it_names(program: Client) -> None:
    text = program.get("/api").content.decode()
    for found in all_endpoints():
        assert f'id="{found.name}"' in text, found.name
    for kind in shown_types():
        assert f'id="kieu-{kind.name}"' in text, kind.name
        for field in kind.fields:
            assert not field.refers_to or f'href="#kieu-{field.refers_to}"' in text


def test_the_page_is_read_in_english_too(program: Client) -> None:
    program.cookies["cd_lang"] = "en"
    text = program.get("/api").content.decode()
    assert "Getting a key" in text
    assert "Lấy khóa" not in text
