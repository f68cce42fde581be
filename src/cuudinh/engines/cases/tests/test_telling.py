"""Who is told what, and what can be found."""

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.tests.town import FORM, NAME, PHONE, Town
from cuudinh.journal import clerk, outbox, search


def test_everyone_concerned_is_told_and_nobody_else(town: Town) -> None:
    number = town.accepted()
    commands.follow_case(town["neighbour"], number=number)
    town.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    town.act("dispatcher", number, "approve")
    clerk.run_until_idle()
    assert town.told("resident") == ["filed", "assigned_reporter", "accepted_reporter", "resolved"]
    assert town.told("neighbour") == ["accepted_reporter", "resolved"]
    assert town.told("an.officer") == ["assigned_office"]
    assert town.told("binh.officer") == []
    assert town.told("dispatcher2") == ["awaiting_approval"]
    assert not outbox.parked()


def test_an_urgent_case_is_told_as_urgent(town: Town) -> None:
    number = town.file(topic="nap-cong")
    town.act("dispatcher", number, "assign")
    clerk.run_until_idle()
    assert town.told("an.officer") == ["assigned_immediate"]


def test_who_acts_is_not_told_of_it(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "assign")
    town.act("an.officer", number, "return", reason="khong-thuoc-tham-quyen", note="Đường của xã Bình")
    clerk.run_until_idle()
    assert "returned" in town.told("dispatcher")
    town.act("dispatcher", number, "ask", question="Ở đâu?")
    town.act("dispatcher", number, "reply", text="Người dân gọi lại")
    clerk.run_until_idle()
    assert "replied" in town.told("dispatcher2")
    assert "replied" not in town.told("dispatcher")


def test_a_notice_says_what_is_asked_and_never_who_reported(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "ask", question="Ở đoạn nào?")
    clerk.run_until_idle()
    everything = "\n".join(town.notices())
    assert f"Phản ánh {number} cần thêm thông tin: Ở đoạn nào?" in everything
    assert NAME not in everything
    assert PHONE not in everything


def test_offices_find_every_case_and_the_public_what_is_published(town: Town) -> None:
    number = town.file()
    case_id = town.case(number).pk
    clerk.run_until_idle()
    for asked in ("o ga lon", number, "truoc so 12", "xã an"):
        assert search.find("case-office", asked, 10) == [case_id], asked
    assert search.find("case-public", "o ga", 10) == []
    town.act("dispatcher", number, "assign")
    clerk.run_until_idle()
    assert search.find("case-public", "o ga", 10) == [case_id]
    town.act("supervisor", number, "unpublish")
    clerk.run_until_idle()
    assert search.find("case-public", "o ga", 10) == []


def test_words_that_were_covered_afterwards_are_not_found_any_more(town: Town) -> None:
    number = town.resolved()
    clerk.run_until_idle()
    case_id = town.case(number).pk
    assert search.find("case-office", "va mat duong", 10) == [case_id]
    town.act("dispatcher", number, "redact", text="Ổ gà trước trường học.", answer="Đã xong.")
    clerk.run_until_idle()
    assert search.find("case-office", "va mat duong", 10) == []
    assert search.find("case-public", "xe de nga", 10) == []
    assert search.find("case-public", "truong hoc", 10) == [case_id]


def test_what_was_covered_is_not_found(town: Town) -> None:
    commands.file_case(town["resident"], service_id="street", answers=FORM)
    clerk.run_until_idle()
    assert search.find("case-office", PHONE, 10) == []
