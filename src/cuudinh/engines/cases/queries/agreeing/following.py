"""Who follows a case: counted right, and whoever reported a merged case follows the main one."""

from collections.abc import Iterator
from typing import Final

from cuudinh.engines.cases.models import Case, Follow, Merge, Party
from cuudinh.engines.cases.queries.agreeing.reading import read_of_case
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.journal import audit

UNFOLLOW: Final = "case.unfollow"
_FOLLOWING: Final = read_of_case(
    "following", lambda case_id: Follow.objects.filter(case_id=case_id).values_list("account_id")
)


def follower_faults(case_id: int, case: Standing, counted: int) -> Iterator[str]:
    """Give everything in which followers and merges do not agree with a case."""
    following = _following(case_id)
    if len(following) != counted:
        yield f"{counted} followers are counted, there are {len(following)}"
    if case.master_id is not None:
        yield from _merged(case_id, case.master_id)


def _merged(case_id: int, master_id: int) -> Iterator[str]:
    """Look along the chain of merges up to its end, which it must have."""
    merges = Merge.objects.filter(case_id=case_id, undone_at__isnull=True).values_list("master_id", flat=True)
    if list(merges) != [master_id]:
        yield f"merged into {master_id}, its merges say {list(merges)}"
    mine = _reporters(case_id)
    seen: set[int] = {case_id}
    above: int | None = master_id
    while above is not None:
        if above in seen:
            yield "merged into itself along a chain"
            return
        seen.add(above)
        left = mine - _following(above) - _reporters(above)
        if left and not _told_no_more(left, seen):
            yield f"who reported it does not follow case {above}, into which it went"
        above = Case.objects.filter(pk=above).values_list("master_id", flat=True).first()


def _told_no_more(accounts: set[int], case_ids: set[int]) -> bool:
    """Whether all of these accounts asked to be told no more of some case of the chain; the log knows who did."""
    numbers = Case.objects.filter(pk__in=case_ids).order_by("id").values_list("number", flat=True)
    lines = (line for number in numbers for line in audit.lines_about("case", number, limit=500))
    return {audit.pseudonym(one) for one in accounts} <= {line.who for line in lines if line.act == UNFOLLOW}


def _following(case_id: int) -> set[int]:
    return {account_id for (account_id,) in _FOLLOWING.run(case_id=case_id)}


def _reporters(case_id: int) -> set[int]:
    known = Party.objects.filter(case_id=case_id, account_id__isnull=False)
    return {account_id for account_id in known.values_list("account_id", flat=True) if account_id is not None}
