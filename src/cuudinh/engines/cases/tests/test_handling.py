"""Handling through the door: who may, what is written beside the row, what two people do at once."""

from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from cuudinh.engines.cases import commands, queries, sealed
from cuudinh.engines.cases.models import (
    Attachment,
    ClockEntry,
    Event,
    Extension,
    Follow,
    Merge,
    RatingGiven,
    SavedFilter,
    Task,
)
from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.store import open_words
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import FORM, NAME, PHONE, Town, picture
from cuudinh.engines.cases.types import (
    ActNotPossible,
    Caller,
    CaseChanged,
    CaseNotThere,
    TooManyFilters,
)
from cuudinh.engines.identity.types import PurposeNeeded
from cuudinh.journal import audit, clerk
from cuudinh.journal.pictures import PictureNotThere
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR
from cuudinh.kernel.refusal import BadInput, NotYours, SignInFirst


def test_a_case_goes_from_the_report_to_the_rating(town: Town) -> None:
    number = town.resolved()
    town.act("resident", number, "rate", rating="hai-long", comment="Cảm ơn")
    case = town.case(number)
    assert (case.state, case.outcome, case.rating, case.is_public) == ("resolved", "on_time", 3, True)
    acts = list(Event.objects.filter(case=case).order_by("seq").values_list("seq", "act", "side"))
    assert acts == [
        (1, "file", "reporter"),
        (2, "assign", "centre"),
        (3, "accept", "office"),
        (4, "resolve", "office"),
        (5, "approve", "centre"),
        (6, "rate", "reporter"),
    ]
    assert RatingGiven.objects.get(case=case).comment == "Cảm ơn"
    assert [line.act for line in audit.lines_about("case", number)][-1] == "case.rate"


def test_another_office_does_not_act_and_a_stranger_neither(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "assign")
    for by in ("binh.officer", "leader", "neighbour"):
        with pytest.raises(NotYours):
            town.act(by, number, "accept")
    with pytest.raises(NotYours):
        commands.perform_act(VISITOR, number=number, act="accept")
    with pytest.raises(CaseNotThere):
        town.act("dispatcher", "ST-NOWHERE", "verify")


def test_who_reported_a_case_acts_on_it_as_its_reporter_only(town: Town) -> None:
    number = town.file("dispatcher")
    with pytest.raises(NotYours):
        town.act("dispatcher", number, "verify")
    town.act("dispatcher2", number, "verify")
    town.act("dispatcher", number, "withdraw")
    accounts = Event.objects.values_list("account_id", flat=True)
    assert town["dispatcher"].account_id not in accounts


def test_what_was_read_before_somebody_acted_is_refused(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "verify")
    with pytest.raises(CaseChanged):
        commands.perform_act(town["dispatcher2"], number=number, act="assign", rev=1)
    commands.perform_act(town["dispatcher2"], number=number, act="assign", rev=2)


def test_a_reminder_of_the_clock_is_no_reason_to_refuse_what_was_typed(town: Town) -> None:
    number = town.file()
    with clock.frozen(at("2026-11-23 14:30")):
        clerk.run_until_idle()
        assert "stage_late" in flag_names(town.case(number).flags)
        assert commands.perform_act(town["dispatcher"], number=number, act="verify", rev=1) == 3


def test_a_caller_without_an_account_acts_by_the_tracking_code(town: Town) -> None:
    caller = Caller("Lê Văn Gọi", "0911222333")
    filed = commands.file_case(town["dispatcher"], service_id="street", answers=FORM, caller=caller)
    town.act("dispatcher", filed.number, "ask", question="Ở đâu?")
    reply: dict[str, Any] = {"number": filed.number, "act": "reply", "inputs": {"text": "Trước chợ"}}
    with pytest.raises(NotYours):
        commands.perform_act(VISITOR, tracking_code="0000-0000", **reply)
    commands.perform_act(VISITOR, tracking_code=filed.tracking_code, **reply)
    assert town.case(filed.number).state == "received"


def test_what_a_reporter_adds_is_sealed_beside_what_they_wrote_first(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "ask", question="Ở đâu?")
    town.act("resident", number, "reply", text="Gọi tôi số 0905 999 888")
    case = town.case(number)
    assert "999" not in str(Event.objects.get(case=case, act="reply").facts)
    kept = (("description", FORM["description"]), ("reply", "Gọi tôi số 0905 999 888"))
    assert open_words(case.id) == kept
    mine = queries.reporter_case(town["resident"], number)
    assert mine.own_text == FORM["description"], "a reply is not taken for the report"


def test_the_clock_is_kept_by_state_side_and_office(town: Town) -> None:
    number = town.file()
    steps: list[tuple[str, str, str, dict[str, Any]]] = [
        ("2026-11-23 09:00", "dispatcher", "assign", {}),
        ("2026-11-23 10:00", "an.officer", "accept", {}),
        ("2026-11-23 11:00", "an.officer", "ask", {"question": "Ở đâu?"}),
        ("2026-11-24 08:00", "resident", "reply", {"text": "Trước chợ"}),
    ]
    for moment, by, verb, inputs in steps:
        with clock.frozen(at(moment)):
            town.act(by, number, verb, **inputs)
    entries = ClockEntry.objects.filter(case=town.case(number)).order_by("id")
    assert list(entries.values_list("state", "side", "minutes")) == [
        ("received", "centre", 60),
        ("assigned", "office", 60),
        ("in_progress", "office", 60),
        ("waiting", "reporter", 270),
        ("in_progress", "office", None),
    ]
    assert town.case(number).waited_minutes == 270


def test_an_extension_is_kept_with_what_became_of_it(town: Town) -> None:
    number = town.accepted()
    town.act("an.officer", number, "request_extension", span=2, note="Chờ vật liệu")
    asked = Extension.objects.get(case=town.case(number))
    assert (asked.state, asked.working_minutes, asked.due_before) == ("asked", 900, at("2026-11-26 08:00"))
    town.act("supervisor", number, "grant_extension")
    asked.refresh_from_db()
    case = town.case(number)
    assert (asked.state, asked.due_after) == ("granted", at("2026-11-30 08:00"))
    assert (case.due_at, case.promised_at) == (at("2026-11-30 08:00"), at("2026-11-26 08:00"))


def test_offices_work_together_each_by_its_own_clock(town: Town) -> None:
    number = town.accepted()
    town.act("an.officer", number, "request_joint", offices=["den-tinh", "duong-binh"], question="Tắt điện?")
    with pytest.raises(ActNotPossible):
        town.act("an.officer", number, "resolve", photos=1, answer="Đã vá")
    town.act("den.officer", number, "answer_joint", answer="Đã tắt điện")
    with pytest.raises(ActNotPossible):
        town.act("den.officer", number, "answer_joint", answer="Lần nữa")
    town.act("binh.officer", number, "answer_joint", answer="Đã dọn")
    tasks = Task.objects.filter(case=town.case(number)).order_by("id")
    assert list(tasks.values_list("state", "due_at")) == [("done", at("2026-11-25 08:00"))] * 2
    town.act("an.officer", number, "resolve", photos=1, answer="Đã vá")


def test_followers_move_with_a_merged_case_and_come_back(town: Town) -> None:
    master, other = town.accepted(by="walker"), town.accepted()
    commands.follow_case(town["neighbour"], number=other)
    town.act("dispatcher", other, "merge", master=master)
    merged, main = town.case(other), town.case(master)
    assert (merged.state, merged.master_id, merged.is_public) == ("merged", main.pk, False)
    follows = Follow.objects.filter(case=main)
    accounts = {town["resident"].account_id, town["neighbour"].account_id}
    assert set(follows.values_list("account_id", flat=True)) == accounts
    assert main.follower_count == 2
    assert not ClockEntry.objects.filter(case=merged, ended_at=None).exists()
    town.act("dispatcher", other, "unmerge", why="Hai chỗ khác nhau")
    assert not follows.exists()
    assert town.case(master).follower_count == 0
    assert Follow.objects.get(case=merged).account_id == town["neighbour"].account_id
    assert Merge.objects.get(case=merged).undone_at is not None
    back = town.case(other)
    assert (back.state, back.is_public, back.due_at) == ("in_progress", True, back.promised_at)


def test_only_published_cases_are_followed_and_nobody_learns_of_others(town: Town) -> None:
    number = town.file()
    with pytest.raises(CaseNotThere):
        commands.follow_case(town["neighbour"], number=number)
    town.act("dispatcher", number, "assign")
    with pytest.raises(SignInFirst):
        commands.follow_case(VISITOR, number=number)
    for _ in range(2):
        commands.follow_case(town["neighbour"], number=number)
    commands.follow_case(town["resident"], number=number)
    assert town.case(number).follower_count == 1
    commands.unfollow_case(town["neighbour"], number=number)
    assert town.case(number).follower_count == 0


def test_who_reported_is_shown_to_the_centre_for_a_reason_and_logged(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "assign")
    for by in ("an.officer", "an.head", "leader", "neighbour"):
        with pytest.raises(NotYours):
            commands.reveal_reporter(town[by], number=number, reason="Cần gọi lại để hỏi vị trí")
    with pytest.raises(PurposeNeeded):
        commands.reveal_reporter(town["dispatcher"], number=number, reason="xem")
    seen = commands.reveal_reporter(town["dispatcher"], number=number, reason="Cần gọi lại để hỏi vị trí")
    assert seen.name == NAME
    assert [(line.label, line.value) for line in seen.words] == [("Nội dung", FORM["description"])]
    assert seen.phone.endswith(PHONE[1:])
    lines = [line for line in audit.lines_about("case", number) if line.act == "case.reveal_reporter"]
    assert [line.purpose for line in lines] == ["Cần gọi lại để hỏi vị trí"]


def test_a_caller_is_shown_like_any_reporter(town: Town) -> None:
    caller = Caller("Lê Văn Gọi", "0911222333")
    filed = commands.file_case(
        town["dispatcher"], service_id="street", answers=FORM, caller=caller, channel="hotline"
    )
    seen = commands.reveal_reporter(town["supervisor"], number=filed.number, reason="Cần gọi lại để hỏi")
    assert (seen.name, seen.phone, seen.channel) == ("Lê Văn Gọi", "0911222333", "hotline")


def test_pictures_are_added_by_those_they_are_of(town: Town) -> None:
    number = town.accepted()
    commands.add_pictures(town["resident"], number=number, photos=[picture()])
    commands.add_pictures(town["an.officer"], number=number, photos=[picture()], purpose="after")
    with pytest.raises(NotYours):
        commands.add_pictures(town["resident"], number=number, photos=[picture()], purpose="after")
    with pytest.raises(BadInput):
        commands.add_pictures(town["resident"], number=number, photos=[])
    kept = Attachment.objects.filter(case=town.case(number)).order_by("position")
    assert list(kept.values_list("purpose", flat=True)) == ["before", "after"]
    done = town.resolved()
    with pytest.raises(ActNotPossible):
        commands.add_pictures(town["resident"], number=done, photos=[picture()])


def test_areas_are_hidden_from_all_but_the_centre_and_pictures_shown_one_by_one(town: Town) -> None:
    photo = picture()
    number = commands.file_case(town["resident"], service_id="street", answers=FORM, photos=[photo]).number
    clerk.run_until_idle()
    name = Attachment.objects.get(picture_id=photo).name
    with pytest.raises(NotYours):
        commands.mark_areas(town["resident"], number=number, picture=name, areas=[(0.1, 0.1, 0.2, 0.2)])
    commands.mark_areas(town["dispatcher"], number=number, picture=name, areas=[(0.1, 0.1, 0.2, 0.2)])
    commands.show_picture(town["dispatcher"], number=number, picture=name, is_public=True)
    shown = Attachment.objects.get(picture_id=photo)
    assert shown.shown_picture_id not in {None, photo}
    assert (shown.areas, shown.is_public) == ([[0.1, 0.1, 0.2, 0.2]], True)
    assert town.case(number).public_thumb == f"{name}-nho.jpg"
    commands.show_picture(town["dispatcher"], number=number, picture=name, is_public=False)
    assert town.case(number).public_thumb == ""
    with pytest.raises(PictureNotThere):
        commands.show_picture(town["dispatcher"], number=number, picture="nothing", is_public=True)


def test_all_pictures_are_shown_and_withheld_in_one_act(town: Town) -> None:
    photos = [picture(), picture()]
    number = commands.file_case(town["resident"], service_id="street", answers=FORM, photos=photos).number
    kept = Attachment.objects.filter(case=town.case(number)).order_by("position")
    assert commands.show_pictures(town["dispatcher"], number=number, is_public=True) == 2
    assert list(kept.values_list("is_public", flat=True)) == [True, True]
    assert town.case(number).public_thumb == f"{kept[0].name}-nho.jpg"
    rev = town.case(number).rev
    assert commands.show_pictures(town["dispatcher"], number=number, is_public=True) == 0
    assert town.case(number).rev == rev
    assert commands.show_pictures(town["supervisor"], number=number, is_public=False) == 2
    assert town.case(number).public_thumb == ""
    for nobody in ("resident", "an.officer"):
        with pytest.raises(NotYours):
            commands.show_pictures(town[nobody], number=number, is_public=True)


def test_what_is_covered_afterwards_leaves_the_history_too(town: Town) -> None:
    number = town.resolved()
    town.act("dispatcher", number, "redact", answer="Đã xử lý.", text="Ổ gà trước trường.")
    case = town.case(number)
    assert (case.text, case.title, case.answer) == ("Ổ gà trước trường.", "Ổ gà trước trường", "Đã xử lý.")
    facts = str(list(Event.objects.filter(case=case).values_list("facts", flat=True)))
    assert "vá mặt đường" not in facts


def test_many_are_done_one_by_one_and_each_says_what_became_of_it(town: Town) -> None:
    first, second = town.file(), town.file()
    town.act("dispatcher", second, "verify")
    done = commands.perform_many(
        town["dispatcher"], numbers=[first, second, second, "ST-NOWHERE"], act="verify"
    )
    assert [(one.number, one.is_done) for one in done] == [
        (first, True),
        (second, False),
        ("ST-NOWHERE", False),
    ]
    assert "Đang xác minh" in done[1].why_not
    with pytest.raises(BadInput):
        commands.perform_many(town["dispatcher"], numbers=[str(n) for n in range(201)], act="verify")


def test_filters_are_kept_by_name(town: Town) -> None:
    officer = town["an.officer"]
    commands.save_filter(officer, name=" Quá hạn ", query="bucket=overdue")
    commands.save_filter(officer, name="Quá hạn", query="bucket=overdue&topic=o-ga")
    assert SavedFilter.objects.get().query == "bucket=overdue&topic=o-ga"
    with pytest.raises(BadInput):
        commands.save_filter(officer, name=" ", query="")
    for number in range(29):
        commands.save_filter(officer, name=f"Bộ lọc {number}", query="")
    with pytest.raises(TooManyFilters):
        commands.save_filter(officer, name="Một nữa", query="")
    commands.drop_filter(officer, name="Quá hạn")
    assert not SavedFilter.objects.filter(name="Quá hạn").exists()


def test_a_sealed_text_opens_only_where_it_belongs(town: Town) -> None:
    content = sealed.seal(7, "text", ["bí mật"])
    assert sealed.unseal(7, "text", content) == ["bí mật"]
    for case_id, purpose in ((8, "text"), (7, "contact")):
        with pytest.raises(InvalidTag):
            sealed.unseal(case_id, purpose, content)


def test_words_to_begin_an_answer_with_fit_the_act_and_the_topic(town: Town) -> None:
    acts = queries.office_case(town["an.officer"], town.accepted()).acts
    offered = {one.act: [put.templates for put in one.inputs if put.templates] for one in acts}
    assert offered["resolve"] == [(("Đã vá", "Đã vá mặt đường ngày …"),)]
    assert offered["ask"] == [(("Hỏi vị trí", "Ở chỗ nào?"),)]
    assert offered["note"] == []
