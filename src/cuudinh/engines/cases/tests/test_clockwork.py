"""What falls due, what happens then, what is counted, and how the history folds."""

from dataclasses import replace
from typing import Any

from cuudinh.engines.cases.rules import buckets, folding, ladder
from cuudinh.engines.cases.rules.firing import fire
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.tests.street import (
    ACCEPT,
    APPROVE,
    ASSIGN,
    OFFICES,
    RESOLVE,
    after,
    at,
    do,
    filed,
    scene,
    street,
)

NOW = "2026-11-23 09:00"


def _dues(case: Standing) -> dict[str, str]:
    found = ladder.due_times(case, street(), scene(NOW).pace(case))
    local = {due.what: due.falls_at.astimezone(at(NOW).tzinfo) for due in found}
    return {what: f"{moment:%d %H:%M}" for what, moment in sorted(local.items())}


def test_the_ladder_stands_before_and_after_the_deadline() -> None:
    case = after(filed("2026-11-23 08:00"), NOW, ASSIGN, ACCEPT)
    assert _dues(case) == {"ladder:0": "25 11:00", "ladder:1": "26 08:01", "ladder:2": "30 08:00"}


def test_nothing_falls_due_against_the_office_while_others_have_to_act() -> None:
    case = after(filed("2026-11-23 08:00"), NOW, ASSIGN, ACCEPT)
    waiting = do(case, NOW, "owner.officer", "ask", question="Ở đâu?").after
    assert _dues(waiting) == {"act:no_reply": "07 09:00"}
    answered = do(case, NOW, "owner.officer", "resolve", 1, answer="Đã vá").after
    assert set(_dues(answered)) == {"stage"}


def test_a_step_is_reached_once_and_marks_the_case() -> None:
    case = after(filed("2026-11-23 08:00"), NOW, ASSIGN, ACCEPT)
    assert fire(scene("2026-11-25 10:59"), case, "ladder:0") is None
    move = fire(scene("2026-11-25 11:00"), case, "ladder:0")
    assert move is not None
    assert move.after.flags == {"due_soon"}
    assert fire(scene("2026-11-25 11:00"), move.after, "ladder:0") is None


def test_an_extension_takes_the_marks_back_and_the_steps_come_again() -> None:
    case = after(filed("2026-11-23 08:00"), NOW, ASSIGN, ACCEPT)
    for what in ("ladder:0", "ladder:1"):
        case = _fired(case, "2026-11-26 09:00", what)
    assert case.flags == {"due_soon", "overdue"}
    later = replace(case, due_at=at("2026-12-03 08:00"))
    later = ladder.forget_steps_ahead(later, street(), scene(NOW).pace(later), at("2026-11-26 09:00"))
    assert later.flags == frozenset()
    assert set(_dues(later)) == {"ladder:0", "ladder:1", "ladder:2"}


def _fired(case: Standing, moment: str, what: str) -> Standing:
    move = fire(scene(moment), case, what)
    assert move is not None
    return move.after


def test_a_stage_that_is_over_is_marked_until_the_case_moves() -> None:
    case = _fired(filed("2026-11-23 08:00"), "2026-11-23 14:00", "stage")
    assert case.flags == {"stage_late"}
    assert "stage" not in _dues(case)
    assert do(case, "2026-11-23 15:00", "dispatcher", "verify").after.flags == frozenset()


def test_the_system_acts_when_nobody_does() -> None:
    waiting = do(filed("2026-11-23 08:00"), NOW, "dispatcher", "ask", question="Ở đâu?").after
    assert fire(scene("2026-12-07 08:59"), waiting, "act:no_reply") is None
    assert _fired(waiting, "2026-12-07 09:00", "act:no_reply").state == "refused"
    done = after(filed("2026-11-23 08:00"), NOW, ASSIGN, ACCEPT, RESOLVE, APPROVE)
    closed = _fired(done, "2026-12-08 09:00", "act:auto_close")
    assert (closed.state, closed.closed_at) == ("closed", at("2026-12-08 09:00"))


def test_a_case_stands_in_the_buckets_of_its_office_and_officer() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    office = OFFICES["duong-an"]
    assert buckets.buckets(case, street()) == {
        "state:in_progress",
        "all:open",
        f"office:{office}:open",
        "officer:201:open",
        "topic:o-ga:open",
        "public:all",
        "public:topic:o-ga",
    }
    late = replace(case, flags=frozenset({"due_soon", "overdue"}))
    assert "all:overdue" in buckets.buckets(late, street())
    assert "all:due_soon" not in buckets.buckets(late, street())


def test_an_answer_that_waits_for_approval_is_not_held_against_the_office() -> None:
    late = replace(after(filed(), NOW, ASSIGN, ACCEPT, RESOLVE), flags=frozenset({"overdue"}))
    assert buckets.standing_buckets(late, street()) == {"open", "awaiting_approval"}


def test_a_move_adds_the_difference_and_its_part_of_the_flow() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT, RESOLVE)
    move = do(case, NOW, "dispatcher", "approve")
    found = buckets.changes(move, scene(NOW))
    office = OFFICES["duong-an"]
    assert found["day:2026-11-23:resolved"] == 1
    assert found["hour:2026-11-23T09:resolved"] == 1
    assert found["month:2026-11:on_time"] == found[f"month:2026-11:office:{office}:on_time"] == 1
    assert (found["state:awaiting_approval"], found["state:resolved"]) == (-1, 1)
    assert found[f"office:{office}:open"] == -1


def test_a_good_rating_counts_as_satisfied() -> None:
    done = after(filed(), NOW, ASSIGN, ACCEPT, RESOLVE, APPROVE)
    good = buckets.changes(do(done, NOW, "reporter", "rate", rating="chap-nhan"), scene(NOW))
    bad = buckets.changes(do(done, NOW, "reporter", "rate", rating="khong-hai-long"), scene(NOW))
    assert good["month:2026-11:rated_good"] == good["month:2026-11:rating.2"] == 1
    assert "month:2026-11:rated_good" not in bad


def test_the_minutes_of_all_states_add_up_to_the_whole() -> None:
    case = filed("2026-11-23 08:00:31")
    steps: list[tuple[str, str, str, dict[str, Any]]] = [
        ("2026-11-23 08:10:59", "dispatcher", "assign", {}),
        ("2026-11-24 16:59:30", "owner.officer", "accept", {}),
        ("2026-11-25 12:00:01", "owner.officer", "ask", {"question": "Ở đâu?"}),
        ("2026-11-27 20:00:00", "reporter", "reply", {"text": "Trước chợ"}),
    ]
    minutes = []
    for moment, relation, verb, inputs in steps:
        move = do(case, moment, relation, verb, **inputs)
        minutes.append(move.minutes or 0)
        case = move.after
    assert sum(minutes) == scene(NOW).pace(case).minutes(at("2026-11-23 08:00:31"), at("2026-11-27 20:00:00"))


def test_the_history_folds_to_the_case() -> None:
    case = filed()
    events: list[tuple[int, str, dict[str, Any]]] = [
        (1, case.state, {"set": folding.changes_between(None, case)})
    ]
    for relation, verb, inputs in (ASSIGN, ACCEPT, RESOLVE, APPROVE):
        move = do(case, NOW, relation, verb, 1 if verb == "resolve" else 0, **inputs)
        events.append(_event(move))
        case = move.after
    folded = folding.fold(events)
    assert folded == {name: folding.folded_value(case, name) for name in folding.FOLDED} | {
        "rev": 5,
        "state": "resolved",
    }


def _event(move: Move) -> tuple[int, str, dict[str, Any]]:
    return move.after.rev, move.after.state, {"set": folding.changes_between(move.before, move.after)}
