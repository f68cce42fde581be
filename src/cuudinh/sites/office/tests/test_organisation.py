"""Pages of the organisation: offices in time, appointing, moving, acts of reorganisation, and the sides kept apart."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.desks import PASSWORD, Town, browser_of

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.journal import audit, clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system

CONSOLE = system("console")
NEXT_MORNING = datetime(2026, 11, 24, 0, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PARTY = replace(CONSOLE, domain="party")
HOME = "/lam-viec/to-chuc"
REGISTER = "/khoi-dang/to-chuc"


def _account(login: str) -> int:
    return identity.open_staff_account(CONSOLE, login=login, name=f"Người {login}", password=PASSWORD).id


def _seated(login: str, office: str, role: str, *, party: bool = False) -> Client:
    identity.appoint(
        PARTY if party else CONSOLE,
        account_id=_account(login),
        office_code=office,
        role=role,
        since=date(2026, 1, 1),
        document="QĐ 1/QĐ-UBND",
    )
    return _strong(login)


def _strong(login: str) -> Client:
    """Give a browser whose session was proved a moment ago, as acts that give power ask for."""
    return browser_of(login)


def _seat_of(town: Town, name: str) -> int:
    return queries.memberships_of(town[name].account_id or 0)[0].id


def test_the_tree_is_that_of_the_chosen_day_and_finds_names_and_codes(town: Town) -> None:
    desk = browser_of("an.head")
    now = desk.get(HOME).content.decode()
    assert "Ủy ban nhân dân xã An" in now
    assert "Phòng Hạ tầng huyện Cũ" not in now
    before = desk.get(HOME, {"ngay": "2025-06-30"}).content.decode()
    assert "Phòng Hạ tầng huyện Cũ" in before
    assert "Ủy ban nhân dân xã An" not in before
    found = desk.get(HOME, {"q": "xa binh"}).content.decode()
    assert "/lam-viec/to-chuc/duong-binh" in found
    assert "/lam-viec/to-chuc/den-tinh" not in found
    assert "Không có đơn vị nào như vậy" in desk.get(HOME, {"q": "khong co dau"}).content.decode()


def test_an_office_shows_what_became_of_it_and_who_holds_what_by_which_document(town: Town) -> None:
    desk = browser_of("an.head")
    gone = desk.get(f"{HOME}/duong-huyen").content.decode()
    assert "Đơn vị đã kết thúc hoạt động từ ngày 01/07/2025" in gone
    held = desk.get(f"{HOME}/duong-an").content.decode()
    assert "Cán bộ an.officer" in held
    assert "phan-cong" not in held
    assert desk.get(f"{HOME}/khong-co").status_code == 404


@pytest.mark.parametrize("address", [HOME, f"{HOME}/duong-an", "/lam-viec/sap-xep"])
def test_residents_and_strangers_see_no_page_of_the_organisation(town: Town, address: str) -> None:
    assert browser_of("0905123456").get(address).status_code == 403
    assert Client().get(address)["Location"].startswith("/dang-nhap")


def test_an_administrator_appoints_by_a_document_and_is_told_what_is_missing(town: Town) -> None:
    admin = _seated("quantri", "ioc", "administrator")
    _account("moi")
    given = {
        "login": "moi",
        "role": "officer",
        "since": "2026-12-01",
        "document": "",
        "position": "",
        "signed": "",
    }
    wrong = admin.post(f"{HOME}/duong-an/phan-cong", {**given, "login": "ai do"})
    assert wrong.status_code == 422
    assert "Không có tài khoản cán bộ nào" in wrong.content.decode()
    assert admin.post(f"{HOME}/duong-an/phan-cong", given).status_code == 422
    done = admin.post(f"{HOME}/duong-an/phan-cong", {**given, "document": "QĐ 20/QĐ-UBND"})
    assert done["Location"] == f"{HOME}/duong-an"
    page = admin.get(f"{HOME}/duong-an").content.decode()
    assert "Sắp nhận nhiệm vụ" in page
    assert "QĐ 20/QĐ-UBND" in page
    refused = browser_of("an.head").post(f"{HOME}/duong-an/phan-cong", {**given, "document": "QĐ"})
    assert refused.status_code == 403


def test_an_officer_who_holds_cases_is_moved_after_a_look_at_them(town: Town) -> None:
    number = town.accepted()
    admin = _seated("quantri", "ioc", "administrator")
    address = f"/lam-viec/vi-tri/{_seat_of(town, 'an.officer')}"
    assert number in admin.get(address).content.decode()
    assert number not in browser_of("binh.head").get(address).content.decode()
    given = {
        "what": "move",
        "office": "duong-binh",
        "role": "officer",
        "since": "2026-11-24",
        "document": "QĐ 21",
    }
    assert admin.post(address, {**given, "office": ""}).status_code in {404, 422}
    colleague = str(town["an.head"].account_id)
    assert admin.post(address, {**given, "work_to": colleague})["Location"] == f"{HOME}/duong-an"
    with clock.frozen(NEXT_MORNING):
        clerk.run_until_idle()
        assert town.case(number).owner_account_id == town["an.head"].account_id
        page = browser_of("quantri").get(f"{HOME}/duong-an").content.decode()
        assert "Kết thúc theo QĐ 21" in page
        assert number not in browser_of("an.officer").get("/lam-viec").content.decode()


def test_acts_of_reorganisation_are_listed_with_their_offices(town: Town) -> None:
    admin = _seated("quantri", "ioc", "administrator")
    assert "Sắp xếp tổ chức ngày 01/07/2025" in admin.get("/lam-viec/sap-xep").content.decode()
    page = admin.get("/lam-viec/sap-xep/2025-07-01-close").content.decode()
    assert "Phòng Hạ tầng huyện Cũ" in page
    assert "Không còn công việc nào" in page
    assert admin.get("/lam-viec/sap-xep/khong-co").status_code == 404
    assert browser_of("an.officer").get("/lam-viec/sap-xep").status_code == 403


def test_the_register_of_the_party_is_open_to_its_own_people_only_and_every_look_is_written_down(
    town: Town,
) -> None:
    admin = _seated("quantri", "ioc", "administrator")
    party = _seated("vanphong", "tinh-uy", "administrator", party=True)
    for address in (REGISTER, f"{REGISTER}/tinh-uy"):
        for stranger in (admin, browser_of("leader"), browser_of("0905123456")):
            assert stranger.get(address).status_code == 403
        assert Client().get(address).status_code == 303
        page = party.get(address).content.decode()
        assert "Tỉnh ủy" in page
        assert "Ủy ban nhân dân" not in page
    lines = [line.facts["office"] for line in audit.lines_about("register", "party")]
    assert lines == ["", "tinh-uy"]
    for address in ("/lam-viec", HOME, f"{HOME}/duong-an", "/trung-tam/hang-doi/all", "/lam-viec/tong-quan"):
        assert party.get(address).status_code == 403
    for address in (f"{HOME}/tinh-uy", f"{REGISTER}/duong-an"):
        assert {admin.get(address).status_code, party.get(address).status_code} <= {403, 404}
    shown = admin.get(HOME).content.decode() + admin.get(HOME, {"q": "tinh uy"}).content.decode()
    assert "tinh-uy" not in shown


def test_a_party_seat_cannot_be_given_moved_or_read_from_a_page_of_the_state(town: Town) -> None:
    admin = _seated("quantri", "ioc", "administrator")
    party = _seated("vanphong", "tinh-uy", "administrator", party=True)
    (seat,) = queries.memberships_of(queries.staff_account("vanphong").id, "party")
    assert party.get(f"/khoi-dang/vi-tri/{seat.id}").status_code == 200
    assert [line.facts["office"] for line in audit.lines_about("register", "party")] == ["tinh-uy"]
    given = {"login": "quantri", "role": "officer", "since": "2026-12-01", "document": "QĐ 9"}
    assert admin.post(f"{HOME}/tinh-uy/phan-cong", given).status_code == 404
    assert admin.get(f"/lam-viec/vi-tri/{seat.id}").status_code == 404
    assert party.post(f"{REGISTER}/duong-an/phan-cong", given).status_code == 404
    assert party.post(f"{REGISTER}/tinh-uy/phan-cong", given).status_code == 303
