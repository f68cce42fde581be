"""Sign-ons that fit no account or several: two people say whose it is, and the next sign-on goes by that."""

from dataclasses import replace

import pytest

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.commands.matching import settle
from cuudinh.engines.identity.models import Account, IdentifierClaim, Look, PersonIdentifier
from cuudinh.engines.identity.ports import ProvedPerson
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD, Staffer
from cuudinh.engines.identity.types import (
    AnotherMustDecide,
    MatchView,
    NotMergeable,
    ReasonNeeded,
    ReviewMoved,
    Stated,
)
from cuudinh.journal import audit, clerk
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import NotYours, StepUpNeeded

pytestmark = pytest.mark.django_db

NUMBER, WHY = "000190000002", "Đã đối chiếu căn cước tại quầy"
HOA = ProvedPerson(subject="s-hoa", level=2, name="Lê Thị Hoa", id_number=NUMBER, evidence="acr=2")
Two = tuple[Actor, Actor]


@pytest.fixture
def two(staff: Staffer) -> Two:
    """Two administrators."""
    return staff("quantri1", "ioc", "administrator"), staff("quantri2", "ioc", "administrator")


def _stating(*phones: str, name: str = "Lê Thị Hoa", number: str = NUMBER) -> list[int]:
    """Open accounts that state one number; give theirs."""
    opened = [
        commands.register_resident(VISITOR, name=name, phone=phone, password=PASSWORD).id for phone in phones
    ]
    commands.state_numbers(CONSOLE, [Stated(account_id, number) for account_id in opened])
    return opened


def _answered(two: Two, answer: str, account_id: int | None = None) -> MatchView:
    """Let two people answer the oldest sign-on that waits; give it as it stands then."""
    row = queries.match_reviews(two[0])[0]
    commands.propose_match(two[0], match_id=row.id, answer=answer, reason=WHY, account_id=account_id)
    commands.decide_match(two[1], match_id=row.id, approves=True)
    return queries.match_review(two[0], row.id)


def test_two_accounts_of_one_person_are_merged_and_undone(two: Two) -> None:
    first, second = _stating("0905000001", "0905000002")
    assert settle(VISITOR, HOA).kind == "review"
    found = _answered(two, "merge", first)
    assert Account.objects.get(pk=second).merged_into_id == first
    known = settle(VISITOR, HOA)
    assert (known.kind, known.account) == ("convert", Account.objects.get(pk=first))
    assert settle(VISITOR, HOA).kind == "known"
    assert not queries.match_reviews(two[0])
    commands.undo_merge(two[1], merge_id=found.merges[0].id, reason=WHY)
    assert Account.objects.get(pk=second).merged_into_id is None
    # Who is proved goes on; that another account states the number is for people to see again.
    assert settle(VISITOR, HOA).account == Account.objects.get(pk=first)
    assert [row.reason for row in queries.match_reviews(two[0])] == ["another-account"]


def test_one_of_several_is_theirs_and_the_others_lose_the_number(two: Two) -> None:
    first, second = _stating("0905000001", "0905000002")
    settle(VISITOR, HOA)
    _answered(two, "mine", second)
    assert settle(VISITOR, HOA).account == Account.objects.get(pk=second)
    assert not IdentifierClaim.objects.filter(kind="cccd").exists()
    clerk.run_until_idle()
    assert queries.match_reviews(two[0]) == ()
    assert Account.objects.get(pk=first).is_active


def test_none_is_theirs_and_they_get_an_account_of_their_own(two: Two) -> None:
    (other,) = _stating("0905000001", name="Lê Thị Huệ")
    assert settle(VISITOR, HOA).kind == "review"
    _answered(two, "apart")
    opened = settle(VISITOR, HOA)
    assert (opened.kind, opened.account == Account.objects.get(pk=other)) == ("new", False)


def test_who_was_said_not_to_be_the_owner_is_refused_until_somebody_looks_again(two: Two) -> None:
    mine = settle(VISITOR, HOA).account
    thief = ProvedPerson(subject="s-thief", level=2, name="Lê Thị Hoa", id_number=NUMBER, evidence="acr=2")
    assert settle(VISITOR, thief).kind == "review"
    found = _answered(two, "apart")
    assert [settle(VISITOR, thief).kind for _ in range(2)] == ["refused", "refused"]
    assert settle(VISITOR, HOA).account == mine
    assert found.may_reopen
    commands.reopen_match(two[0], match_id=found.id, reason=WHY)
    assert settle(VISITOR, thief).kind == "review"
    assert mine is not None
    _answered(two, "mine", mine.pk)
    assert settle(VISITOR, thief).account == mine
    with pytest.raises(ReasonNeeded):
        commands.reopen_match(two[0], match_id=found.id, reason="vì")


def test_what_was_answered_of_one_number_says_nothing_of_another(two: Two) -> None:
    (mine,) = _stating("0905000001", name="Lê Thị Huệ")
    settle(VISITOR, HOA)
    _answered(two, "mine", mine)
    assert settle(VISITOR, HOA).kind == "convert"
    other = ProvedPerson(subject="s-hoa", level=2, name="Lê Thị Hoa", id_number="000190000099", evidence="")
    assert settle(VISITOR, other).kind == "review"


def test_a_proof_that_lies_with_an_alias_leads_to_the_account_that_is_kept(two: Two) -> None:
    by_number = settle(
        VISITOR, ProvedPerson(subject="", level=2, name="Lê Thị Hoa", id_number=NUMBER, evidence="")
    ).account
    by_subject = settle(
        VISITOR, ProvedPerson(subject="s-hoa", level=1, name="Lê Thị Hoa", evidence="")
    ).account
    assert by_number is not None
    assert by_subject is not None
    assert settle(VISITOR, HOA).kind == "review"
    found = _answered(two, "merge", by_number.pk)
    for _ in range(2):
        assert settle(VISITOR, HOA).account == by_number
    commands.undo_merge(two[0], merge_id=found.merges[0].id, reason=WHY)
    assert PersonIdentifier.objects.get(kind="vneid").person_id == by_subject.person_id


def test_who_proposed_may_not_decide_and_an_answer_has_to_fit(two: Two) -> None:
    first, _ = _stating("0905000001", "0905000002")
    settle(VISITOR, HOA)
    row = queries.match_reviews(two[0])[0]
    for answer, kept in (("merge", None), ("merge", 999_999), ("yes", first)):
        with pytest.raises(NotMergeable):
            commands.propose_match(two[0], match_id=row.id, answer=answer, reason=WHY, account_id=kept)
    commands.propose_match(two[0], match_id=row.id, answer="merge", reason=WHY, account_id=first)
    with pytest.raises(AnotherMustDecide):
        commands.decide_match(two[0], match_id=row.id, approves=True)
    with pytest.raises(ReviewMoved):
        commands.propose_match(two[1], match_id=row.id, answer="apart", reason=WHY)
    # They come again while two people are at it: it stays as it was proposed.
    waits = settle(VISITOR, HOA)
    assert waits.review is not None
    assert (waits.kind, waits.review.pk) == ("review", row.id)
    commands.decide_match(two[1], match_id=row.id, approves=False)
    assert queries.match_review(two[1], row.id).may_propose


def test_looking_is_seen_by_everybody_in_it_and_deciding_takes_a_fresh_proof(two: Two) -> None:
    accounts = _stating("0905000001", "0905000002")
    settle(VISITOR, HOA)
    row = queries.match_reviews(two[0])[0]
    found = queries.match_review(two[0], row.id)
    assert (found.name, found.number_end, {one.number_end for one in found.accounts}) == (
        "Lê Thị Hoa",
        "0002",
        {"0002"},
    )
    assert Look.objects.filter(what="account").count() == len(accounts)
    assert "identity.read_match" in {line.act for line in audit.lines_about("match-review", row.id)}
    tired = replace(two[0], strong_until=None)
    assert queries.match_review(tired, row.id).may_propose
    with pytest.raises(StepUpNeeded):
        commands.propose_match(tired, match_id=row.id, answer="merge", reason=WHY, account_id=accounts[0])
    with pytest.raises(NotYours):
        queries.match_review(Actor("resident", accounts[0], assurance=1), row.id)
