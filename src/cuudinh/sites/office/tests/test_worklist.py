"""The worklist: only the own offices, narrowed by the address, acted on in many, filters kept."""

import pytest
from django.test import Client
from tests.desks import HTMX, Town, browser_of


def test_the_worklist_holds_the_cases_of_the_own_office_alone(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "assign")
    assert number in browser_of("an.officer").get("/lam-viec").content.decode()
    assert number not in browser_of("binh.officer").get("/lam-viec").content.decode()


@pytest.mark.parametrize(("login", "status"), [("an.officer", 200), ("an.head", 200), ("leader", 403)])
def test_the_worklist_is_for_offices(town: Town, login: str, status: int) -> None:
    assert browser_of(login).get("/lam-viec").status_code == status


def test_a_resident_is_not_let_in_and_a_stranger_is_sent_to_sign_in(town: Town) -> None:
    assert browser_of("0905123456").get("/lam-viec").status_code == 403
    assert Client().get("/lam-viec")["Location"].startswith("/dang-nhap?tiep=%2Flam-viec")


def test_views_and_words_narrow_the_list_and_stay_in_the_address(town: Town) -> None:
    accepted = town.accepted()
    waiting = town.file(description="Nắp cống vỡ trước trường học.", topic="o-ga")
    town.act("dispatcher", waiting, "assign")
    desk = browser_of("an.officer")
    mine = desk.get("/lam-viec", {"cua-toi": "1"}).content.decode()
    assert accepted in mine
    assert waiting not in mine
    found = desk.get("/lam-viec", {"q": waiting}).content.decode()
    assert waiting in found
    assert accepted not in found
    assert f"tu=%2Flam-viec%3Fq%3D{waiting}" in found
    assert "Không có việc nào" in desk.get("/lam-viec", {"muc": "overdue"}).content.decode()


def test_htmx_is_given_the_counts_alone_and_the_list_stays(town: Town) -> None:
    town.accepted()
    part = browser_of("an.officer").get("/lam-viec", headers={"HX-Request": "true", "HX-Target": "views"})
    text = part.content.decode()
    assert text.lstrip().startswith('<ul role="list" class="views" id="views"')
    assert "data-key-row" not in text


def test_one_act_on_many_says_of_each_that_could_not_be_done_why(town: Town) -> None:
    waiting, accepted = town.file(), town.accepted()
    town.act("dispatcher", waiting, "assign")
    done = browser_of("an.officer").post(
        "/lam-viec/hang-loat",
        {"act": "accept", "number": [waiting, accepted], "note": "", "back": "//evil.example"},
    )
    text = done.content.decode()
    assert town.case(waiting).state == "in_progress"
    assert "Đã thực hiện 1 mục" in text
    assert accepted in text
    assert waiting not in text
    assert "evil.example" not in text


def test_a_note_is_written_on_many_and_an_act_that_needs_one_by_one_is_refused(town: Town) -> None:
    number = town.accepted()
    desk = browser_of("an.officer")
    desk.post("/lam-viec/hang-loat", {"act": "note", "number": [number], "note": "Đã gọi đội sửa đường."})
    assert "Đã gọi đội sửa đường." in desk.get(f"/lam-viec/ho-so/{number}").content.decode()
    assert desk.post("/lam-viec/hang-loat", {"act": "return", "number": [number]}).status_code == 400


def test_a_filter_is_kept_opened_and_forgotten(town: Town) -> None:
    desk = browser_of("an.officer")
    kept = desk.post("/lam-viec/bo-loc", {"name": "Ổ gà gấp", "query": "muc=due_soon&linh-vuc=o-ga"})
    assert kept["Location"] == "/lam-viec?muc=due_soon&linh-vuc=o-ga"
    assert "Ổ gà gấp" in desk.get("/lam-viec").content.decode()
    assert "Ổ gà gấp" not in browser_of("an.head").get("/lam-viec").content.decode()
    desk.post("/lam-viec/bo-loc", {"name": "Ổ gà gấp", "query": "", "drop": "1"})
    assert "Ổ gà gấp" not in desk.get("/lam-viec").content.decode()
    assert desk.post("/lam-viec/bo-loc", {"name": " ", "query": ""}).status_code == 400


def test_the_overview_counts_a_month_by_office_and_heads_see_their_own(town: Town) -> None:
    town.resolved()
    head = browser_of("an.head").get("/lam-viec/tong-quan").content.decode()
    assert "2026-11" in head
    assert town["an.head"].seats
    assert browser_of("an.officer").get("/lam-viec/tong-quan").status_code == 403
    leader = browser_of("leader")
    assert leader.get("/lam-viec/tong-quan", {"thang": "2025-13", "cay": "hôm qua"}).status_code == 200
    assert leader.get("/lam-viec/tong-quan", {"thang": "2026-01"}).status_code == 200


def test_navigation_follows_the_seats(town: Town) -> None:
    officer = browser_of("an.officer").get("/lam-viec").content.decode()
    centre = browser_of("dispatcher").get("/trung-tam/tiep-nhan").content.decode()
    leader = browser_of("leader").get("/lam-viec/tong-quan").content.decode()
    assert "Gửi phản ánh" not in officer
    assert 'href="/trung-tam/tiep-nhan"' not in officer
    for address in ("/trung-tam/tiep-nhan", "/trung-tam/duyet", "/trung-tam/goi-dien", "/trung-tam/man-hinh"):
        assert f'href="{address}"' in centre
    assert 'href="/trung-tam/goi-dien"' not in leader
    assert "Bàn làm việc" in browser_of("an.officer").get("/phan-anh").content.decode()
    assert "Bàn làm việc" not in browser_of("0905123456").get("/phan-anh").content.decode()


def test_the_next_rows_come_as_rows(town: Town) -> None:
    for _ in range(51):
        town.act("dispatcher", town.file(), "assign")
    desk = browser_of("an.officer")
    text = desk.get("/lam-viec").content.decode()
    address = text.split('rel="next" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    more = desk.get(address, headers=HTMX).content.decode()
    assert more.count("data-key-row") == 1
    assert "<html" not in more


def test_a_filter_with_a_line_break_is_refused(town: Town) -> None:
    desk = browser_of("an.officer")
    assert desk.post("/lam-viec/bo-loc", {"name": "x", "query": "q=a\r\nX: 1"}).status_code == 400
