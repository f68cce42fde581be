"""Following a case instead of reporting the same again."""

from django.db.models import Q

from cuudinh.engines.cases.commands.effects import count_followers
from cuudinh.engines.cases.commands.permitting import permit
from cuudinh.engines.cases.models import Follow
from cuudinh.engines.cases.store import load
from cuudinh.engines.cases.types import CaseNotThere
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import SignInFirst


@acting()
def follow_case(actor: Actor, *, number: str) -> None:
    """Be told what happens to a published case; following twice is following once.

    Raises `SignInFirst`, and `CaseNotThere` for a case that is not public: nobody learns that it exists.
    """
    if actor.account_id is None:
        raise SignInFirst
    loaded = load(actor, number)
    rule = permit(actor, "case.follow", loaded.facts)
    if not loaded.case.is_public and not loaded.facts.is_reporter:
        raise CaseNotThere(number=number)
    if loaded.facts.is_reporter or loaded.facts.is_follower:
        return
    Follow.objects.create(case_id=loaded.case_id, account_id=actor.account_id, since=clock.now())
    count_followers(loaded.case_id)
    audit.record(actor, "case.follow", ("case", loaded.case.number), rule=rule)


@acting()
def unfollow_case(actor: Actor, *, number: str) -> None:
    """Be told no more, also of the case it was merged into. Raises `SignInFirst`, `CaseNotThere`."""
    if actor.account_id is None:
        raise SignInFirst
    loaded = load(actor, number)
    mine = Follow.objects.filter(account_id=actor.account_id)
    followed = mine.filter(Q(case_id=loaded.case_id) | Q(came_with_id=loaded.case_id))
    left = sorted(set(followed.values_list("case_id", flat=True)))
    followed.delete()
    for case_id in left:
        count_followers(case_id)
    if left:
        audit.record(actor, "case.unfollow", ("case", loaded.case.number))
