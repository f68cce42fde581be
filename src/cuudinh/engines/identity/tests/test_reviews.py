"""What no rule may decide: two people decide, and the accounts of one person become one, to be undone for a while."""

import json
from datetime import date, timedelta

import pytest

from cuudinh.engines.identity import commands, fields, queries
from cuudinh.engines.identity.commands.exporting import gather
from cuudinh.engines.identity.models import Account, IdentifierClaim, Person, RightsRequest
from cuudinh.engines.identity.tests.conftest import Staffer
from cuudinh.engines.identity.tests.registers import (
    CONSOLE,
    Register,
    apply,
    begun,
    carry_out,
    number_of,
    open_residents,
    scenario,
)
from cuudinh.engines.identity.types import (
    AnotherMustDecide,
    NewAccount,
    NewSeat,
    NotMergeable,
    ReviewMoved,
    Stated,
    TooLateToUndo,
    UnknownConversion,
)
from cuudinh.journal import audit
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours

pytestmark = pytest.mark.django_db

WHY = "Đã gọi điện và đối chiếu giấy tờ"
LENIENT = {"errors_percent": 100, "duplicates_percent": 100}


@pytest.fixture
def two(staff: Staffer) -> tuple[Actor, Actor]:
    """Two administrators."""
    return staff("quantri1", "ioc", "administrator"), staff("quantri2", "ioc", "administrator")


@pytest.fixture
def pair(two: tuple[Actor, Actor]) -> tuple[int, list[int]]:
    """A live run in which the first two of four residents state one number."""
    apply(scenario(stop=LENIENT))
    accounts = open_residents(4, stating=(0, 2))
    commands.state_numbers(CONSOLE, [Stated(accounts[1], number_of(0))])
    commands.ask_register(CONSOLE, Register(range(4)))
    live = begun()
    carry_out(live)
    return live, accounts


def state_of(run_id: int, state: str) -> int:
    return queries.conversion_run(CONSOLE, run_id).states.get(state, 0)


def merged(two: tuple[Actor, Actor], kept: int) -> int:
    """Merge the accounts of the first review into one of them; give the number of the merge."""
    (row,) = (one for one in queries.conversion_reviews(two[0]) if one.kind == "same")
    commands.propose_answer(two[0], review_id=row.id, answer="merge", reason=WHY, kept_account_id=kept)
    commands.decide_review(two[1], review_id=row.id, approves=True)
    (done,) = queries.conversion_review(two[0], row.id).merges
    return done.id


def test_who_proposed_may_not_decide(two: tuple[Actor, Actor], pair: tuple[int, list[int]]) -> None:
    (row,) = (one for one in queries.conversion_reviews(two[0]) if one.kind == "same")
    commands.propose_answer(two[0], review_id=row.id, answer="merge", reason=WHY, kept_account_id=pair[1][0])
    with pytest.raises(AnotherMustDecide):
        commands.decide_review(two[0], review_id=row.id, approves=True)
    with pytest.raises(ReviewMoved):
        commands.propose_answer(
            two[1], review_id=row.id, answer="apart", reason=WHY, kept_account_id=pair[1][1]
        )
    commands.decide_review(two[1], review_id=row.id, approves=False)
    assert queries.conversion_review(two[1], row.id).may_propose
    with pytest.raises(ReviewMoved):
        commands.decide_review(two[1], review_id=row.id, approves=True)


def test_merging_leaves_an_alias_and_the_kept_account_goes_on(
    two: tuple[Actor, Actor], pair: tuple[int, list[int]]
) -> None:
    live, accounts = pair
    assert (state_of(live, "duplicate"), state_of(live, "converted")) == (2, 1)
    merged(two, accounts[0])
    alias = Account.objects.get(pk=accounts[1])
    assert (alias.merged_into_id, alias.is_active) == (accounts[0], False)
    assert Person.objects.get(account=alias).merged_into == Account.objects.get(pk=accounts[0]).person
    assert (state_of(live, "duplicate"), state_of(live, "matched")) == (1, 1)


def test_a_copy_of_ones_own_data_holds_what_stands_at_the_merged_account_too(
    two: tuple[Actor, Actor], pair: tuple[int, list[int]]
) -> None:
    kept, gone = pair[1][:2]
    merged(two, kept)
    now, person_id = clock.now(), Account.objects.get(pk=kept).person_id
    RightsRequest.objects.create(
        **{"number": "YC-1", "person_id": person_id, "account_id": kept, "right": "sao-chep", "level": 2},
        **{"state": "accepted", "received_at": now, "answer_due_at": now, "due_at": now},
    )
    (other,) = json.loads(gather("YC-1"))["merged"]
    before = Person.objects.get(account__pk=gone)
    assert other["name"] == fields.unseal(before.key, fields.owner_of(before), "name", before.name_sealed)


def test_undoing_a_merge_makes_two_of_it_again(two: tuple[Actor, Actor], pair: tuple[int, list[int]]) -> None:
    live, accounts = pair
    done = merged(two, accounts[0])
    commands.undo_merge(two[0], merge_id=done, reason=WHY)
    alias = Account.objects.get(pk=accounts[1])
    assert (alias.merged_into_id, alias.is_active) == (None, True)
    assert (state_of(live, "duplicate"), state_of(live, "matched")) == (2, 0)
    with pytest.raises(UnknownConversion):
        commands.undo_merge(two[0], merge_id=done, reason=WHY)


def test_a_merge_is_undone_within_its_days_only(
    two: tuple[Actor, Actor], pair: tuple[int, list[int]]
) -> None:
    done = merged(two, pair[1][1])
    with clock.frozen(clock.now() + timedelta(days=31)), pytest.raises(TooLateToUndo):
        commands.undo_merge(two[0], merge_id=done, reason=WHY)


def test_apart_leaves_the_number_to_one(two: tuple[Actor, Actor], pair: tuple[int, list[int]]) -> None:
    live, accounts = pair
    (row,) = (one for one in queries.conversion_reviews(two[0]) if one.kind == "same")
    commands.propose_answer(two[0], review_id=row.id, answer="apart", reason=WHY, kept_account_id=accounts[0])
    commands.decide_review(two[1], review_id=row.id, approves=True)
    stating = IdentifierClaim.objects.filter(kind="cccd").values_list("person__account", flat=True)
    assert sorted(stating) == [accounts[0], accounts[2]]
    assert (state_of(live, "matched"), state_of(live, "duplicate")) == (1, 0)


def test_likeness_is_looked_at_by_people_and_still_waits_for_its_owner(
    two: tuple[Actor, Actor], pair: tuple[int, list[int]]
) -> None:
    commands.take_answers(CONSOLE, [Register(range(4)).answer(3)])
    commands.end_run(CONSOLE, run_id=pair[0], reason=WHY)
    again = begun()
    carry_out(again)
    assert state_of(again, "missing") == 3
    (row,) = (one for one in queries.conversion_reviews(two[0]) if one.kind == "alike")
    commands.propose_answer(two[0], review_id=row.id, answer="yes", reason=WHY)
    commands.decide_review(two[1], review_id=row.id, approves=True)
    assert (state_of(again, "missing"), state_of(again, "matched")) == (2, 1)
    assert carry_out(again) == 1, "nothing was proved, so nothing is converted"


def test_accounts_of_different_kinds_are_not_merged(
    two: tuple[Actor, Actor], pair: tuple[int, list[int]]
) -> None:
    live, _ = pair
    seat = NewSeat("ioc", "officer", date(2025, 7, 1), "QĐ 1")
    asked = NewAccount("staff", "Cán Bộ", "Cửu Đỉnh 1836", login="canbo", seats=(seat,))
    (official,) = commands.open_accounts(CONSOLE, [asked])
    commands.state_numbers(CONSOLE, [Stated(official, number_of(2), unit_code="ioc")])
    commands.end_run(CONSOLE, run_id=live, reason=WHY)
    commands.undo_batch(CONSOLE, run_id=live, number=1, reason=WHY)
    carry_out(begun())
    numbers = [one.id for one in queries.conversion_reviews(two[0])]
    views = [queries.conversion_review(two[0], number) for number in numbers]
    (found,) = (one for one in views if official in {account.account_id for account in one.accounts})
    assert {one.kind for one in found.accounts} == {"resident", "staff"}
    commands.propose_answer(two[0], review_id=found.id, answer="merge", reason=WHY, kept_account_id=official)
    with pytest.raises(NotMergeable):
        commands.decide_review(two[1], review_id=found.id, approves=True)


def test_reading_a_review_is_a_line_of_the_log_and_for_few(
    two: tuple[Actor, Actor], pair: tuple[int, list[int]]
) -> None:
    row = queries.conversion_reviews(two[0])[0]
    found = queries.conversion_review(two[0], row.id)
    assert {one.name for one in found.accounts} == {"Người Thứ 0", "Người Thứ 1"}
    assert {one.number_end for one in found.accounts} == {number_of(0)[-4:]}
    assert "identity.read_review" in {line.act for line in audit.lines_about("review", row.id)}
    with pytest.raises(NotYours):
        queries.conversion_review(Actor("resident", pair[1][0], assurance=1), row.id)
