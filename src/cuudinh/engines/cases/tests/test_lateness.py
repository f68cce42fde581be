"""A case that is late stays late until it is answered, whatever is asked, granted or corrected meanwhile."""

from dataclasses import replace
from datetime import UTC

import pytest

from cuudinh.engines.cases.rules import buckets
from cuudinh.engines.cases.rules.firing import fire
from cuudinh.engines.cases.rules.moves import DecideExtension
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.tests.street import ACCEPT, ASSIGN, after, at, do, filed, scene, street
from cuudinh.engines.cases.types import ActNotPossible, ActTooLate

NOW = "2026-11-23 08:30"


def _in_work() -> Standing:
    """Give a case of three days, due on 26 November at 8:00, that its office has accepted."""
    return after(filed("2026-11-23 08:00"), NOW, ASSIGN, ACCEPT)


def _fired(case: Standing, moment: str, *whats: str) -> Standing:
    for what in whats:
        move = fire(scene(moment), case, what)
        assert move is not None, what
        case = move.after
    return case


def _asked(case: Standing, moment: str, days: int) -> Standing:
    return do(case, moment, "owner.officer", "request_extension", span=days, note="Chờ đá").after


def test_an_extension_that_comes_too_late_leaves_the_case_overdue() -> None:
    case = _fired(
        _asked(_in_work(), "2026-11-25 16:00", 1), "2026-12-01 08:00", "ladder:0", "ladder:1", "ladder:2"
    )
    granted = do(case, "2026-12-01 08:00", "supervisor", "grant_extension").after
    assert granted.due_at == at("2026-11-27 08:00")
    assert {"due_soon", "overdue", "extended"} <= granted.flags
    assert "extension_asked" not in granted.flags


def test_an_extension_that_reaches_ahead_takes_the_marks_back_and_the_ladder_climbs_again() -> None:
    case = _fired(_asked(_in_work(), "2026-11-25 16:00", 3), "2026-11-26 09:00", "ladder:0", "ladder:1")
    granted = do(case, "2026-11-26 09:00", "supervisor", "grant_extension").after
    assert granted.flags == {"extended"}
    assert _fired(granted, "2026-12-02 08:00", "ladder:1").flags == {"extended", "overdue"}


def test_more_time_is_not_asked_for_once_the_deadline_has_passed() -> None:
    case = _in_work()
    assert "extension_asked" in _asked(case, "2026-11-26 08:00", 1).flags
    with pytest.raises(ActNotPossible, match="quá hạn"):
        _asked(case, "2026-11-26 08:01", 1)


def test_a_case_is_late_by_its_deadline_and_while_its_clock_stands_by_what_was_left() -> None:
    case = _in_work()
    assert [case.is_late(at(moment)) for moment in ("2026-11-26 08:00", "2026-11-26 08:01")] == [False, True]
    waiting = replace(case, due_at=None, left_minutes=-1)
    assert waiting.is_late(at(NOW))
    assert not replace(waiting, resolved_at=at(NOW)).is_late(at("2027-01-01 08:00"))


ANSWER = {"answer": "Đã thay bóng."}


def _answered(case: Standing, moment: str) -> Standing:
    """Give a case after its office has answered and the centre has approved."""
    case = do(case, moment, "owner.officer", "resolve", 1, **ANSWER).after
    return do(case, moment, "dispatcher", "approve").after


def _corrected(moment: str, before: str, topic: str, corrected_at: str = NOW) -> Standing:
    """Give a case filed under one topic and put under another, that its office has accepted."""
    case = do(filed(moment, topic=before), corrected_at, "dispatcher", "correct", topic=topic).after
    return after(case, corrected_at, ASSIGN, ACCEPT)


@pytest.mark.parametrize(
    ("before", "topic", "answered_at", "outcome"),
    [
        ("o-ga", "den", "2026-11-26 09:00", "on_time"),  # within its five days, after the three of a pothole
        ("o-ga", "den", "2026-11-30 08:01", "late"),
        ("den", "nap-cong", "2026-11-24 08:00", "on_time"),
        ("den", "nap-cong", "2026-11-26 09:00", "late"),  # 49 hours after the 24 of a manhole
        ("nap-cong", "den", "2026-11-27 09:00", "on_time"),
    ],
)
def test_a_result_stands_against_the_promise_of_the_right_topic(
    before: str, topic: str, answered_at: str, outcome: str
) -> None:
    case = _corrected("2026-11-23 08:00", before, topic)
    assert case.promised_at == case.due_at
    assert _answered(case, answered_at).outcome == outcome


def test_correcting_the_topic_keeps_the_promise_it_replaced_in_the_history() -> None:
    case = filed("2026-11-23 08:00", topic="o-ga")
    facts = do(case, NOW, "dispatcher", "correct", topic="den").facts
    moments = [at("2026-11-26 08:00"), at("2026-11-30 08:00")]
    assert [facts["promised_before"], facts["promised"]] == [
        one.astimezone(UTC).isoformat() for one in moments
    ]
    assert "promised" not in do(case, NOW, "dispatcher", "correct", place={"unit": "b-2025"}).facts


def test_what_was_waited_is_told_in_the_unit_of_the_new_track() -> None:
    waiting = do(
        filed("2026-11-23 08:00", topic="den"), "2026-11-23 16:00", "dispatcher", "ask", question="?"
    )
    back = do(waiting.after, "2026-11-24 08:00", "reporter", "reply", text="Trước chợ").after
    assert back.waited_minutes == 90
    urgent = do(back, "2026-11-24 08:30", "dispatcher", "correct", topic="nap-cong").after
    assert (urgent.waited_minutes, urgent.due_at) == (16 * 60, at("2026-11-25 00:00"))
    again = do(urgent, "2026-11-24 08:40", "dispatcher", "correct", topic="den").after
    assert (again.waited_minutes, again.due_at) == (90, back.due_at)


def test_the_stage_follows_the_track() -> None:
    urgent = do(filed("2026-11-23 08:00"), NOW, "dispatcher", "correct", topic="nap-cong").after
    assert urgent.stage_due_at == at("2026-11-23 12:00")


def test_an_extension_that_was_granted_survives_a_corrected_topic() -> None:
    granted = do(_asked(_assigned(), NOW, 2), NOW, "supervisor", "grant_extension").after
    back = do(granted, NOW, "owner.officer", "return", reason="khong-thuoc-tham-quyen", note="…").after
    case = after(
        do(back, NOW, "dispatcher", "correct", topic="den").after,
        NOW,
        ("dispatcher", "assign", {"office": "duong-binh"}),
        ACCEPT,
    )
    assert (case.promised_at, case.due_at) == (at("2026-11-30 08:00"), at("2026-12-02 08:00"))
    assert _answered(case, "2026-12-01 08:00").outcome == "late_extended"


def _assigned() -> Standing:
    return after(filed("2026-11-23 08:00"), NOW, ASSIGN)


def test_without_an_extension_nothing_is_late_with_one() -> None:
    """A case that was merged by mistake gets back the time it lost, and is judged with it."""
    case = _in_work()
    merged = do(case, "2026-11-24 08:00", "dispatcher", "merge", master="ST-MASTER").after
    back = do(merged, "2026-11-25 08:00", "dispatcher", "unmerge", why="Hai chỗ khác nhau").after
    assert (back.due_at, back.waited_minutes) == (at("2026-11-27 08:00"), 450)
    assert _answered(back, "2026-11-27 08:00").outcome == "on_time"
    assert _answered(back, "2026-11-27 08:01").outcome == "late"


def test_working_days_are_working_days_on_the_immediate_track_too() -> None:
    waiting = do(filed("2026-11-23 08:00", topic="nap-cong"), NOW, "dispatcher", "ask", question="?").after
    assert fire(scene("2026-12-07 08:29"), waiting, "act:no_reply") is None
    assert _fired(waiting, "2026-12-07 08:30", "act:no_reply").state == "refused"
    case = after(filed("2026-11-23 08:00", topic="nap-cong"), NOW, ASSIGN, ACCEPT)
    assert case.due_at == at("2026-11-24 08:00")
    done = _answered(case, "2026-11-23 09:00")
    assert do(done, "2026-12-07 09:00", "reporter", "reopen", reason="Lại mất").after.state == "verifying"
    with pytest.raises(ActTooLate):
        do(done, "2026-12-07 09:01", "reporter", "reopen", reason="Lại mất")


def test_an_urgent_case_is_extended_by_working_days() -> None:
    case = after(filed("2026-11-27 16:00", topic="nap-cong"), "2026-11-27 16:30", ASSIGN, ACCEPT)
    granted = do(
        _asked(case, "2026-11-27 16:45", 1), "2026-11-27 16:50", "supervisor", "grant_extension"
    ).after
    assert (case.due_at, granted.due_at) == (at("2026-11-28 16:00"), at("2026-12-01 07:30"))


def test_a_request_for_more_time_ends_with_the_answer() -> None:
    asked = _asked(_in_work(), NOW, 2)
    answered = do(asked, "2026-11-24 08:00", "owner.officer", "resolve", 1, **ANSWER)
    assert DecideExtension("void") in answered.effects
    assert answered.after.asked_extension is None
    assert "extension_asked" not in answered.after.flags


def test_a_request_for_more_time_is_decided_while_the_reporter_is_asked() -> None:
    waiting = do(_asked(_in_work(), NOW, 1), "2026-11-24 08:00", "owner.officer", "ask", question="?").after
    assert "all:extension_asked" in buckets.buckets(waiting, street())
    granted = do(waiting, "2026-11-24 09:00", "supervisor", "grant_extension").after
    back = do(granted, "2026-11-25 08:00", "reporter", "reply", text="Trước chợ").after
    assert back.due_at == at("2026-11-30 08:00")


def test_each_round_has_its_own_extensions() -> None:
    granted = do(_asked(_in_work(), NOW, 1), NOW, "supervisor", "grant_extension").after
    with pytest.raises(ActNotPossible):
        _asked(granted, NOW, 1)
    opened = do(_answered(granted, NOW), NOW, "reporter", "reopen", reason="Lại hỏng").after
    again = after(opened, NOW, ASSIGN, ACCEPT)
    assert _answered(again, "2026-11-26 08:31").outcome == "late"
    assert "extension_asked" in _asked(again, NOW, 1).flags
