"""Reports that are one: who is told, what they may open, and what happens when the main one ends."""

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.models import Case, Follow
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import FORM, Town
from cuudinh.engines.cases.types import Caller, CaseNotThere, MasterView
from cuudinh.engines.messages import queries as messages
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR
from cuudinh.kernel.refusal import Incomplete

SECRET = "Chữ chưa ai được đọc"


def _master(town: Town, number: str, who: str) -> MasterView:
    master = queries.reporter_case(town[who], number).master
    assert master is not None
    return master


def _followed(town: Town) -> set[tuple[str, str]]:
    """Give who follows what, by name of the account and number of the case."""
    names = {actor.account_id: name for name, actor in town.people.items()}
    rows = Follow.objects.select_related("case")
    return {(names[row.account_id], row.case.number) for row in rows}


def _sent(town: Town, by: str = "resident") -> str:
    number = town.file(by)
    town.act("dispatcher", number, "assign")
    return number


def test_every_notice_about_a_merge_leads_to_a_page_that_opens(town: Town) -> None:
    main = town.file("walker", description=f"{SECRET}, ổ gà lớn.")
    part = _sent(town)
    commands.follow_case(town["neighbour"], number=part)
    town.act("dispatcher", part, "merge", master=main)
    town.act("dispatcher", main, "assign")
    town.act("supervisor", main, "unpublish")
    town.act("an.officer", main, "accept")
    clerk.run_until_idle()
    for who in ("resident", "neighbour", "walker"):
        assert town.told(who)[-1] in {"merged", "accepted_reporter"}
        for one in messages.inbox(town[who]).rows:
            opened = queries.reporter_case(town[who], one.about[1])
            assert SECRET not in str(opened) or who == "walker"
    assert "accepted_reporter" in town.told("resident")
    assert "accepted_reporter" in town.told("neighbour")


def test_the_page_of_a_merged_case_shows_where_the_main_one_stands(town: Town) -> None:
    main, part = town.file("walker", description=f"{SECRET}, ổ gà lớn."), _sent(town)
    commands.follow_case(town["neighbour"], number=part)
    town.act("dispatcher", part, "merge", master=main)
    for who in ("resident", "neighbour"):
        assert _master(town, part, who) == MasterView(main, "Mới gửi", "open", False, "", "")
        assert queries.followed_cases(town[who]).rows == () or who == "neighbour"
    assert [row.number for row in queries.followed_cases(town["neighbour"]).rows] == [part]
    for read in (queries.reporter_case, queries.public_case):
        with pytest.raises(CaseNotThere):
            read(town["resident"], main)
    with pytest.raises(CaseNotThere):
        queries.reporter_case(VISITOR, part)
    assert queries.public_master(part) == ""
    town.act("dispatcher", main, "assign")
    town.act("an.officer", main, "accept")
    town.act("an.officer", main, "resolve", photos=1, answer="Đã vá mặt đường.")
    assert _master(town, part, "resident").answer == ""
    town.act("dispatcher", main, "approve")
    assert _master(town, part, "resident") == MasterView(
        main, "Đã xử lý", "done", True, "Đã vá mặt đường.", ""
    )
    assert queries.public_master(part) == main


def test_a_caller_sees_by_their_code_what_became_of_the_main_case(town: Town) -> None:
    filed = commands.file_case(
        town["dispatcher"], service_id="street", answers=FORM, caller=Caller("Lê Văn Gọi", "0911222333")
    )
    main = _sent(town, "walker")
    town.act("dispatcher2", filed.number, "merge", master=main)
    seen = queries.tracked_case(VISITOR, filed.number, filed.tracking_code)
    assert seen.master is not None
    assert (seen.master.number, seen.master.is_public) == (main, True)


def test_whoever_reported_twice_does_not_follow_themselves(town: Town) -> None:
    main, part = _sent(town), _sent(town)
    town.act("dispatcher", part, "merge", master=main)
    assert _followed(town) == set()
    assert town.case(main).follower_count == 0
    town.act("an.officer", main, "accept")
    clerk.run_until_idle()
    assert town.told("resident").count("accepted_reporter") == 1


def test_undoing_one_merge_of_a_chain_takes_along_who_came_with_it_and_nobody_else(town: Town) -> None:
    first, middle, last = _sent(town), _sent(town, "neighbour"), _sent(town, "walker")
    town.act("dispatcher", first, "merge", master=middle)
    town.act("dispatcher", middle, "merge", master=last)
    both = {("resident", last), ("neighbour", last)}
    assert _followed(town) == both | {("resident", middle)}
    assert town.case(last).follower_count == 2
    town.act("dispatcher", first, "unmerge", why="Chỗ khác")
    assert _followed(town) == {("neighbour", last)}
    assert (town.case(middle).follower_count, town.case(last).follower_count) == (0, 1)
    town.act("dispatcher", middle, "unmerge", why="Chỗ khác")
    assert _followed(town) == set()
    assert town.case(last).follower_count == 0


def test_who_came_with_two_cases_stays_when_one_of_them_goes(town: Town) -> None:
    main, one, two = _sent(town, "walker"), _sent(town), _sent(town)
    for number in (one, two):
        commands.follow_case(town["neighbour"], number=number)
        town.act("dispatcher", number, "merge", master=main)
    assert town.case(main).follower_count == 2
    town.act("dispatcher", one, "unmerge", why="Chỗ khác")
    assert {("neighbour", main), ("resident", main), ("neighbour", one)} <= _followed(town)
    assert town.case(main).follower_count == 2


def test_whoever_stops_following_a_merged_case_hears_of_the_main_one_no_more(town: Town) -> None:
    main, part = _sent(town, "walker"), _sent(town)
    commands.follow_case(town["neighbour"], number=part)
    town.act("dispatcher", part, "merge", master=main)
    commands.unfollow_case(town["neighbour"], number=part)
    assert _followed(town) == {("resident", main)}
    assert town.case(main).follower_count == 1


def test_a_withdrawn_main_case_sets_its_parts_free_and_their_people_are_told(town: Town) -> None:
    main, part = town.file("walker"), _sent(town)
    commands.follow_case(town["neighbour"], number=part)
    town.act("dispatcher", part, "merge", master=main)
    town.act("walker", main, "withdraw")
    case = town.case(part)
    assert (case.state, case.master_id, case.is_public) == ("assigned", None, True)
    assert case.due_at == case.promised_at
    assert town.case(main).follower_count == 0
    clerk.run_until_idle()
    for who in ("resident", "neighbour", "an.officer"):
        assert town.told(who)[-1] == "unmerged", who


def test_a_main_case_whose_reporter_is_silent_sets_its_parts_free(town: Town) -> None:
    main, part = town.file("walker"), _sent(town)
    town.act("dispatcher", part, "merge", master=main)
    town.act("dispatcher", main, "ask", question="Ở đâu?")
    with clock.frozen(at("2026-12-07 08:00")):
        clerk.run_until_idle()
    assert (town.case(main).state, town.case(part).state) == ("refused", "assigned")


def test_a_refused_main_case_is_told_to_all_who_came_with_a_part(town: Town) -> None:
    main, part = town.file("walker"), _sent(town)
    commands.follow_case(town["neighbour"], number=part)
    town.act("dispatcher", part, "merge", master=main)
    for by in ("dispatcher", "dispatcher2"):
        town.act(by, main, "refuse", reason="ngoai-pham-vi", explanation="Đường của công ty")
    clerk.run_until_idle()
    assert town.told("walker")[-1] == "refused"
    for who in ("resident", "neighbour"):
        assert town.told(who)[-1] == "refused_followers"
        view = _master(town, part, who)
        assert (view.state_label, view.reason_label, view.answer) == ("Không tiếp nhận", "Ngoài phạm vi", "")


def test_nothing_is_merged_into_what_was_refused_withdrawn_or_long_resolved(town: Town) -> None:
    refused, withdrawn, resolved = town.file("walker"), town.file("walker"), town.resolved(by="walker")
    for by in ("dispatcher", "dispatcher2"):
        town.act(by, refused, "refuse", reason="ngoai-pham-vi", explanation="Đường của công ty")
    town.act("walker", withdrawn, "withdraw")
    part = _sent(town)
    for number in (refused, withdrawn):
        with pytest.raises(Incomplete):
            town.act("dispatcher", part, "merge", master=number)
    with clock.frozen(at("2026-12-07 08:01")), pytest.raises(Incomplete):
        town.act("dispatcher", part, "merge", master=resolved)
    with clock.frozen(at("2026-12-07 08:00")):
        town.act("dispatcher", part, "merge", master=resolved)
    assert town.case(part).state == "merged"


@pytest.mark.parametrize("way", ["merged", "approved", "assigned again"])
def test_what_was_taken_from_the_public_comes_back_only_when_a_person_shows_it(town: Town, way: str) -> None:
    number = _sent(town)
    town.act("supervisor", number, "unpublish")
    if way == "merged":
        town.act("dispatcher", number, "merge", master=_sent(town, "walker"))
        town.act("dispatcher", number, "unmerge", why="Nhầm")
    elif way == "approved":
        town.act("an.officer", number, "accept")
        town.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
        town.act("dispatcher", number, "approve")
    else:
        town.act("an.officer", number, "return", reason="khong-thuoc-tham-quyen", note="Xã Bình")
        town.act("dispatcher", number, "assign", office="duong-binh")
    assert not town.case(number).is_public
    town.act("supervisor", number, "publish")
    assert town.case(number).is_public
    town.act("dispatcher", number, "note", note="Đã xem lại")
    assert town.case(number).is_public


def test_followers_of_what_was_taken_from_the_public_are_not_led_to_it(town: Town) -> None:
    main, number = _sent(town, "walker"), _sent(town)
    commands.follow_case(town["neighbour"], number=number)
    town.act("supervisor", number, "unpublish")
    town.act("an.officer", number, "accept")
    town.act("dispatcher", number, "merge", master=main)
    clerk.run_until_idle()
    assert town.told("neighbour") == []
    assert queries.followed_cases(town["neighbour"]).rows == ()
    assert town.case(main).follower_count == 1


def test_a_case_that_was_not_public_comes_back_from_a_merge_as_it_was(town: Town) -> None:
    number = town.resolved()
    town.act("resident", number, "reopen", reason="Chưa đạt")
    Case.objects.filter(number=number).update(is_public=False)
    town.act("dispatcher", number, "merge", master=_sent(town, "walker"))
    town.act("dispatcher", number, "unmerge", why="Nhầm")
    assert not town.case(number).is_public
