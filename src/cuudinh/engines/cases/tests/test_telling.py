"""Who is told what, and what can be found."""

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import FORM, NAME, PHONE, Town
from cuudinh.engines.cases.types import Caller
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages import queries as messages
from cuudinh.journal import clerk, outbox, search
from cuudinh.kernel import clock


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


def test_a_caller_who_is_asked_is_called_back_by_the_dispatchers(town: Town) -> None:
    caller = Caller("Lê Văn Gọi", "0911222333")
    number = commands.file_case(
        town["dispatcher"], service_id="street", answers=FORM, caller=caller, channel="hotline"
    ).number
    town.act("dispatcher", number, "ask", question="Ở đoạn nào?")
    clerk.run_until_idle()
    assert town.told("dispatcher2") == ["asked_caller"]
    assert (
        f"Người phản ánh {number} không có tài khoản. Đề nghị gọi lại để hỏi: Ở đoạn nào?" in town.notices()
    )
    town.act("dispatcher", town.file(), "ask", question="Ở đâu?")
    clerk.run_until_idle()
    assert town.told("dispatcher2") == ["asked_caller"]


def test_an_urgent_case_is_told_to_the_centre_when_it_is_filed(town: Town) -> None:
    town.file()
    town.file(topic="nap-cong")
    clerk.run_until_idle()
    for who in ("dispatcher", "dispatcher2", "supervisor"):
        assert town.told(who) == ["filed_immediate"]
    assert town.told("resident") == ["filed", "filed"]


def test_a_late_stage_is_told_to_who_answers_for_it(town: Town) -> None:
    number = town.file()
    with clock.frozen(at("2026-11-23 14:30")):
        clerk.run_until_idle()
        assert town.told("dispatcher") == town.told("supervisor") == ["stage_late"]
        town.act("dispatcher", number, "assign")
    with clock.frozen(at("2026-11-24 15:00")):
        clerk.run_until_idle()
    assert town.told("an.head") == ["stage_late"]
    assert any("bước “Đã chuyển”" in text for text in town.notices())


def test_what_is_overdue_without_an_office_is_told_to_the_centre(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "verify")
    with clock.frozen(at("2026-11-26 08:01")):
        clerk.run_until_idle()
    for who in ("dispatcher", "supervisor"):
        assert {"due_soon", "overdue_head"} <= set(town.told(who)), who


def test_the_office_hears_that_a_case_was_merged_and_separated_again(town: Town) -> None:
    number, main = town.accepted(), town.accepted(by="walker")
    town.act("dispatcher", number, "merge", master=main)
    town.act("dispatcher", number, "unmerge", why="Chỗ khác")
    clerk.run_until_idle()
    assert town.told("an.officer")[-2:] == ["merged_office", "unmerged"]


def test_the_office_hears_that_its_case_was_withdrawn_or_ended_without_an_answer(town: Town) -> None:
    for number in (town.accepted(), town.accepted()):
        town.act("an.officer", number, "ask", question="Ở đâu?")
    town.act("resident", number, "withdraw")
    with clock.frozen(at("2026-12-07 08:00")):
        clerk.run_until_idle()
    assert town.told("an.officer")[-2:] == ["withdrawn_office", "no_reply_office"]
    assert town.told("resident")[-1] == "no_reply"
    assert any("mở lại đến 21/12/2026 08:00" in text for text in town.notices())


def test_both_offices_hear_of_a_transfer_and_everybody_reads_the_name_of_the_new_one(town: Town) -> None:
    number = town.accepted()
    clerk.run_until_idle()
    town.act("an.head", number, "transfer", office="duong-binh", note="Đường của xã Bình")
    clerk.run_until_idle()
    assert town.told("an.officer")[-1] == "transferred_away"
    assert town.told("binh.officer") == ["assigned_office"]
    name = identity.office_name(town.case(number).owner_office_id or 0, "vi")
    assert {f"Phản ánh {number} đã chuyển đến {name}."} <= set(town.notices())
    (last, *_) = messages.inbox(town["an.officer"]).rows
    assert (last.text, last.about) == (
        f"{number} đã chuyển đến {name}; đơn vị không chủ trì nữa.",
        ("case-elsewhere", number),
    )


def test_a_bad_rating_is_told_to_the_head_and_the_supervisor_and_a_good_one_is_not(town: Town) -> None:
    good, bad = town.resolved(), town.resolved()
    town.act("resident", good, "rate", rating="hai-long")
    clerk.run_until_idle()
    assert "rated_badly" not in town.told("an.head")
    town.act("resident", bad, "rate", rating="khong-hai-long")
    clerk.run_until_idle()
    for who in ("an.head", "supervisor"):
        assert town.told(who)[-1] == "rated_badly"
    assert "rated_badly" not in town.told("an.officer")


def test_a_case_that_the_centre_reopens_is_told_to_its_reporter_and_followers(town: Town) -> None:
    first, second = town.resolved(), town.resolved()
    commands.follow_case(town["neighbour"], number=first)
    town.act("supervisor", first, "reopen", reason="Chưa đạt")
    clerk.run_until_idle()
    assert town.told("resident")[-1] == town.told("neighbour")[-1] == "reopened_reporter"
    before = town.told("resident")
    town.act("resident", second, "reopen", reason="Chưa đạt")
    clerk.run_until_idle()
    assert town.told("resident") == before
    assert town.told("an.head")[-1] == "reopened"


def test_a_notice_leads_staff_to_the_page_of_the_office_and_residents_to_theirs(town: Town) -> None:
    number = town.accepted()
    commands.follow_case(town["neighbour"], number=number)
    town.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    town.act("dispatcher", number, "approve")
    clerk.run_until_idle()
    for who, kind in (
        ("an.officer", "office-case"),
        ("dispatcher2", "office-case"),
        ("resident", "case"),
        ("neighbour", "case"),
    ):
        assert {one.about for one in messages.inbox(town[who]).rows} == {(kind, number)}, who
