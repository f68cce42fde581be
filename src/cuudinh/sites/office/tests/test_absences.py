"""Pages of absences: one says when one is away, the substitute sees for whom they work, a head says it for others."""

from tests.desks import Town, browser_of

HOME = "/lam-viec/to-chuc/vang-mat"
OF_OFFICE = "/lam-viec/to-chuc/duong-an/vang-mat"
GIVEN = {"first": "2026-11-23", "last": "2026-11-27", "reason": "leave"}


def test_an_officer_says_when_they_are_away_and_the_substitute_sees_for_whom_they_work(town: Town) -> None:
    number = town.accepted()
    officer = browser_of("an.officer")
    assert "Bạn chưa khai ngày vắng nào" in officer.get(HOME).content.decode()
    wrong = officer.post(HOME, {**GIVEN, "last": "", "substitute": ""})
    assert wrong.status_code == 422
    assert "Vui lòng chọn người thay." in wrong.content.decode()
    far = officer.post(HOME, {**GIVEN, "substitute": "binh.officer"})
    assert "Người thay phải giữ chức danh tại đơn vị đó" in far.content.decode()
    assert officer.post(HOME, {**GIVEN, "substitute": "an.head"})["Location"] == HOME
    again = officer.post(HOME, {**GIVEN, "substitute": "an.head"})
    assert again.status_code == 422
    assert "Đã khai vắng mặt từ 23/11/2026 đến 27/11/2026" in again.content.decode()
    head = browser_of("an.head")
    work = head.get("/lam-viec", {"cua-toi": "1"}).content.decode()
    assert "Bạn đang thay cho Cán bộ an.officer đến hết ngày 27/11/2026." in work
    assert number in work
    assert "thay cho Cán bộ an.officer" in head.get("/tai-khoan").content.decode()
    assert "Cán bộ an.officer" in head.get(HOME).content.decode()
    told = head.post(f"/lam-viec/ho-so/{number}/viec/note", {"note.note": "Đã gọi đơn vị thi công."})
    assert told.status_code in {200, 303}
    assert "Cán bộ an.head thay Cán bộ an.officer" in head.get(f"/lam-viec/ho-so/{number}").content.decode()


def test_a_head_delegates_by_a_document_and_the_office_shows_it(town: Town) -> None:
    head = browser_of("an.head")
    page = head.get("/lam-viec/to-chuc/uy-quyen").content.decode()
    assert "Chưa có ủy quyền nào" in page
    seat = page.split('name="seat"')[1].split('option value="')[1].split('"')[0]
    given = {
        "seat": seat,
        "taker": "an.officer",
        "first": "2026-11-23",
        "last": "2026-12-31",
        "signed": "2026-11-20",
    }
    wrong = head.post("/lam-viec/to-chuc/uy-quyen", given)
    assert wrong.status_code == 422
    assert "Vui lòng ghi người ký văn bản." in wrong.content.decode()
    whole = {**given, "actions": "chuyen-don-vi", "document": "12/UQ-UBND", "signer": "Chủ tịch UBND xã An"}
    assert head.post("/lam-viec/to-chuc/uy-quyen", whole).status_code == 303
    shown = browser_of("binh.officer").get("/lam-viec/to-chuc/duong-an").content.decode()
    assert "12/UQ-UBND" in shown
    assert "Chuyển hồ sơ sang đơn vị khác" in shown
    officer = browser_of("an.officer")
    number = town.accepted()
    assert "Việc tôi được ủy quyền" in officer.get("/lam-viec/to-chuc/uy-quyen").content.decode()
    assert officer.get(f"/lam-viec/ho-so/{number}/vi-sao").status_code == 200
    assert "không có việc nào được ủy quyền" in officer.get("/lam-viec/to-chuc/uy-quyen").content.decode()


def test_a_head_says_it_of_somebody_of_the_office_and_takes_it_back_and_others_do_not(town: Town) -> None:
    absent, other = (str(town[name].account_id) for name in ("an.officer", "an.head"))
    head, officer = browser_of("an.head"), browser_of("binh.officer")
    assert "Không ai của đơn vị khai vắng mặt" in head.get(OF_OFFICE).content.decode()
    given = {**GIVEN, "account": absent, "substitute": other}
    assert officer.post(OF_OFFICE, given).status_code == 403
    assert "lãnh đạo đơn vị và quản trị khai thay được" in officer.get(OF_OFFICE).content.decode()
    assert head.post(OF_OFFICE, {**given, "account": ""}).status_code == 422
    assert head.post(OF_OFFICE, given)["Location"] == OF_OFFICE
    page = head.get(OF_OFFICE).content.decode()
    (address,) = {part.split('"')[0] for part in page.split('action="') if "/thu-hoi" in part.split('"')[0]}
    assert officer.post(address, {"office": "duong-an"}).status_code == 403
    assert head.post(address, {"office": "duong-an"})["Location"] == OF_OFFICE
    assert "đã thu hồi" in head.get(OF_OFFICE).content.decode()
    assert head.post("/lam-viec/to-chuc/vang-mat/999/thu-hoi").status_code == 404
