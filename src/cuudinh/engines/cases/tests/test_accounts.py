"""Two accounts become one: cases and followings are reached through the one that is kept, and go back on undoing."""

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.accounts import accounts_merged
from cuudinh.engines.cases.models import Case, Follow, MergedRow, Party
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.identity.types import AccountsMerged
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def own(who: Actor) -> set[str]:
    return set(queries.own_unfinished_cases(who))


def merge(merged: Actor, kept: Actor, *, is_undone: bool = False) -> None:
    assert merged.account_id is not None
    assert kept.account_id is not None
    with acting():
        accounts_merged(AccountsMerged(7, merged.account_id, kept.account_id, is_undone))


def test_what_an_account_holds_goes_to_the_kept_one_and_back(town: Town) -> None:
    merged, kept = town["resident"], town["neighbour"]
    mine, theirs = town.file(), town.file("neighbour")
    for number, account_id in (
        (theirs, merged.account_id),
        (mine, merged.account_id),
        (mine, kept.account_id),
    ):
        case = Case.objects.get(number=number)
        Follow.objects.create(case=case, account_id=account_id or 0, since=clock.now())
    before = sorted(Party.objects.values_list("id", "account_id")), sorted(Follow.objects.values_list())
    merge(merged, kept)
    assert (own(merged), own(kept)) == (set(), {mine, theirs})
    followed = Follow.objects.filter(account_id=kept.account_id or 0)
    assert set(followed.values_list("case__number", flat=True)) == {mine, theirs}
    later = town.file("neighbour")
    merge(merged, kept, is_undone=True)
    assert (own(merged), own(kept)) == ({mine}, {theirs, later})
    parties = sorted(Party.objects.exclude(case__number=later).values_list("id", "account_id"))
    assert (parties, sorted(Follow.objects.values_list())) == before
    assert not MergedRow.objects.exists()
