"""Every service of the largest pack is found, and has a page in both languages that can be read without scripts."""

import pytest
from django.test import Client

from cuudinh.engines.cases import queries as cases
from cuudinh.kernel.actor import system
from cuudinh.project import packing
from cuudinh.web import limits
from cuudinh.web.routes import url

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_every_service_has_its_page_in_both_languages() -> None:
    packing.apply_pack(system("tests"), "hue")
    browser = Client()
    for language in ("vi", "en"):
        browser.cookies["cd_lang"] = language
        limits.forget_all()
        for view in ("nhom", "su-kien", "don-vi", "chu-cai"):
            assert browser.get(url("portal:services"), {"xem": view}).status_code == 200
        for card in cases.catalogue(language):
            answer = browser.get(url("portal:service", service=card.id))
            assert answer.status_code == 200, card.id
            assert card.title in answer.content.decode().replace("&#39;", "'"), card.id
            start = browser.get(url("portal:form_start", service=card.id)).status_code
            assert start == 200 if cases.service_page(card.id, language).is_open else start in {302, 303}, (
                card.id
            )
            assert card in cases.find_services(card.title, language, limit=3).cards, card.id
