"""Whatever anyone types into an address is answered or refused, and never breaks anything."""

from base64 import urlsafe_b64encode

import pytest
from django.test import Client

from cuudinh.kernel.pages import encode_cursor
from cuudinh.sites.portal.tests.town import Town
from cuudinh.web import limits
from cuudinh.web.routes import EVERYONE, SIGNED_IN, all_routes

DEEP = urlsafe_b64encode(b"[" * 1400).decode()
VALUES = (
    "0001-01-01",
    "9999-12-31",
    encode_cursor("0001-01-01T00:00:00+14:00", 1),
    encode_cursor("9999-12-31T23:59:59-14:00", 1),
    encode_cursor(2**62),
    DEEP,
    "9" * 5000,
    "²",
    "-1",
    "1e309,nan,inf,0",
    "nan",
    "1e400",
    "[" * 3000,
    "Huế 😀 \u202e",
    '" OR *',
    "%",
    "\n",
)
NAMES = ("q", "tu", "den", "cay", "trang", "khung", "lat", "lon", "so", "ma", "tiep", "xem", "mau", "dia-ban")
MORE = ("start_date", "end_date", "page", "page_size", "cursor", "service_request_id", "day", "month")
PARTS = {"number": "PA-1", "name": "x", "extension": "json", "code": "x", "token": "x", "slug": "x"}


def _addresses() -> list[str]:
    """Give every address that is read, with something for its parts."""
    found = []
    for one in all_routes():
        if "GET" in one.methods and one.who in (EVERYONE, SIGNED_IN) and not one.name.startswith("thu:"):
            address = one.address
            while "<" in address:
                before, _open, rest = address.partition("<")
                part, _close, after = rest.partition(">")
                address = before + PARTS.get(part.partition(":")[2], "1") + after
            found.append(f"/{address}")
    return found


@pytest.mark.asvs("1.3.3", "1.4.2")
def test_no_value_in_an_address_breaks_a_page(town: Town, resident: Client) -> None:
    resident.raise_request_exception = False
    town.public()
    for address in _addresses():
        for value in VALUES:
            limits.forget_all()
            answer = resident.get(address, dict.fromkeys((*NAMES, *MORE), value))
            assert answer.status_code < 500, (address, value)


@pytest.mark.parametrize("name", NAMES)
def test_no_value_of_one_field_breaks_the_list_or_the_map(town: Town, visitor: Client, name: str) -> None:
    for address in ("/phan-anh", "/phan-anh/ban-do", "/phan-anh/diem.json", "/phan-anh/goi-y"):
        for value in VALUES:
            limits.forget_all()
            assert visitor.get(address, {name: value}).status_code < 500, (address, value)


def test_a_way_back_with_vietnamese_letters_stays_an_address(visitor: Client, db: None) -> None:
    answer = visitor.get("/ngon-ngu", {"ma": "en", "tiep": "/phan-anh?q=Huế"})
    assert answer["Location"] == "/phan-anh?q=Hu%E1%BA%BF"


def test_searching_too_often_is_refused_and_reading_on_is_not(town: Town, visitor: Client) -> None:
    statuses = [visitor.get("/phan-anh", {"q": "o ga"}).status_code for _ in range(70)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert visitor.get("/phan-anh").status_code == 200


@pytest.mark.parametrize("address", ["/cua-toi", "/thong-bao", "/tai-khoan", "/", "/phan-anh/moi"])
@pytest.mark.asvs("14.3.2")
def test_no_page_drawn_for_somebody_is_kept(town: Town, resident: Client, address: str) -> None:
    assert resident.get(address)["Cache-Control"] == "private, no-store"


def test_a_page_opened_by_its_code_is_not_kept(town: Town, visitor: Client) -> None:
    filed = town.file()
    opened = visitor.post("/tra-cuu", {"so": filed.number, "ma": filed.tracking_code})
    assert opened["Cache-Control"] == "private, no-store"
    assert visitor.get("/phan-anh")["Cache-Control"] == "public, no-cache"
