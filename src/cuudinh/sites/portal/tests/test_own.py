"""What is mine: my reports, tracking by code, acts on my own report, following, notices, receipts."""

from datetime import timedelta

import pytest
from django.test import Client

from cuudinh.engines.cases import queries
from cuudinh.journal import clerk, sealing
from cuudinh.kernel import clock
from cuudinh.sites.portal.tests.town import Town, signed_in


@pytest.mark.parametrize("address", ["/cua-toi", "/thong-bao", "/cua-toi?xem=theo-doi"])
def test_what_is_mine_asks_strangers_to_sign_in(town: Town, visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 303


def test_my_reports_are_mine_alone(town: Town, resident: Client, neighbour: Client) -> None:
    number = town.file().number
    assert number in resident.get("/cua-toi").content.decode()
    assert number not in neighbour.get("/cua-toi").content.decode()


def test_a_report_is_followed_until_it_is_no_more(town: Town, neighbour: Client) -> None:
    number = town.public()
    assert neighbour.post(f"/phan-anh/{number}/theo-doi")["Location"] == f"/phan-anh/{number}"
    assert number in neighbour.get("/cua-toi?xem=theo-doi").content.decode()
    assert "Thôi theo dõi" in neighbour.get(f"/phan-anh/{number}").content.decode()
    neighbour.post(f"/phan-anh/{number}/theo-doi", {"thoi": "1", "tiep": "//evil.example"})
    assert number not in neighbour.get("/cua-toi?xem=theo-doi").content.decode()


def test_what_is_not_public_cannot_be_followed(town: Town, neighbour: Client, visitor: Client) -> None:
    number = town.file().number
    assert neighbour.post(f"/phan-anh/{number}/theo-doi").status_code == 404
    assert visitor.post(f"/phan-anh/{number}/theo-doi").status_code == 303


def test_a_code_opens_what_is_not_public_and_a_wrong_one_does_not(town: Town, visitor: Client) -> None:
    filed = town.file()
    opened = visitor.post("/tra-cuu", {"so": filed.number.lower(), "ma": filed.tracking_code})
    assert opened.status_code == 200
    assert "Biên nhận của bạn" in opened.content.decode()
    wrong = visitor.post("/tra-cuu", {"so": filed.number, "ma": "AAAA-AAAA"})
    assert wrong.status_code == 422
    assert "không khớp" in wrong.content.decode()
    assert visitor.post("/tra-cuu", {"so": filed.number}).status_code == 422
    assert visitor.post("/tra-cuu", {}).status_code == 422


def test_a_public_number_leads_to_its_page(town: Town, visitor: Client) -> None:
    number = town.public()
    assert visitor.post("/tra-cuu", {"so": number})["Location"] == f"/phan-anh/{number}"


def test_the_reporter_rates_the_result(town: Town, resident: Client) -> None:
    number = town.resolved()
    text = resident.get(f"/phan-anh/{number}").content.decode()
    assert 'name="rate.rating"' in text
    done = resident.post(f"/phan-anh/{number}/viec/rate", {"rate.rating": "hai-long"})
    assert done.status_code == 303
    assert "Hài lòng" in resident.get(f"/phan-anh/{number}").content.decode()


def test_an_act_without_what_it_needs_keeps_what_was_typed_and_says_what_is_missing(
    town: Town, resident: Client
) -> None:
    number = town.resolved()
    answer = resident.post(f"/phan-anh/{number}/viec/rate", {"rate.comment": "Nhanh lắm"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-rate.rating"' in text
    assert "Nhanh lắm" in text


def test_with_the_code_alone_the_reporter_can_act(town: Town, visitor: Client) -> None:
    filed = town.file()
    answer = visitor.post(f"/phan-anh/{filed.number}/viec/withdraw", {"tracking_code": filed.tracking_code})
    assert answer.status_code == 200
    assert "Đã ghi nhận. Cảm ơn bạn." in answer.content.decode()


def test_with_the_code_alone_the_reporter_sees_their_pictures_and_nobody_else_does(
    town: Town, visitor: Client
) -> None:
    filed = town.file(photos=1)
    clerk.run_until_idle()
    text = visitor.post("/tra-cuu", {"so": filed.number, "ma": filed.tracking_code}).content.decode()
    address = text.split('<a href="/tep/')[1].split('"')[0]
    assert visitor.get(f"/tep/{address}").status_code == 200
    name, passed = address.split("?")
    assert visitor.get(f"/tep/{name}").status_code == 404
    assert visitor.get(f"/tep/{name}?{passed}0").status_code == 404
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert visitor.get(f"/tep/{address}").status_code == 404


def test_pictures_of_the_work_are_shown_once_the_result_is_out(town: Town, resident: Client) -> None:
    number = town.public()
    town.act("officer", number, "accept")
    town.act("officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    clerk.run_until_idle()
    seen = queries.office_case(town["officer"], number).pictures
    name = next(one.address for one in seen if one.purpose == "after").partition(".")[0]
    assert name not in resident.get(f"/phan-anh/{number}").content.decode()
    assert resident.get(f"/tep/{name}.jpg").status_code == 404
    town.act("dispatcher", number, "approve")
    assert name in resident.get(f"/phan-anh/{number}").content.decode()
    assert resident.get(f"/tep/{name}.jpg").status_code == 200


def test_pictures_sent_with_a_reopening_are_shown(town: Town, resident: Client) -> None:
    number = town.resolved()
    town.act("resident", number, "reopen", photos=1, reason="Vá rồi lại bong.")
    clerk.run_until_idle()
    assert "Ảnh kèm đề nghị mở lại" in resident.get(f"/phan-anh/{number}").content.decode()


def test_nobody_else_can_act_on_a_report(town: Town, visitor: Client, neighbour: Client) -> None:
    number = town.file().number
    assert neighbour.post(f"/phan-anh/{number}/viec/withdraw").status_code in {403, 404}
    assert visitor.post(f"/phan-anh/{number}/viec/withdraw").status_code in {403, 404}
    public = town.resolved()
    assert neighbour.post(f"/phan-anh/{public}/viec/rate", {"rate.rating": "hai-long"}).status_code in {
        403,
        404,
    }


def test_an_act_that_is_over_is_refused_in_words(town: Town, resident: Client) -> None:
    number = town.public()
    answer = resident.post(f"/phan-anh/{number}/viec/rate", {"rate.rating": "hai-long"})
    assert answer.status_code == 409


def test_notices_arrive_and_are_read(town: Town, resident: Client) -> None:
    number = town.public()
    clerk.run_until_idle()
    text = resident.get("/thong-bao").content.decode()
    assert f'href="/phan-anh/{number}"' in text
    assert "Đánh dấu đã đọc tất cả" in text
    assert resident.post("/thong-bao/da-doc").status_code == 303
    assert "Đánh dấu đã đọc tất cả" not in resident.get("/thong-bao").content.decode()


def test_staff_are_led_to_the_page_of_their_office(town: Town) -> None:
    number = town.public()
    town.act("officer", number, "accept")
    town.act("officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    clerk.run_until_idle()
    officer, dispatcher = signed_in("officer"), signed_in("dispatcher")
    for client in (officer, dispatcher):
        text = client.get("/thong-bao").content.decode()
        assert f'href="/lam-viec/ho-so/{number}"' in text
        assert f'href="/phan-anh/{number}"' not in text
        assert client.get(f"/lam-viec/ho-so/{number}").status_code == 200


def test_a_notice_of_a_merge_leads_to_a_page_that_shows_what_became_of_the_main_report(
    town: Town, resident: Client, neighbour: Client, visitor: Client
) -> None:
    main, part = town.file().number, town.public()
    neighbour.post(f"/phan-anh/{part}/theo-doi")
    town.act("dispatcher", part, "merge", master=main)
    clerk.run_until_idle()
    assert f'href="/phan-anh/{part}"' in neighbour.get("/thong-bao").content.decode()
    page = neighbour.get(f"/phan-anh/{part}").content.decode()
    assert f"Đã gộp vào phản ánh {main}" in page
    assert f'href="/phan-anh/{main}"' not in page
    assert neighbour.get(f"/phan-anh/{main}").status_code == 404
    assert visitor.get(f"/phan-anh/{part}").status_code == 404
    town.act("dispatcher", main, "assign")
    for client in (resident, neighbour):
        assert f'href="/phan-anh/{main}"' in client.get(f"/phan-anh/{part}").content.decode()
    assert visitor.get(f"/phan-anh/{part}")["Location"] == f"/phan-anh/{main}"


def test_a_receipt_is_checked_by_anybody_and_a_slip_is_told(town: Town, visitor: Client) -> None:
    receipt = town.file().receipt
    assert "đang chờ niêm phong" in visitor.get("/bien-nhan", {"ma": receipt}).content.decode()
    sealing.seal()
    assert "Biên nhận đúng" in visitor.get("/bien-nhan", {"ma": receipt.lower()}).content.decode()
    slip = visitor.get("/bien-nhan", {"ma": receipt[:-1] + ("A" if receipt[-1] != "A" else "B")})
    assert slip.status_code == 422
    assert "Mã biên nhận không đúng" in slip.content.decode()


def test_the_receipt_names_the_report_and_its_page_says_that_it_is_what_was_sent(
    town: Town, resident: Client, visitor: Client
) -> None:
    number = town.file().number
    page = resident.get(f"/phan-anh/{number}").content.decode()
    assert "Lời và ảnh của bạn được giữ đúng như lúc gửi" in page
    code = page.partition('receipt-code">')[2].partition("<")[0]
    shown = visitor.get("/bien-nhan", {"ma": code}).content.decode()
    assert number in shown
    assert "<dd>Gửi hồ sơ, phản ánh, câu hỏi</dd>" in shown
