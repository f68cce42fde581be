"""A call becomes a case: sealed caller, codes to read aloud, what is near, what is missing."""

from tests.desks import HTMX, Town, browser_of

CALL = {
    "description": "Ổ gà lớn trước số 12, xe dễ ngã.",
    "topic": "o-ga",
    "location.lat": "16.4605",
    "location.lon": "107.5805",
    "location.unit": "an",
    "location.label": "Trước số 12",
    "caller_name": "Lê Văn Gọi Điện",
    "caller_phone": "0912000111",
    "key": "mot-khoa-du-dai-cho-mot-cuoc-goi",
}


def test_a_call_is_filed_at_its_point_and_its_codes_are_read_aloud(town: Town) -> None:
    desk = browser_of("dispatcher")
    answer = desk.post("/trung-tam/goi-dien", CALL)
    text = answer.content.decode()
    number = text.split('<dd class="code">')[1].split("<")[0]
    case = town.case(number)
    assert answer.status_code == 201
    assert (case.channel, case.lat) == ("hotline", 16.4605)
    assert "Mã tra cứu" in text
    again = desk.post("/trung-tam/goi-dien", CALL).content.decode()
    assert number in again


def test_the_caller_is_sealed_and_the_dispatcher_is_not_the_reporter(town: Town) -> None:
    desk = browser_of("dispatcher")
    number = (
        desk.post("/trung-tam/goi-dien", CALL).content.decode().split('<dd class="code">')[1].split("<")[0]
    )
    town.act("dispatcher", number, "assign")
    seen = browser_of("an.officer").get(f"/lam-viec/ho-so/{number}").content.decode()
    seen += desk.get("/trung-tam/tiep-nhan", {"chon": number}).content.decode()
    assert "Lê Văn Gọi Điện" not in seen
    assert "0912000111" not in seen
    shown = desk.post(
        f"/lam-viec/ho-so/{number}/nguoi-phan-anh", {"reason": "Gọi lại để hỏi vị trí chính xác."}
    )
    assert "Lê Văn Gọi Điện" in shown.content.decode()


def test_what_is_missing_comes_back_with_everything_that_was_said(town: Town) -> None:
    answer = browser_of("dispatcher").post(
        "/trung-tam/goi-dien", {**CALL, "topic": "", "description": "Ổ gà"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-topic"' in text
    assert 'href="#f-description"' in text
    assert ">Ổ gà</textarea>" in text
    assert 'value="Lê Văn Gọi Điện"' in text
    assert 'value="16.4605"' in text


def test_what_is_near_is_shown_while_the_caller_speaks(town: Town) -> None:
    number = town.file()
    desk = browser_of("dispatcher", HTMX)
    near = {name: CALL[name] for name in ("location.lat", "location.lon", "topic")}
    assert number in desk.get("/trung-tam/goi-dien/gan-day", near).content.decode()
    assert (
        desk.get("/trung-tam/goi-dien/gan-day", {"location.lat": "nan", "location.lon": "x"}).content.strip()
        == b""
    )


def test_only_the_centre_takes_calls(town: Town) -> None:
    assert browser_of("leader").get("/trung-tam/goi-dien").status_code == 403
    assert browser_of("an.officer").post("/trung-tam/goi-dien", CALL).status_code == 403
    assert browser_of("dispatcher").get("/trung-tam/goi-dien").status_code == 200


def test_every_map_without_boundaries_says_that_it_is_approximate(town: Town) -> None:
    number, desk = town.file(), browser_of("dispatcher")
    for address in ("/trung-tam/goi-dien", "/trung-tam/man-hinh", f"/lam-viec/ho-so/{number}"):
        shown = desk.get(address).content.decode()
        assert "data-approximate>Ranh giới xã, phường trên bản đồ là gần đúng." in shown, address
