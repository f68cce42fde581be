"""One case on one screen: who may open it, acts and their refusals, pictures, and who reported."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desks import (
    HTMX,
    NAME,
    PHONE,
    Town,
    browser_of,
    picture,
    picture_bytes,
    picture_name,
    tracking_code,
)

from cuudinh.journal import clerk
from cuudinh.journal.models import AuditInbox

STRANGE = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=12, max_size=60)


def _page(desk: Client, number: str) -> str:
    return desk.get(f"/lam-viec/ho-so/{number}").content.decode()


def _act(desk: Client, number: str, act: str, **fields: Any) -> Any:
    sent = {(name if name in {"rev", "tiep"} else f"{act}.{name}"): value for name, value in fields.items()}
    return desk.post(f"/lam-viec/ho-so/{number}/viec/{act}", sent)


@pytest.mark.parametrize(
    ("login", "status"),
    [("an.officer", 200), ("an.head", 200), ("binh.officer", 404), ("dispatcher", 200), ("leader", 200)],
)
def test_a_case_opens_for_its_office_the_centre_and_leaders(town: Town, login: str, status: int) -> None:
    number = town.accepted()
    assert browser_of(login).get(f"/lam-viec/ho-so/{number}").status_code == status


def test_an_act_is_done_and_leads_back_to_where_the_form_asked(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "assign")
    done = _act(browser_of("an.officer"), number, "accept", rev=2, tiep="/lam-viec?muc=open")
    assert done.status_code == 303
    assert done["Location"] == "/lam-viec?muc=open"
    assert town.case(number).state == "in_progress"


def test_words_to_begin_with_are_offered_under_the_text_they_are_for(town: Town) -> None:
    text = _page(browser_of("an.officer"), town.accepted())
    offered = text.split('data-template-of="f-resolve.answer"')[1].split("</select>")[0]
    assert '<option value="Đã vá mặt đường ngày …">Đã vá</option>' in offered
    assert "Đã thực hiện." not in offered


def test_what_is_missing_comes_back_on_the_same_screen_with_what_was_typed(town: Town) -> None:
    number = town.accepted()
    refused = _act(browser_of("an.officer"), number, "resolve", answer="Đã vá xong mặt đường.")
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Đã vá xong mặt đường.</textarea>" in text
    assert 'href="#f-resolve.photos"' in text
    assert town.case(number).state == "in_progress"


def test_what_another_did_meanwhile_is_said_and_the_words_are_kept(town: Town) -> None:
    number = town.accepted()
    desk = browser_of("an.officer")
    rev = _page(desk, number).split('name="rev" value="')[1].split('"')[0]
    town.act("an.head", number, "note", note="Ưu tiên việc này.")
    refused = _act(desk, number, "note", note="Đã khảo sát.", rev=rev)
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "vừa được người khác xử lý" in text
    assert "Đã khảo sát.</textarea>" in text


def test_words_of_an_act_that_is_no_longer_possible_can_be_copied(town: Town) -> None:
    number = town.accepted()
    town.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    refused = _act(browser_of("an.officer"), number, "resolve", answer="Câu trả lời thứ hai.")
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "để sao chép" in text
    assert "Câu trả lời thứ hai." in text


def test_htmx_is_told_where_to_go_and_given_only_the_case_when_refused(town: Town) -> None:
    number = town.accepted()
    desk = browser_of("an.officer", HTMX)
    refused = _act(desk, number, "resolve", answer="")
    assert refused.status_code == 422
    assert refused.content.decode().lstrip().startswith("<article")
    done = _act(desk, number, "note", note="Đã xem hiện trường.")
    assert done.status_code == 200
    assert done["HX-Redirect"] == f"/lam-viec/ho-so/{number}"
    assert "Location" not in done


def test_a_case_that_went_to_another_office_leads_back_to_the_list(town: Town) -> None:
    number = town.accepted()
    moved = _act(
        browser_of("an.head"), number, "transfer", office="duong-binh", note="Thuộc địa bàn phường Bình."
    )
    assert moved.status_code == 303
    assert moved["Location"] == "/lam-viec"


def test_the_result_is_sent_with_its_picture_and_a_false_picture_is_named(town: Town) -> None:
    number = town.accepted()
    desk = browser_of("an.officer")
    false = SimpleUploadedFile("anh.jpg", b"not a picture", "image/jpeg")
    refused = _act(desk, number, "resolve", answer="Đã vá mặt đường.", photos=false)
    assert refused.status_code == 422
    assert "anh.jpg" in refused.content.decode()
    true = SimpleUploadedFile("sau.jpg", picture_bytes(), "image/jpeg")
    assert _act(desk, number, "resolve", answer="Đã vá mặt đường.", photos=true).status_code == 303
    assert town.case(number).state == "awaiting_approval"


def test_acts_of_others_are_not_offered_and_are_refused_when_forged(town: Town) -> None:
    number = town.accepted()
    officer = browser_of("an.officer")
    assert "/viec/approve" not in _page(officer, number)
    assert _act(officer, number, "merge", master="X").status_code == 403
    assert "/viec/assign" not in _page(browser_of("leader"), number)


def _with_picture(town: Town) -> tuple[str, str]:
    number = town.file(photos=(picture(),))
    clerk.run_until_idle()
    return number, picture_name(number)


def test_areas_are_hidden_and_a_picture_shown_by_the_centre_alone(town: Town) -> None:
    number, name = _with_picture(town)
    centre = browser_of("dispatcher")
    address = f"/lam-viec/ho-so/{number}/anh/{name}"
    assert centre.post(f"{address}/che", {"areas": "[[0.1,0.1,0.3,0.3]]"}).status_code == 303
    assert "đã che 1 vùng" in _page(centre, number)
    for unreadable in ("một vùng", "[" * 5000, f"[[{10**400},0,1,1]]"):
        assert centre.post(f"{address}/che", {"areas": unreadable}).status_code == 400
    assert centre.post(f"{address}/cong-khai", {"public": "1"}).status_code == 303
    assert "Ngừng công khai" in _page(centre, number)
    town.act("dispatcher", number, "assign")
    assert browser_of("an.officer").post(f"{address}/che", {"areas": "[]"}).status_code == 403


def test_all_pictures_are_shown_to_the_public_at_once_by_the_centre_alone(town: Town) -> None:
    number = town.file(photos=(picture(), picture()))
    clerk.run_until_idle()
    centre = browser_of("dispatcher")
    assert "Công khai cả 2 ảnh" in _page(centre, number)
    address = f"/lam-viec/ho-so/{number}/anh/cong-khai"
    assert browser_of("an.officer").post(address).status_code == 403
    assert centre.post(address).status_code == 303
    assert "chưa công khai" not in _page(centre, number)


def test_pictures_sent_with_a_reopening_are_on_the_page(town: Town) -> None:
    number = town.resolved()
    town.act("resident", number, "reopen", photos=1, reason="Vá rồi lại bong.")
    clerk.run_until_idle()
    assert "Kèm đề nghị mở lại" in _page(browser_of("dispatcher"), number)


def test_a_number_in_the_report_is_on_no_page_of_the_centre_until_it_is_asked_for(town: Town) -> None:
    number = town.file(description=f"Ổ gà lớn. Gọi {PHONE} gặp tôi.")
    centre = browser_of("dispatcher")
    assert PHONE not in _page(centre, number)
    asked = centre.post(f"/lam-viec/ho-so/{number}/nguoi-phan-anh", {"reason": "Cần gọi hỏi vị trí."})
    assert f"Gọi {PHONE} gặp tôi." in asked.content.decode()


def test_who_reported_is_shown_to_the_centre_for_a_reason_and_logged(town: Town) -> None:
    number = town.file()
    centre = browser_of("dispatcher")
    address = f"/lam-viec/ho-so/{number}/nguoi-phan-anh"
    assert NAME not in _page(centre, number)
    without = centre.post(address, {"reason": ""})
    assert without.status_code == 422
    assert NAME not in without.content.decode()
    lines = AuditInbox.objects.count()
    shown = centre.post(address, {"reason": "Cần gọi hỏi vị trí chính xác."})
    assert NAME in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert AuditInbox.objects.count() > lines
    for other in ("an.officer", "an.head", "leader"):
        assert browser_of(other).post(address, {"reason": "Muốn biết ai gửi phản ánh."}).status_code == 403


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=STRANGE, asked=STRANGE)
def test_nothing_of_the_reporter_reaches_an_officers_page(town: Town, words: str, asked: str) -> None:
    number = town.file(description=f"Ổ gà lớn. {words} Gọi {PHONE} gặp tôi.")
    town.act("dispatcher", number, "assign")
    town.act("an.officer", number, "accept")
    town.act("an.officer", number, "ask", question=f"Vị trí ở đâu? {asked}")
    town.act("resident", number, "reply", text=f"Gần cổng chợ, gọi {PHONE}.")
    officer = browser_of("an.officer")
    seen = _page(officer, number) + officer.get("/lam-viec").content.decode()
    assert number in seen
    for secret in (NAME, PHONE, PHONE[1:], tracking_code(number)):
        assert secret not in seen


def test_a_revision_of_thousands_of_digits_breaks_nothing(town: Town) -> None:
    number = town.file()
    assert _act(browser_of("dispatcher"), number, "assign", rev="9" * 5000).status_code < 500


def test_what_an_act_lacks_is_told_in_english_to_who_reads_english(town: Town) -> None:
    number = town.accepted()
    officer = browser_of("an.officer")
    officer.cookies["cd_lang"] = "en"
    sent = {"rev": str(town.case(number).rev)}
    text = officer.post(f"/lam-viec/ho-so/{number}/viec/resolve", sent).content.decode()
    assert "To complete before sending" in text
    assert '<a href="#f-resolve.answer">Result: Please' in text
    assert "Vui lòng" not in text


def test_a_shut_door_says_to_staff_whose_it_is_and_nothing_to_others(town: Town) -> None:
    told = browser_of("an.officer").get("/trung-tam/tiep-nhan")
    assert told.status_code == 403
    assert "Việc này chỉ dành cho: trực ban tiếp nhận" in told.content.decode().lower().replace(
        "việc", "Việc"
    )
    of_others = browser_of(PHONE).get("/trung-tam/tiep-nhan")
    assert of_others.status_code == 403
    assert "chỉ dành cho" not in of_others.content.decode()
    assert Client().get("/trung-tam/tiep-nhan").status_code == 303


def test_a_no_about_a_case_leads_to_why(town: Town) -> None:
    number = town.accepted()
    refused = browser_of("leader").post(
        f"/lam-viec/ho-so/{number}/nguoi-phan-anh", {"ly_do": "Gọi lại để hỏi"}
    )
    assert refused.status_code == 403
    assert f'href="/lam-viec/ho-so/{number}/vi-sao"' in refused.content.decode()
