"""Which pages may be given to every stranger alike: only those that hold nothing of anybody."""

import pytest
from django.test import Client

from cuudinh.sites.portal.tests.town import Town
from cuudinh.web import sharing

SHARED = [
    "/",
    "/gioi-thieu",
    "/phan-anh",
    "/phan-anh?q=o+ga",
    "/phan-anh/ban-do",
    "/phan-anh/diem.json?khung=16,107,17,108",
    "/dia-ban.json",
    "/giao-dien.css",
    "/api/v1/cases",
]
LISTING = {"/", "/phan-anh", "/phan-anh/ban-do", "/phan-anh/diem.json?khung=16,107,17,108", "/api/v1/cases"}


@pytest.mark.parametrize("address", SHARED)
def test_a_public_page_is_shared_among_strangers_and_asked_for_by_its_mark(
    address: str, town: Town, visitor: Client
) -> None:
    town.public()
    first = visitor.get(address)
    assert first.wsgi_request.META[sharing.MARK]
    assert not first.cookies
    assert not first["ETag"].startswith("W/")
    again = visitor.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    town.public()
    changed = visitor.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == (200 if address in LISTING else 304)


@pytest.mark.asvs("14.2.2")
def test_a_case_is_shared_with_strangers_and_with_nobody_who_is_known(
    town: Town, visitor: Client, resident: Client
) -> None:
    address = f"/phan-anh/{town.public()}"
    shown = visitor.get(address)
    assert shown.wsgi_request.META[sharing.MARK] == "portal:case"
    assert "csrfmiddlewaretoken" not in shown.content.decode()
    assert sharing.MARK not in resident.get(address).wsgi_request.META


@pytest.mark.parametrize("address", ["/tra-cuu", "/dang-nhap", "/phan-anh/khong-co-gi", "/ngon-ngu?ma=en"])
@pytest.mark.asvs("14.2.2")
def test_what_has_a_form_sets_a_cookie_or_is_refused_is_shared_with_nobody(
    address: str, town: Town, visitor: Client
) -> None:
    assert sharing.MARK not in visitor.get(address).wsgi_request.META
