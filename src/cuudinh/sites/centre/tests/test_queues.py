"""The centre's queues through HTTP: who sees which, the case beside the list, sending on with one press."""

import pytest
from tests.desks import Town, browser_of


def test_the_intake_shows_the_first_due_with_its_proposed_office_on_the_button(town: Town) -> None:
    number = town.file()
    text = browser_of("dispatcher").get("/trung-tam/tiep-nhan").content.decode()
    assert f'data-case="{number}"' in text
    assert 'class="send-now"' in text


def test_one_press_sends_the_case_to_the_proposed_office_and_leads_back_to_the_queue(town: Town) -> None:
    number = town.file()
    sent = browser_of("dispatcher").post(
        f"/lam-viec/ho-so/{number}/viec/assign", {"rev": "1", "tiep": "/trung-tam/tiep-nhan"}
    )
    assert sent["Location"] == "/trung-tam/tiep-nhan"
    assert town.case(number).owner_office_id == town["an.officer"].seats[0].office_id


def test_what_an_office_returned_is_not_offered_to_it_again_by_one_press(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "assign")
    town.act("an.officer", number, "return", reason="khong-thuoc-tham-quyen", note="Thuộc phường Bình.")
    text = browser_of("dispatcher").get("/trung-tam/tiep-nhan").content.decode()
    assert number in text
    assert 'class="send-now"' not in text


def test_the_shown_duplicate_is_ready_to_be_merged_into(town: Town) -> None:
    first, second = town.file(), town.file()
    text = browser_of("dispatcher").get("/trung-tam/tiep-nhan", {"chon": second}).content.decode()
    assert (
        f'value="{first}" id="f-merge.master"' in text
        or f'name="merge.master" required value="{first}"' in text
    )


def test_htmx_is_given_the_chosen_case_alone(town: Town) -> None:
    town.file()
    second = town.file()
    part = browser_of("dispatcher").get(
        "/trung-tam/tiep-nhan", {"chon": second}, headers={"HX-Request": "true", "HX-Target": "chosen"}
    )
    text = part.content.decode()
    assert f'data-case="{second}"' in text
    assert "queue-row" not in text
    counts = browser_of("dispatcher").get(
        "/trung-tam/tiep-nhan", headers={"HX-Request": "true", "HX-Target": "queues"}
    )
    assert counts.content.decode().lstrip().startswith('<ul role="list" class="queues"')


def test_a_result_is_approved_beside_its_answer(town: Town) -> None:
    number = town.accepted()
    town.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường bằng bê tông nhựa.")
    desk = browser_of("supervisor")
    text = desk.get("/trung-tam/duyet").content.decode()
    assert text.count("Đã vá mặt đường bằng bê tông nhựa.") >= 2
    assert "Sau xử lý" in text
    desk.post(f"/lam-viec/ho-so/{number}/viec/approve", {"tiep": "/trung-tam/duyet"})
    assert town.case(number).state == "resolved"
    assert "Hàng đợi trống" in desk.get("/trung-tam/duyet").content.decode()


@pytest.mark.parametrize("address", ["/trung-tam/tiep-nhan", "/trung-tam/duyet", "/trung-tam/hang-doi/all"])
def test_leaders_read_the_queues_and_change_nothing(town: Town, address: str) -> None:
    number = town.file()
    leader = browser_of("leader")
    assert leader.get(address).status_code == 200
    text = leader.get("/trung-tam/hang-doi/all").content.decode()
    assert "/viec/assign" not in text
    assert leader.post(f"/lam-viec/ho-so/{number}/viec/assign", {}).status_code == 403
    assert browser_of("an.officer").get(address).status_code == 403


def test_a_queue_is_narrowed_by_office_topic_and_words(town: Town) -> None:
    number = town.accepted()
    desk = browser_of("supervisor")
    assert number in desk.get("/trung-tam/hang-doi/all", {"don-vi": "duong-an"}).content.decode()
    assert number not in desk.get("/trung-tam/hang-doi/all", {"don-vi": "duong-binh"}).content.decode()
    assert number not in desk.get("/trung-tam/hang-doi/all", {"linh-vuc": "den"}).content.decode()
    assert number in desk.get("/trung-tam/hang-doi/all", {"q": number}).content.decode()
    assert desk.get("/trung-tam/hang-doi/khac").status_code == 404


def test_a_case_that_is_gone_leaves_its_place_empty(town: Town) -> None:
    text = browser_of("dispatcher").get("/trung-tam/tiep-nhan", {"chon": "ST-0"}).content.decode()
    assert "Chưa chọn phản ánh nào" in text


@pytest.mark.parametrize(
    ("login", "address"),
    [
        ("dispatcher", "/trung-tam/tiep-nhan"),
        ("supervisor", "/trung-tam/duyet"),
        ("leader", "/trung-tam/man-hinh"),
    ],
)
def test_the_centre_opens_what_a_person_came_for(town: Town, login: str, address: str) -> None:
    assert browser_of(login).get("/trung-tam")["Location"] == address
