"""Whose time it was: an office is judged by its own, and each deadline says what made it."""

from typing import Any

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.models import ClockEntry, Event
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.tests.street import ACCEPT, ASSIGN, OFFICES, after, at, do, filed
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import ListFilter, OfficeCase, OfficeFigures, Why
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR

Step = tuple[str, str, str, dict[str, Any]]
ANSWER = {"answer": "Đã vá mặt đường."}


def _approved(filed_at: str, *steps: Step, topic: str = "o-ga") -> Move:
    """Give the move that settles the outcome of a case after some steps."""
    case = filed(filed_at, topic=topic)
    for moment, by, verb, inputs in steps:
        move = do(case, moment, by, verb, 1 if verb == "resolve" else 0, **inputs)
        case = move.after
    return move


def _outcomes(move: Move) -> tuple[str, str]:
    return move.facts["outcome"], move.facts["office_outcome"]


def test_the_delay_of_the_centre_is_not_the_offices() -> None:
    late_from_the_start: tuple[Step, ...] = (
        ("2026-11-26 09:00", "dispatcher", "assign", {}),
        ("2026-11-26 09:30", "owner.officer", "accept", {}),
        ("2026-11-26 10:00", "owner.officer", "resolve", ANSWER),
        ("2026-11-26 10:30", "dispatcher", "approve", {}),
    )
    assert _outcomes(_approved("2026-11-23 08:00", *late_from_the_start)) == ("late", "on_time")


def test_an_office_that_takes_longer_than_was_promised_is_late() -> None:
    slow: tuple[Step, ...] = (
        ("2026-11-23 08:30", "dispatcher", "assign", {}),
        ("2026-11-23 09:00", "owner.officer", "accept", {}),
        ("2026-11-26 08:31", "owner.officer", "resolve", ANSWER),
        ("2026-11-27 08:00", "dispatcher", "approve", {}),
    )
    assert _outcomes(_approved("2026-11-23 08:00", *slow)) == ("late", "late")


def test_what_an_office_took_before_counts_again_when_the_case_comes_back_to_it() -> None:
    there_and_back: tuple[Step, ...] = (
        ("2026-11-23 08:00", "dispatcher", "assign", {}),
        ("2026-11-25 08:00", "owner.head", "transfer", {"office": "duong-binh", "note": "…"}),
        ("2026-11-26 08:00", "owner.head", "transfer", {"office": "duong-an", "note": "…"}),
        ("2026-11-26 08:00", "owner.officer", "accept", {}),
        ("2026-11-27 08:01", "owner.officer", "resolve", ANSWER),
        ("2026-11-27 08:01", "dispatcher", "approve", {}),
    )
    move = _approved("2026-11-23 08:00", *there_and_back)
    assert move.after.spent[f"office.{OFFICES['duong-an']}"][0] == 3 * 450 + 1
    assert move.after.spent[f"office.{OFFICES['duong-binh']}"][0] == 450
    assert _outcomes(move) == ("late", "late")


def test_an_urgent_case_is_judged_by_the_wall_clock() -> None:
    by_night: tuple[Step, ...] = (
        ("2026-11-28 20:00", "dispatcher", "assign", {}),
        ("2026-11-28 20:00", "owner.officer", "accept", {}),
        ("2026-11-29 20:01", "owner.officer", "resolve", ANSWER),
        ("2026-11-29 20:01", "dispatcher", "approve", {}),
    )
    assert _outcomes(_approved("2026-11-28 20:00", *by_night, topic="nap-cong")) == ("late", "late")


def test_a_new_promise_starts_the_account_anew() -> None:
    case = after(filed("2026-11-23 08:00"), "2026-11-23 08:00", ASSIGN, ACCEPT)
    case = do(case, "2026-11-26 07:45", "owner.officer", "resolve", 1, **ANSWER).after
    case = do(case, "2026-11-26 07:45", "dispatcher", "approve").after
    assert do(case, "2026-11-26 08:00", "reporter", "reopen", reason="Lại hỏng").after.spent == {}


def _play(town: Town, number: str, *steps: Step) -> None:
    for moment, by, verb, inputs in steps:
        with clock.frozen(at(moment)):
            town.act(by, number, verb, photos=1 if verb == "resolve" else 0, **inputs)


def _figures(town: Town) -> OfficeFigures:
    return next(one for one in queries.office_figures(town["leader"]) if one.office_id == _an(town))


def _an(town: Town) -> int:
    (office_id,) = town["an.officer"].office_ids("officer")
    return office_id


def _on_screen(town: Town, number: str, moment: str) -> OfficeCase:
    with clock.frozen(at(moment)):
        return queries.office_case(town["dispatcher"], number)


def test_figures_keep_what_the_resident_got_apart_from_what_the_office_did(town: Town) -> None:
    number = town.file()
    _play(
        town,
        number,
        ("2026-11-26 09:00", "dispatcher", "assign", {}),
        ("2026-11-26 09:00", "an.officer", "accept", {}),
        ("2026-11-26 09:30", "an.officer", "ask", {"question": "Ở đâu?"}),
        ("2026-11-26 10:30", "resident", "reply", {"text": "Trước chợ"}),
        ("2026-11-26 11:00", "an.officer", "resolve", ANSWER),
        ("2026-11-26 11:00", "dispatcher", "approve", {}),
    )
    found = _figures(town)
    assert (found.on_time, found.late_extended, found.late) == (1, 0, 0)
    assert (found.case_on_time, found.case_late_extended, found.case_late) == (0, 0, 1)
    assert (found.office_minutes, found.reporter_minutes) == (60, 60)


def test_the_ledger_of_an_urgent_case_is_counted_by_the_wall_clock_throughout(town: Town) -> None:
    number = town.file(topic="nap-cong")
    _play(town, number, ("2026-11-23 10:00", "dispatcher", "assign", {}))
    case = _on_screen(town, number, "2026-11-24 10:00")
    assert [line.minutes for line in case.ledger] == [120, 24 * 60]
    assert (case.centre_minutes, case.office_minutes) == (120, 24 * 60)
    assert case.row.clock.is_wall_clock
    kept = ClockEntry.objects.filter(case__number=number, ended_at__isnull=False)
    assert [entry.minutes for entry in kept] == [120]


def test_figures_add_up_working_minutes_only(town: Town) -> None:
    number = town.file(topic="nap-cong")
    _play(
        town,
        number,
        ("2026-11-23 16:00", "dispatcher", "assign", {}),
        ("2026-11-23 16:30", "an.officer", "accept", {}),
        ("2026-11-24 08:00", "an.officer", "resolve", ANSWER),
    )
    assert _figures(town).office_minutes == 90


def _lines(why: Why) -> dict[str, str]:
    return {line.label: line.value for line in why.lines}


def test_why_this_deadline_is_told_from_where_its_time_counts(town: Town) -> None:
    number = town.resolved()
    _play(town, number, ("2026-11-30 08:00", "resident", "reopen", {"reason": "Lại hỏng"}))
    why = _on_screen(town, number, "2026-11-30 09:00").why_deadline
    told = _lines(why)
    assert (told["Nhận lúc"], told["Tính lại từ"]) == ("23/11/2026 08:00", "30/11/2026 08:00")
    assert "23/11/2026" not in told
    assert told["Hạn đã hứa"] == "03/12/2026 08:00"


def test_why_this_deadline_names_what_was_waited_and_who_gave_more_time(town: Town) -> None:
    number = town.file()
    _play(
        town,
        number,
        ("2026-11-23 08:00", "dispatcher", "ask", {"question": "Ở đâu?"}),
        ("2026-11-23 10:00", "resident", "reply", {"text": "Trước chợ"}),
        ("2026-11-23 10:00", "dispatcher", "assign", {}),
        ("2026-11-23 10:00", "an.officer", "request_extension", {"span": 1, "note": "Chờ đá"}),
        ("2026-11-23 11:00", "supervisor", "grant_extension", {}),
    )
    case = _on_screen(town, number, "2026-11-23 11:00")
    told = {line.label: line for line in case.why_deadline.lines}
    assert told["Thời gian chờ không tính"].value == "2 giờ làm việc"
    assert told["Gia hạn"].value == "đồng ý lúc 23/11/2026 11:00, đến 27/11/2026 10:00"
    assert told["Gia hạn"].source == "Cán bộ supervisor"
    public = {line.label: line for line in queries.public_case(VISITOR, number).why_deadline.lines}
    assert public["Gia hạn"].source == "Trung tâm điều hành"


def test_a_corrected_topic_tells_the_reporter_the_promise_it_replaced(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "correct", topic="den")
    case = queries.reporter_case(town["resident"], number).public
    assert case.timeline[0].text == "Hạn mới 30/11/2026 08:00, thay cho 26/11/2026 08:00."
    assert _lines(case.why_deadline)["Hạn hứa trước khi sửa lĩnh vực"] == "26/11/2026 08:00"
    first = Event.objects.get(case=town.case(number), act="file")
    assert first.facts["set"]["promised_at"].startswith("2026-11-26")


def test_requests_that_ended_leave_the_queue_and_those_that_wait_can_be_decided(town: Town) -> None:
    answered, asked = town.accepted(), town.accepted()
    for number in (answered, asked):
        town.act("an.officer", number, "request_extension", span=1, note="Chờ đá")
    town.act("an.officer", answered, "resolve", photos=1, **ANSWER)
    town.act("an.officer", asked, "ask", question="Ở đâu?")
    queue = queries.centre_queue(town["supervisor"], "extension", ListFilter())
    assert [row.number for row in queue.rows] == [asked]
    counted = {one.id: one.count for one in queries.centre_buckets(town["supervisor"])}
    assert counted["extension"] == 1
    acts = {one.act: one.is_possible for one in queries.office_case(town["supervisor"], asked).acts}
    assert acts["grant_extension"]
    assert acts["deny_extension"]
    town.act("supervisor", asked, "deny_extension", note="Không")
    assert not queries.centre_queue(town["supervisor"], "extension", ListFilter()).rows
