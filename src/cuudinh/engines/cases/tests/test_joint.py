"""Offices that work together: each by its own clock, reminded, and let go when it is not needed."""

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.models import DueTime, Event, Task
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import ListFilter, TasksStillOpen
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages import queries as messages
from cuudinh.journal import clerk, outbox
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import Incomplete, NotYours

TASKS = ListFilter(bucket="tasks")


def _asked(town: Town, *offices: str) -> str:
    """Give a case of the office of An for which others were asked."""
    number = town.accepted()
    town.act("an.officer", number, "request_joint", offices=list(offices), question="Tắt điện?")
    return number


def test_officers_and_heads_of_the_asked_offices_are_told_and_nobody_is_asked_twice(town: Town) -> None:
    number = _asked(town, "duong-binh")
    clerk.run_until_idle()
    assert town.told("binh.officer") == town.told("binh.head") == ["joint_asked"]
    town.act("an.officer", number, "request_joint", offices=["den-tinh"], question="Bật lại?")
    clerk.run_until_idle()
    assert town.told("den.officer") == ["joint_asked"]
    assert town.told("binh.officer") == ["joint_asked"]


def test_an_office_that_is_late_with_its_part_is_reminded_once_and_the_lead_told(town: Town) -> None:
    number = _asked(town, "duong-binh", "den-tinh")
    town.act("den.officer", number, "answer_joint", answer="Đã tắt điện")
    with clock.frozen(at("2026-11-25 08:00")):
        clerk.run_until_idle()
        clerk.run_until_idle()
    for late in ("binh.officer", "binh.head"):
        assert town.told(late) == ["joint_asked", "task_late"]
    assert "task_late" in town.told("an.officer")
    assert "task_late" not in town.told("den.officer")
    name = identity.office_name(Task.objects.get(state="open").office_id, "vi")
    assert any(text.startswith(f"{name} chưa trả lời") for text in town.notices())
    reminded = Event.objects.filter(case=town.case(number), act="escalate")
    assert [event.facts["step"] for event in reminded] == ["task"]
    assert not outbox.parked()


def test_an_office_that_is_asked_again_has_a_new_clock(town: Town) -> None:
    number = _asked(town, "duong-binh")
    with clock.frozen(at("2026-11-25 09:00")):
        clerk.run_until_idle()
        town.act("binh.officer", number, "answer_joint", answer="Đã dọn")
        town.act("an.officer", number, "request_joint", offices=["duong-binh"], question="Dọn nốt?")
        due = DueTime.objects.get(case=town.case(number), what__startswith="task:")
    assert due.falls_at == at("2026-11-27 09:00")


def test_the_list_of_parts_is_in_the_order_of_their_own_clocks_and_shows_them(town: Town) -> None:
    with clock.frozen(at("2026-11-23 10:00")):
        second = _asked(town, "duong-binh")
    with clock.frozen(at("2026-11-23 09:00")):
        first = _asked(town, "duong-binh")
    # The lead of what is due first for Bình has the later deadline.
    with clock.frozen(at("2026-11-23 11:00")):
        town.act("an.officer", first, "request_extension", span=5, note="Chờ đá")
        town.act("supervisor", first, "grant_extension")
        page = queries.worklist(town["binh.officer"], TASKS)
        assert [row.number for row in page.rows] == [first, second]
        assert [row.clock.due_at for row in page.rows] == [at("2026-11-25 09:00"), at("2026-11-25 10:00")]
        assert [row.clock.left_minutes for row in page.rows] == [15 * 60 - 2 * 60, 15 * 60 - 60]
        begin = queries.worklist(town["binh.officer"], TASKS, limit=1)
        rest = queries.worklist(town["binh.officer"], TASKS, begin.next, limit=1)
        assert [row.number for row in (*begin.rows, *rest.rows)] == [first, second]
        assert rest.next is None
        assert not queries.worklist(town["an.officer"], TASKS).rows


@pytest.mark.parametrize("by", ["an.officer", "an.head", "dispatcher", "supervisor"])
def test_the_lead_and_the_centre_call_parts_off_and_the_work_goes_on(town: Town, by: str) -> None:
    number = _asked(town, "duong-binh", "den-tinh")
    town.act("den.officer", number, "answer_joint", answer="Đã tắt điện")
    with pytest.raises(TasksStillOpen):
        town.act("an.officer", number, "resolve", photos=1, answer="Đã vá")
    town.act(by, number, "cancel_joint", offices=["duong-binh"], note="Đã tự làm xong")
    clerk.run_until_idle()
    assert town.told("binh.officer") == town.told("binh.head") == ["joint_asked", "joint_cancelled"]
    assert any("Đã tự làm xong" in text for text in town.notices())
    assert set(Task.objects.values_list("state", flat=True)) == {"done", "dropped"}
    assert not DueTime.objects.filter(case=town.case(number), what__startswith="task:").exists()
    town.act("an.officer", number, "resolve", photos=1, answer="Đã vá")


def test_only_a_part_that_waits_can_be_called_off_and_not_by_those_who_were_asked(town: Town) -> None:
    number = _asked(town, "duong-binh")
    with pytest.raises(Incomplete):
        town.act("an.officer", number, "cancel_joint", offices=["den-tinh"], note="Nhầm")
    with pytest.raises(NotYours):
        town.act("binh.officer", number, "cancel_joint", offices=["duong-binh"], note="Không làm")
    case = queries.office_case(town["an.officer"], number)
    (act,) = (one for one in case.acts if one.act == "cancel_joint")
    offices = next(one for one in act.inputs if one.kind == "offices")
    assert [code for code, _ in offices.choices] == ["duong-binh"]


def test_a_part_is_answered_while_the_lead_waits_for_the_reporter(town: Town) -> None:
    number = _asked(town, "duong-binh")
    town.act("an.officer", number, "ask", question="Ở đoạn nào?")
    town.act("binh.officer", number, "answer_joint", answer="Đã dọn")
    assert (town.case(number).state, Task.objects.get().state) == ("waiting", "done")


def test_offices_hear_that_their_part_went_with_the_case(town: Town) -> None:
    moved, merged = _asked(town, "duong-binh"), _asked(town, "duong-binh")
    town.act("dispatcher", moved, "transfer", office="den-tinh", note="Đèn hỏng")
    town.act("dispatcher", merged, "merge", master=moved)
    clerk.run_until_idle()
    for who in ("binh.officer", "binh.head"):
        assert town.told(who) == ["joint_asked", "joint_asked", "joint_dropped", "joint_dropped"]
    dropped = [one.about for one in messages.inbox(town["binh.officer"]).rows[:2]]
    assert sorted(dropped) == [("case-elsewhere", moved), ("case-elsewhere", merged)]
