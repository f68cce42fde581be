"""Acts of the flow, decided without a database: what each verb means, and when it is refused."""

from dataclasses import replace
from typing import Any

import pytest

from cuudinh.engines.cases.rules import moves
from cuudinh.engines.cases.rules.acting import decide, obstacle
from cuudinh.engines.cases.rules.moves import AddPhotos, DropTasks
from cuudinh.engines.cases.rules.standing import AskedExtension, Doer, Standing
from cuudinh.engines.cases.tests.street import (
    ACCEPT,
    APPROVE,
    ASSIGN,
    OFFICES,
    RESOLVE,
    UNITS,
    after,
    at,
    do,
    doer,
    filed,
    scene,
    street,
)
from cuudinh.engines.cases.types import (
    ActLimitReached,
    ActNotHere,
    ActNotPossible,
    ActTooLate,
    InputsIncomplete,
    NoExtensionAsked,
    NoOwner,
    OfficeReturnedIt,
    RatedAlready,
    SecondPersonNeeded,
    TasksStillOpen,
)
from cuudinh.kernel.refusal import NotYours

NOW = "2026-11-23 09:00"
RETURN: dict[str, Any] = {"reason": "khong-thuoc-tham-quyen", "note": "Đường của xã Bình"}


def test_an_act_of_another_state_is_refused_with_the_state_in_words() -> None:
    with pytest.raises(ActNotHere, match="Mới gửi"):
        do(filed(), NOW, "owner.officer", "accept")


def test_who_is_nothing_to_the_case_may_not_act() -> None:
    with pytest.raises(NotYours):
        do(filed(), NOW, "owner.officer", "verify")


def test_assigning_takes_the_proposed_office_and_publishes() -> None:
    move = do(filed(), NOW, "dispatcher", "assign")
    assert move.after.owner_office_id == OFFICES["duong-an"]
    assert move.facts["is_proposed"]
    assert (move.after.is_public, move.after.published_at) == (True, at(NOW))


def test_a_dispatcher_may_choose_another_office() -> None:
    move = do(filed(), NOW, "dispatcher", "assign", office="duong-binh")
    assert (move.after.owner_office_id, move.facts["is_proposed"]) == (OFFICES["duong-binh"], False)


def test_a_sensitive_topic_is_not_published_by_assigning_it_but_by_a_person() -> None:
    case = after(filed(topic="cay"), NOW, ASSIGN, ACCEPT)
    assert not case.is_public
    assert do(case, NOW, "supervisor", "publish").after.is_public


def test_a_topic_without_an_office_at_this_place_is_told_by_its_name() -> None:
    case = replace(filed(), unit_id=None)
    with pytest.raises(NoOwner, match="Ổ gà"):
        do(case, NOW, "dispatcher", "assign")


def test_accepting_takes_personal_ownership_and_transfer_gives_it_up() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    assert case.owner_account_id == 201
    moved = do(case, NOW, "owner.head", "transfer", office="duong-binh", note="Thuộc xã Bình").after
    assert (moved.owner_account_id, moved.owner_office_id) == (None, OFFICES["duong-binh"])
    assert moved.due_at == case.due_at


def test_an_office_returns_a_case_once_and_gets_it_back_by_no_transfer() -> None:
    case = after(filed(), NOW, ASSIGN)
    returned = do(case, NOW, "owner.officer", "return", **RETURN).after
    assert (returned.state, returned.owner_office_id) == ("verifying", None)
    assert "returned" in returned.flags
    again = do(returned, NOW, "dispatcher", "assign", office="duong-an").after
    with pytest.raises(OfficeReturnedIt):
        do(again, NOW, "owner.officer", "return", **RETURN)
    elsewhere = do(returned, NOW, "dispatcher", "assign", office="duong-binh").after
    with pytest.raises(OfficeReturnedIt):
        do(elsewhere, NOW, "owner.head", "transfer", office="duong-an", note="Trả lại xã An")


def test_a_transfer_to_the_same_office_or_beyond_the_limit_is_refused() -> None:
    case = after(filed(), NOW, ASSIGN)
    with pytest.raises(InputsIncomplete) as same:
        do(case, NOW, "owner.head", "transfer", office="duong-an", note="…")
    assert set(same.value.faults) == {"office"}
    for office in ("duong-binh", "den-tinh"):
        case = do(case, NOW, "owner.head", "transfer", office=office, note="…").after
    with pytest.raises(ActLimitReached):
        do(case, NOW, "owner.head", "transfer", office="ioc", note="…")


def test_returning_is_possible_for_so_many_working_hours_only() -> None:
    case = after(filed(), NOW, ASSIGN)
    do(case, "2026-11-25 10:00", "owner.officer", "return", **RETURN)
    with pytest.raises(ActTooLate):
        do(case, "2026-11-25 10:01", "owner.officer", "return", **RETURN)


def test_a_refusal_needs_a_reason_that_is_meant_for_it() -> None:
    with pytest.raises(InputsIncomplete) as refused:
        do(filed(), NOW, "dispatcher", "refuse", reason="khong-thuoc-tham-quyen", explanation="…")
    assert set(refused.value.faults) == {"reason"}


def test_four_eyes_are_two_people() -> None:
    given: dict[str, Any] = {"reason": "ngoai-pham-vi", "explanation": "Không thuộc tỉnh"}
    proposed = do(filed(), NOW, "dispatcher", "refuse", **given)
    assert (proposed.act, proposed.after.state) == ("propose", "received")
    assert "awaiting_second" in proposed.after.flags
    with pytest.raises(SecondPersonNeeded):
        do(proposed.after, NOW, "dispatcher", "refuse")
    done = do(proposed.after, NOW, "supervisor", "refuse").after
    assert (done.state, done.reason, done.proposal) == ("refused", "ngoai-pham-vi", {})
    assert "awaiting_second" not in done.flags


def test_what_waits_for_a_second_person_is_covered_like_the_rest() -> None:
    given: dict[str, Any] = {"reason": "ngoai-pham-vi", "explanation": "Gọi 0905 777 666 giúp"}
    proposed = do(filed(), NOW, "dispatcher", "refuse", **given).after
    assert "777" not in str(proposed.proposal)
    assert proposed.proposal["inputs"]["explanation"].startswith("Gọi ")


def test_any_other_act_makes_a_proposal_void() -> None:
    given: dict[str, Any] = {"reason": "ngoai-pham-vi", "explanation": "Không thuộc tỉnh"}
    proposed = do(filed(), NOW, "dispatcher", "refuse", **given).after
    noted = do(proposed, NOW, "dispatcher", "verify").after
    assert do(noted, NOW, "supervisor", "refuse", **given).act == "propose"


def test_a_reply_goes_back_to_where_the_question_was_asked() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    asked = do(case, NOW, "owner.officer", "ask", question="Ở đâu?").after
    assert (asked.state, asked.phase) == ("waiting", "paused")
    assert do(asked, NOW, "reporter", "reply", text="Trước chợ").after.state == "in_progress"


def test_a_waiting_case_that_was_merged_still_finds_its_way_back() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT, ("owner.officer", "ask", {"question": "Ở đâu?"}))
    merged = do(case, NOW, "dispatcher", "merge", master="ST-MASTER").after
    assert (merged.state, merged.phase, merged.master_id) == ("merged", "final", 77)
    assert not merged.is_public
    apart = do(merged, NOW, "dispatcher", "unmerge", why="Hai chỗ khác nhau").after
    assert (apart.state, apart.master_id, apart.is_public) == ("waiting", None, True)
    assert do(apart, NOW, "reporter", "reply", text="Trước chợ").after.state == "in_progress"


@pytest.mark.parametrize("number", ["ST-ENDED", "ST-20261123-0001", "ST-NOWHERE"])
def test_a_case_is_not_merged_into_itself_or_into_one_that_ended(number: str) -> None:
    with pytest.raises(InputsIncomplete):
        do(filed(), NOW, "dispatcher", "merge", master=number)


def test_what_a_reporter_writes_is_covered_and_the_original_is_kept() -> None:
    case = after(filed(), NOW, ("dispatcher", "ask", {"question": "Gọi số nào?"}))
    move = do(case, NOW, "reporter", "reply", text="Gọi tôi 0905 123 456 nhé")
    assert "0905" not in str(move.facts)
    assert move.effects == (moves.KeepOriginal("reply", "Gọi tôi 0905 123 456 nhé"),)
    assert move.account_id is None


def test_the_centre_cannot_pass_a_phone_number_on_to_an_office_by_mistake() -> None:
    note = do(filed(), NOW, "dispatcher", "note", note="Người gửi: 0905 123 456")
    assert "0905" not in str(note.facts)
    assert note.effects == ()
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    own = do(case, NOW, "owner.officer", "note", note="Đội đường: 0234 382 1111")
    assert "0234 382 1111" in str(own.facts)


def test_joint_work_opens_tasks_with_their_own_clock_and_holds_the_result_back() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    asked = do(case, NOW, "owner.officer", "request_joint", offices=["den-tinh"], question="Tắt điện?")
    assert asked.effects == (moves.OpenTasks({2: at("2026-11-25 09:00")}, "Tắt điện?"),)
    with pytest.raises(TasksStillOpen):
        do(asked.after, NOW, "owner.officer", "resolve", 1, answer="Đã vá")
    partner = doer("cooperating.officer", office_ids=frozenset({2}), account_id=301)
    answered = _decide(asked.after, partner, "answer_joint", answer="Đã tắt")
    assert answered.effects == (moves.AnswerTask(2, "Đã tắt"),)
    assert (answered.office_id, answered.after.open_tasks) == (2, frozenset())
    assert do(answered.after, NOW, "owner.officer", "resolve", 1, answer="Đã vá").after.resolved_at


def _decide(case: Standing, who: Doer, verb: str, **inputs: object) -> moves.Move:
    return decide(scene(NOW), who, case, verb, inputs, 0)


def test_only_so_many_offices_cooperate_and_none_twice() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    for offices in (["den-tinh", "ioc", "duong-binh"], ["duong-an"], ["nobody"], [7]):
        with pytest.raises(InputsIncomplete):
            do(case, NOW, "owner.officer", "request_joint", offices=offices, question="?")


def test_a_case_that_leaves_its_lead_drops_what_that_office_had_asked_for() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    case = replace(
        case,
        tasks={2: at("2026-11-25 09:00")},
        asked_extension=AskedExtension(900, 3),
        flags=frozenset({"extension_asked"}),
    )
    moved = do(case, NOW, "owner.head", "transfer", office="ioc", note="…")
    assert moved.effects == (DropTasks((2,)), moves.DecideExtension("void"))
    assert (moved.after.open_tasks, moved.after.asked_extension) == (frozenset(), None)
    assert moved.after.flags == frozenset()
    merged = do(case, NOW, "dispatcher", "merge", master="ST-MASTER")
    assert DropTasks((2,)) in merged.effects
    assert do(case, NOW, "owner.officer", "note", note="…").after.open_tasks == {2}


def test_an_extension_moves_the_deadline_and_never_the_promise() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    asked = do(case, NOW, "owner.officer", "request_extension", span={"working_days": 2}, note="Chờ đá")
    assert isinstance(asked.effects[0], moves.AskExtension)
    assert asked.effects[0].working_minutes == 900
    waiting = replace(asked.after, asked_extension=AskedExtension(900, 3))
    granted = do(waiting, NOW, "supervisor", "grant_extension").after
    assert (granted.due_at, granted.promised_at) == (at("2026-11-30 08:00"), case.promised_at)
    with pytest.raises(ActNotPossible, match="đã hết lượt"):
        do(granted, NOW, "owner.officer", "request_extension", span=2, note="Nữa")


def test_an_extension_that_is_denied_leaves_the_deadline() -> None:
    asked = after(filed(), NOW, ASSIGN, ACCEPT)
    asked = replace(asked, flags=asked.flags | {"extension_asked"}, asked_extension=AskedExtension(900, 3))
    denied = do(asked, NOW, "supervisor", "deny_extension", note="Không").after
    assert (denied.due_at, denied.flags) == (asked.due_at, frozenset())


def test_nobody_grants_what_was_not_asked() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    with pytest.raises(NoExtensionAsked):
        do(replace(case, flags=frozenset({"extension_asked"})), NOW, "supervisor", "grant_extension")


@pytest.mark.parametrize("span", [{"working_days": 6}, {"weeks": 1}, "many", {"working_days": 0}, 10**9])
def test_a_span_that_is_too_long_or_none_is_refused(span: object) -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    with pytest.raises(InputsIncomplete):
        do(case, NOW, "owner.officer", "request_extension", span=span, note="…")


def test_a_result_needs_pictures_where_the_topic_asks_for_them() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    with pytest.raises(InputsIncomplete) as refused:
        do(case, NOW, "owner.officer", "resolve", answer="Đã vá")
    assert set(refused.value.faults) == {"photos"}
    assert do(case, NOW, "owner.officer", "resolve", 1, answer="Đã vá").effects == (AddPhotos("after"),)
    lamp = after(filed(topic="den"), NOW, ASSIGN, ACCEPT)
    assert do(lamp, NOW, "owner.officer", "resolve", answer="Đã thay bóng").after.resolved_at == at(NOW)


def test_an_answer_sent_back_is_no_result() -> None:
    answered = after(filed(), NOW, ASSIGN, ACCEPT, RESOLVE)
    back = do(answered, NOW, "dispatcher", "rework", note="Thiếu ảnh").after
    assert (back.resolved_at, back.state, back.due_at) == (None, "in_progress", answered.due_at)


def test_an_approved_answer_is_the_result_and_settles_the_outcome() -> None:
    approved = after(
        filed(), NOW, ASSIGN, ACCEPT, RESOLVE, ("dispatcher", "approve", {"answer": "Đã vá xong."})
    )
    assert (approved.phase, approved.outcome, approved.answer) == ("done", "on_time", "Đã vá xong.")
    assert "result_published" in approved.flags


def test_a_result_is_rated_once_and_again_only_after_reopening() -> None:
    done = after(filed(), NOW, ASSIGN, ACCEPT, RESOLVE, APPROVE)
    rated = do(done, NOW, "reporter", "rate", rating="khong-hai-long", comment="Còn ổ gà")
    assert rated.effects[0] == moves.GiveRating(1, 1, "Còn ổ gà")
    with pytest.raises(RatedAlready):
        do(rated.after, NOW, "reporter", "rate", rating="hai-long")
    reopened = do(rated.after, "2026-11-24 09:00", "reporter", "reopen", reason="Còn ổ gà").after
    assert (reopened.rating, reopened.outcome, reopened.resolved_at) == (None, "", None)
    assert reopened.promised_at == at("2026-11-27 09:00")
    again = after(reopened, "2026-11-24 09:00", ASSIGN, ACCEPT, RESOLVE, APPROVE)
    second = do(again, "2026-11-24 09:00", "reporter", "rate", rating="hai-long")
    assert second.effects == (moves.GiveRating(2, 3, ""),)


def test_reopening_ends_with_its_window_and_its_limit() -> None:
    done = after(filed(), NOW, ASSIGN, ACCEPT, RESOLVE, APPROVE)
    with pytest.raises(ActTooLate):
        do(done, "2026-12-07 09:01", "reporter", "reopen", reason="Lại hỏng")
    for _ in range(2):
        case = do(done, NOW, "reporter", "reopen", reason="Lại hỏng").after
        done = after(case, NOW, ASSIGN, ACCEPT, RESOLVE, APPROVE)
    with pytest.raises(ActLimitReached):
        do(done, NOW, "reporter", "reopen", reason="Lại hỏng")


def test_correcting_the_topic_makes_the_promise_of_the_right_topic() -> None:
    case = filed(topic="den")
    assert case.due_at == at("2026-11-30 08:00")
    corrected = do(case, NOW, "dispatcher", "correct", topic="o-ga").after
    assert (corrected.due_at, corrected.promised_at) == (at("2026-11-26 08:00"), at("2026-11-26 08:00"))
    urgent = do(case, NOW, "dispatcher", "correct", topic="nap-cong").after
    assert (urgent.track, urgent.due_at) == ("immediate", at("2026-11-24 08:00"))
    assert "immediate" in urgent.flags
    secret = do(case, NOW, "dispatcher", "correct", topic="cay").after
    assert "sensitive" in secret.flags


def test_correcting_the_place_reroutes() -> None:
    moved = do(filed(), NOW, "dispatcher", "correct", place={"unit": "b-2025"}).after
    assert moved.unit_id == UNITS["b-2025"]
    assert do(moved, NOW, "dispatcher", "assign").after.owner_office_id == OFFICES["duong-binh"]
    with pytest.raises(InputsIncomplete):
        do(filed(), NOW, "dispatcher", "correct", place={"lat": 1.0, "lon": 1.0})
    with pytest.raises(InputsIncomplete):
        do(filed(), NOW, "dispatcher", "correct")


def test_covering_changes_the_title_with_the_text_and_the_history_with_the_answer() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT, RESOLVE)
    move = do(case, NOW, "dispatcher", "redact", text="Ổ gà trước trường.", answer="Đã vá xong.")
    assert (move.after.text, move.after.title) == ("Ổ gà trước trường.", "Ổ gà trước trường")
    kept = moves.KeepOriginal("description", case.text, is_first=True)
    assert move.effects == (moves.RewriteAnswer("Đã vá mặt đường.", "Đã vá xong."), kept)


def test_an_unknown_input_and_pictures_where_none_are_asked_are_refused() -> None:
    with pytest.raises(InputsIncomplete) as refused:
        do(filed(), NOW, "dispatcher", "verify", 1, colour="red")
    assert set(refused.value.faults) == {"colour", "photos"}


def test_a_page_can_ask_why_an_act_is_not_possible_before_anything_is_typed() -> None:
    case = after(filed(), NOW, ASSIGN, ACCEPT)
    grant, note = (street().act("in_progress", verb) for verb in ("grant_extension", "note"))
    assert grant is not None
    assert note is not None
    assert "không có đề nghị nào" in str(obstacle(scene(NOW), doer("supervisor"), case, grant))
    assert obstacle(scene(NOW), doer("dispatcher"), case, note) is None


def test_a_case_but_for_some_fields_is_as_if_it_were_made_anew() -> None:
    case = filed()
    assert case.but(rev=3, outcome="late") == replace(case, rev=3, outcome="late")
    assert case == filed(), "the one it was made of stays as it was"
    with pytest.raises(AssertionError, match="revision"):
        case.but(revision=3)
