"""The one-stop desk through its pages: taken in, appraised, consulted on, decided, handed over, registered."""

import csv
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.models import Case, Dossier, Event, HandedOver
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.cases.types import ListFilter
from cuudinh.engines.documents import queries as papers
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries as people
from cuudinh.engines.identity.models import Look
from cuudinh.journal import audit, clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR
from cuudinh.kernel.refusal import NotYours, Refusal
from tests.desks import SESSION_COOKIE, picture_bytes
from tests.dossiers.hall import PASSWORD, PHONE, SERVICE, Hall, at

PAPERS = {"giay.don.la": "original", "giay.so-do.la": "copy", "giay.cam-ket.la": ""}
FORM = {"place.unit": "90101-2025-07", "tables": "6", "hours": "toi"}
TAKE = f"/lam-viec/mot-cua/tiep-nhan/{SERVICE}"


def _browser(login: str) -> Client:
    client = Client()
    client.cookies[SESSION_COOKIE] = identity.sign_in(VISITOR, login=login, password=PASSWORD).token
    return client


def _sent(**more: Any) -> dict[str, Any]:
    who = {"nguoi.so": "", "nguoi.ten": "Lê Văn Vắng Mặt", "nguoi.dien-thoai": "0905999888"}
    return {"key": "k1", "di": "nhan", "can-cu": "tai-quay", **who, **PAPERS, **FORM, **more}


def _taken(desk: Client, **more: Any) -> str:
    answer = desk.post(TAKE, _sent(**more))
    assert answer.status_code == 201, answer.content.decode()
    return str(Case.objects.latest("id").number)


def _kinds(number: str) -> list[str]:
    return [one.kind for one in papers.papers_of_thing(("case", number))]


def test_a_desk_finds_the_service_by_words_without_accents_and_opens_the_only_one(hall: Hall) -> None:
    desk = _browser("far")
    assert desk.get("/lam-viec/mot-cua/tiep-nhan", {"thu-tuc": "via he"})["Location"] == TAKE
    assert "Không có thủ tục nào khớp" in (
        desk.get("/lam-viec/mot-cua/tiep-nhan", {"thu-tuc": "máy bay"}).content.decode()
    )
    assert desk.get(TAKE).status_code == 200
    assert _browser(PHONE).get(TAKE).status_code == 403


def test_a_whole_dossier_goes_through_the_pages_of_a_far_desk_and_of_the_office(hall: Hall) -> None:
    desk, officer, head, asked = (_browser(one) for one in ("far", "officer", "head", "sxd"))
    number = _taken(desk, **{"giay.don": _picture()})
    assert hall.case(number).state == "received"
    clerk.run_until_idle()
    shown = desk.get(f"/lam-viec/ho-so/{number}").content.decode()
    assert "đã nhận bản chính" in shown
    assert "don-1.jpg" in shown
    sheet = desk.get(f"/lam-viec/ho-so/{number}/phieu-kiem-soat").content.decode()
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in sheet

    def act(who: Client, verb: str, **inputs: Any) -> None:
        sent = {f"{verb}.{name}": value for name, value in inputs.items()}
        answer = who.post(f"/lam-viec/ho-so/{number}/viec/{verb}", sent)
        assert answer.status_code == 303, answer.content.decode()

    act(officer, "accept")
    act(officer, "request_supplement", papers=["so-do"], text="Ghi bề rộng lối đi.")
    act(desk, "supplement", text="Đã ghi.")
    act(officer, "request_joint", offices=["so-xay-dung"], question="Đủ rộng không?")
    assert number in officer.get("/lam-viec", {"muc": "consulting"}).content.decode()
    act(asked, "answer_joint", answer="Đủ rộng.")
    table = officer.get(f"/lam-viec/ho-so/{number}").content.decode()
    assert "Hạn trả lời" in table
    assert "Đủ rộng." in table
    act(officer, "appraise", answer="Đủ điều kiện.")
    assert number in head.get("/lam-viec", {"muc": "awaiting_approval"}).content.decode()
    act(head, "approve", answer="Cấp phép.")
    waiting = desk.get("/lam-viec/mot-cua").content.decode()
    assert number in waiting
    refused = desk.post("/lam-viec/mot-cua/tra", {"number": [number], "taker": "", "basis": "applicant"})
    assert refused.status_code == 422
    assert "Vui lòng ghi họ tên người nhận." in refused.content.decode()
    _handed_over(hall, desk, number)


def _handed_over(hall: Hall, desk: Client, number: str) -> None:
    taker = {"number": [number], "taker": "Lê Văn Vắng Mặt", "basis": "applicant", "signed": "true"}
    assert "Đã thực hiện 1 mục" in desk.post("/lam-viec/mot-cua/tra", taker).content.decode()
    handed = HandedOver.objects.get(case__number=number)
    assert (handed.way, handed.basis, handed.is_signed) == ("desk", "applicant", True)
    assert hall.case(number).state == "handed_over"
    hands = list(csv.reader(_csv(desk, f"/lam-viec/ho-so/{number}/phieu-kiem-soat.csv")))
    assert [row[0] for row in hands[1:3]] == ["Nộp hồ sơ", "Tiếp nhận"]
    assert [row[5] for row in hands if row[5] == "Đúng hạn"] == ["Đúng hạn"]
    said = " ".join(str(line) for line in audit.lines_about("case", number))
    assert "Vắng Mặt" not in said
    assert list(agreeing.miscounted()) == []


def _picture() -> Any:
    return SimpleUploadedFile("don.jpg", picture_bytes(), "image/jpeg")


def _csv(browser: Client, address: str, query: dict[str, str] | None = None) -> list[str]:
    answer = browser.get(address, query)
    assert answer["Content-Type"].startswith("text/csv")
    return answer.getvalue().decode("utf-8-sig").splitlines()


def test_who_shows_a_number_is_found_sees_it_and_has_the_dossier_in_their_account(hall: Hall) -> None:
    desk = _browser("far")
    looked = desk.post(TAKE, _sent(di="tim", **{"nguoi.so": "0905 123 456"}))
    assert "Nguyễn Thị Quán" in looked.content.decode()
    assert looked["Cache-Control"] == "private, no-store"
    assert Look.objects.filter(what="contact", account_id=hall["far"].account_id).count() == 1
    number = _taken(desk, **{"nguoi.so": PHONE})
    assert [row.number for row in queries.my_cases(hall["resident"]).rows] == [number]
    assert (
        "Chưa có tài khoản nào" in desk.post(TAKE, _sent(di="tim", **{"nguoi.so": "0911"})).content.decode()
    )
    with pytest.raises(NotYours):
        people.find_person(hall["officer"], PHONE)
    assert not people.may_find(hall["dispatcher"])


def test_a_paper_that_is_missing_is_asked_for_at_once_and_one_nobody_looked_at_stops_the_page(
    hall: Hall,
) -> None:
    desk = _browser("far")
    assert desk.post(TAKE, _sent(**{"giay.so-do.la": ""})).status_code == 422
    assert not Case.objects.exists()
    number = _taken(desk, **{"giay.so-do.la": "missing", "ly-do": "Chưa có sơ đồ."})
    assert hall.case(number).state == "supplement"
    clerk.run_until_idle()
    sheet = desk.get(f"/lam-viec/ho-so/{number}/phieu-kiem-soat").content.decode()
    assert "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ" in sheet


def test_the_same_page_sent_twice_takes_in_one_dossier_with_one_receipt(hall: Hall) -> None:
    desk = _browser("far")
    assert _taken(desk) == _taken(desk)
    clerk.run_until_idle()
    number = _taken(desk)
    assert Case.objects.get().number == number
    assert _kinds(number) == ["receipt"]


def test_whoever_lacks_a_paper_gets_one_slip_however_often_the_page_is_sent(hall: Hall) -> None:
    desk, lacking = _browser("far"), {"giay.so-do.la": "missing", "ly-do": "Chưa có sơ đồ."}
    number = _taken(desk, **lacking)
    clerk.run_until_idle()
    assert _taken(desk, **lacking) == number
    clerk.run_until_idle()
    assert _kinds(number) == ["supplement-request"]
    assert [one.kind for one in papers.papers_about(hall["officer"], ("case", number))] == [
        "supplement-request"
    ]


def test_lists_of_a_desk_count_what_they_show_and_are_those_of_its_own_people(hall: Hall) -> None:
    numbers = [_taken(_browser("far"), key=str(one)) for one in range(2)]
    own = hall.file()
    views = {one.id: one.count for one in queries.desk_views(hall["far"])}
    assert views == {"done": 0, "far": 2, "open": 2, "paused": 0}
    shown = [row.number for row in queries.desk_dossiers(hall["far"], "far").rows]
    assert shown == list(reversed(numbers))
    (row,) = queries.desk_dossiers(hall["officer"], "open").rows
    (read,) = queries.desk_dossiers(replace(hall["officer"], language="en"), "open").rows
    assert (row.number, row.title == row.topic_label, read.title == read.topic_label) == (own, True, True)
    assert row.title != read.title
    assert Dossier.objects.filter(is_far=True).count() == 2
    with pytest.raises(NotYours):
        queries.desk_dossiers(hall["dispatcher"], "far")


def test_a_register_holds_what_a_desk_took_in_and_opens_names_only_when_asked(hall: Hall) -> None:
    number = _taken(_browser("far"))
    office, day = Dossier.objects.get().desk_office_id, at("2026-11-30 08:00").date()
    bare = queries.register(hall["far"], office, day, day).rows
    assert [(one.number, one.applicant) for one in bare] == [(number, "")]
    named = queries.register(hall["far"], office, day, day, with_names=True).rows
    assert (named[0].applicant, named[0].phone) == ("Lê Văn Vắng Mặt", "0905999888")
    assert any(line.act == "case.read_applicant" for line in audit.lines_about("case", number))
    rows = list(csv.reader(_csv(_browser("far"), "/lam-viec/mot-cua/so-theo-doi.csv", {"tu": "2026-11-30"})))
    assert [row[:2] for row in rows] == [["STT", "Mã hồ sơ"], ["1", number]]
    printed = _browser("far").post("/lam-viec/mot-cua/so-theo-doi/in", {"tu": "2026-11-30"})
    assert "Sổ theo dõi hồ sơ" in printed.content.decode()
    with pytest.raises(NotYours):
        queries.register(hall["officer"], office, day, day)


def test_a_day_of_the_register_is_closed_once_and_stays_as_it_was_closed(hall: Hall) -> None:
    desk, at_day = _browser("far"), "/lam-viec/mot-cua/so-theo-doi"
    number = _taken(desk)
    day = {"tu": "2026-11-30", "den": "2026-11-30"}
    assert "Chốt sổ ngày 30/11/2026" in desk.get(at_day, day).content.decode()
    assert desk.post(f"{at_day}/chot", {"tu": "2026-11-29", "den": "2026-11-30"}).status_code == 400
    assert desk.post(f"{at_day}/chot", {"tu": "2026-12-01", "den": "2026-12-01"}).status_code == 409
    with clock.frozen(at("2026-11-30 17:00")):
        closed = desk.post(f"{at_day}/chot", day)
        assert "Sổ theo dõi hồ sơ" in closed.content.decode()
        assert desk.post(f"{at_day}/chot", day).status_code == 409
    with clock.frozen(at("2026-11-30 20:00")):
        desk = _browser("far")
        later = _taken(desk, key="k2")
        text = desk.get(at_day, day).content.decode()
        assert f"1 hồ sơ ({number} – {number})" in text
        assert "Nhận thêm sau khi chốt: 1." in text
        assert "Sổ vẫn đúng như khi chốt." in text
        assert "Sổ đã in của những ngày này" in text
        assert later in text
        assert "Những ngày đã chốt sổ" in desk.get(at_day).content.decode()
    (office,) = hall["far"].office_ids("receiver")
    assert any(one.act == "register.close_day" for one in audit.lines_about("office", "n-90203-ubnd"))
    with pytest.raises(NotYours):
        commands.close_day(hall["officer"], office_id=office, day=at("2026-11-30 08:00").date())


def test_filters_of_dossiers_stay_in_the_address_and_narrow_the_table_for_other_programs(hall: Hall) -> None:
    far, own = _taken(_browser("far")), hall.file()
    desk = Dossier.objects.get(case__number=far).desk_office_id
    officer = _browser("officer")
    query = {"loai": "dossier", "thu-tuc": SERVICE, "noi-nhan": people.office_by_id(desk).code}
    text = officer.get("/lam-viec", query).content.decode()
    assert far in text
    assert own not in text
    assert f"noi-nhan={query['noi-nhan']}" in text
    found = list(csv.reader(_csv(officer, "/lam-viec/danh-sach.csv", {"trang-thai": "submitted"})))
    assert [row[0] for row in found[1:]] == [own]
    many = officer.post("/lam-viec/hang-loat", {"act": "receive", "number": [own], "back": ""})
    assert "Đã thực hiện 1 mục" in many.content.decode()


def test_the_day_of_an_office_counts_what_its_lists_show(hall: Hall) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    hall.act("officer", number, "accept")
    (office,) = hall["officer"].office_ids("officer")
    with clock.frozen(at("2026-12-07 08:00")):
        day = queries.office_day(hall["head"], office)
        figures = {one.id: one.count for one in day.figures}
        assert (figures["due_today"], figures["open"], figures["taken_in"]) == (1, 1, 0)
        load = next(one for one in day.officers if one.account_id == hall["officer"].account_id)
        assert (load.load.open, load.load.in_time + load.load.due_soon) == (1, 1)
        (service,) = day.services
        assert (service.service_id, service.load) == (SERVICE, load.load)
        assert figures["in_time"] + figures["due_soon"] == 1
        page = _browser("head").get("/lam-viec/hom-nay").content.decode()
        assert "han=hom-nay" in page
        assert f"thu-tuc={SERVICE}" in page
        for view in ("in_time", "due_soon"):
            listed = _browser("head").get("/lam-viec", {"don-vi": day.code, "muc": view}).content.decode()
            assert (number in listed) == bool(figures[view])
        due = {"don-vi": day.code, "loai": "dossier", "muc": "open", "han": "hom-nay"}
        assert number in _browser("head").get("/lam-viec", due).content.decode()
    with clock.frozen(at("2026-12-08 08:00")):
        assert number not in _browser("head").get("/lam-viec", due).content.decode()
    with pytest.raises(NotYours):
        queries.office_day(hall["stranger"], office)


def test_dossiers_of_who_is_away_stand_with_who_stands_in(hall: Hall) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    hall.act("officer", number, "accept")
    away, substitute = (hall[one].account_id or 0 for one in ("officer", "head"))
    first, last = at("2026-11-30 08:00").date(), at("2026-12-04 08:00").date()
    identity.state_absence(hall["head"], away=identity.Away(away, substitute, "leave", first, last))
    stands_in = people.staff_actor(substitute)
    mine = queries.worklist(stands_in, ListFilter(mine=True, kind="dossier")).rows
    assert [row.number for row in mine] == [number]
    page = _browser("head").get("/lam-viec", {"cua-toi": "1", "loai": "dossier"}).content.decode()
    assert "thay cho Cán bộ officer" in page
    commands.perform_act(stands_in, number=number, act="appraise", inputs={"answer": "Đủ điều kiện."})
    done = Event.objects.filter(case__number=number).latest("seq")
    assert (done.act, done.account_id, done.facts.get("behalf")) == ("appraise", substitute, away)
    with clock.frozen(at("2026-12-05 08:00")):
        back = people.staff_actor(substitute)
        assert queries.worklist(back, ListFilter(mine=True, kind="dossier")).rows == ()


def test_whoever_stands_in_for_a_head_decides_dossiers_on_their_behalf(hall: Hall) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    hall.act("officer", number, "accept")
    hall.act("officer", number, "appraise", answer="Đủ điều kiện.")
    away, substitute = (hall[one].account_id or 0 for one in ("head", "officer"))
    first, last = at("2026-11-30 08:00").date(), at("2026-12-04 08:00").date()
    identity.state_absence(hall["head"], away=identity.Away(away, substitute, "leave", first, last))
    stands_in = people.staff_actor(substitute)
    commands.perform_act(stands_in, number=number, act="approve", inputs={"answer": "Cấp phép."})
    done = Event.objects.filter(case__number=number).latest("seq")
    assert (done.act, done.account_id, done.facts["behalf"]) == ("approve", substitute, away)
    with clock.frozen(at("2026-12-05 08:00")):
        other = hall.file("neighbour")
        for verb in ("receive", "accept"):
            hall.act("officer", other, verb)
        hall.act("officer", other, "appraise", answer="Đủ điều kiện.")
        with pytest.raises(Refusal):
            commands.perform_act(
                people.staff_actor(substitute), number=other, act="approve", inputs={"answer": "Cấp phép."}
            )


def test_only_the_offices_of_a_dossier_open_whose_it_is_and_leave_a_look(hall: Hall) -> None:
    number = hall.file()
    assert queries.applicant(hall["officer"], number).name == "Nguyễn Thị Quán"
    assert Look.objects.filter(what="contact", account_id=hall["officer"].account_id).exists()
    hall.act("officer", number, "receive")
    hall.act("officer", number, "accept")
    hall.act("officer", number, "request_joint", offices=["so-xay-dung"], question="Đủ rộng không?")
    with pytest.raises(NotYours):
        queries.applicant(hall["sxd"], number)


def test_a_digital_team_hands_in_by_the_page_of_desks_and_sees_no_more_of_it(hall: Hall) -> None:
    team = _browser("helper")
    assert team.get("/lam-viec/mot-cua").status_code == 403
    assert "Nộp giúp hồ sơ: chọn thủ tục" in team.get("/lam-viec/mot-cua/tiep-nhan").content.decode()
    answer = team.post(TAKE, _sent(**{"can-cu": "to-cong-nghe-so"}))
    assert answer.status_code == 201, answer.content.decode()
    number = str(Case.objects.latest("id").number)
    assert (Dossier.objects.get().mandate, hall.case(number).state) == ("to-cong-nghe-so", "submitted")
    assert number in answer.content.decode()
    assert team.get(f"/lam-viec/ho-so/{number}").status_code == 403


def test_the_second_of_two_persons_reads_what_the_first_proposed(hall: Hall) -> None:
    number = hall.file()
    why = {"reason": "khong-thuoc-tham-quyen", "explanation": "Vỉa hè do sở quản lý."}
    hall.act("officer", number, "refuse", **why)
    shown = _browser("head").get(f"/lam-viec/ho-so/{number}").content.decode()
    assert "Cán bộ officer đề nghị như dưới đây." in shown
    assert "Vỉa hè do sở quản lý." in shown
    assert "Xác nhận: Từ chối tiếp nhận" in shown
    assert "đề nghị như dưới đây" not in _browser("officer").get(f"/lam-viec/ho-so/{number}").content.decode()
