"""Whose account somebody is whom a sign-on proved: one person proposes, another one decides, and it is carried out."""

from cuudinh.engines.identity.commands.merging import REASON_LEAST, merge
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.converting import members
from cuudinh.engines.identity.models import Account, IdentifierClaim, MatchReview
from cuudinh.engines.identity.ports import NUMBER_KINDS
from cuudinh.engines.identity.rules.reviewing import may_answer
from cuudinh.engines.identity.types import (
    AnotherMustDecide,
    NotMergeable,
    ReasonNeeded,
    ReviewMoved,
    ReviewSettled,
    UnknownConversion,
)
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor


@acting()
def propose_match(
    actor: Actor, *, match_id: int, answer: str, reason: str, account_id: int | None = None
) -> None:
    """Propose whose account somebody is, for another person to decide.

    Raises `NotYours`, `UnknownConversion`, `ReviewMoved`, `ReasonNeeded`, `NotMergeable` for an answer or an account
    that is not among those of the review.
    """
    rule, purpose = permit(actor, "account.review_duplicate"), " ".join(reason.split())
    if len(purpose) < REASON_LEAST:
        raise ReasonNeeded
    row = _locked(match_id)
    if row.state != "open":
        raise ReviewMoved
    kept = None if answer == "apart" else account_id
    if not may_answer(row.reason, row.accounts, answer, kept):
        raise NotMergeable
    row.state, row.answer, row.account_id, row.why = "proposed", answer, kept, purpose[:200]
    row.proposed_by, row.proposed_at = account_of(actor), clock.now()
    row.save()
    _tell(actor, "identity.propose_match", row, rule, purpose)


@acting()
def decide_match(actor: Actor, *, match_id: int, approves: bool) -> None:
    """Approve what somebody else proposed and carry it out, or send it back to the queue.

    Raises `NotYours`, `UnknownConversion`, `ReviewMoved`, `AnotherMustDecide`, `NotMergeable`.
    """
    rule = permit(actor, "account.review_duplicate")
    row = _locked(match_id)
    if row.state != "proposed":
        raise ReviewMoved
    if row.proposed_by == account_of(actor):
        raise AnotherMustDecide
    if not approves:
        _open_again(row)
        _tell(actor, "identity.return_match", row, rule)
        return
    row.state = "apart" if row.answer == "apart" else "accepted"
    row.decided_by, row.settled_at = account_of(actor), clock.now()
    row.save()
    _tell(actor, "identity.approve_match", row, rule)
    _carry_out(actor, row, rule)


@acting()
def reopen_match(actor: Actor, *, match_id: int, reason: str) -> None:
    """Look again at what was settled: somebody came with papers that nobody had seen. A merge is undone by itself.

    Raises `NotYours`, `UnknownConversion`, `ReasonNeeded`, `ReviewMoved` where accounts were merged by it.
    """
    rule, purpose = permit(actor, "account.review_duplicate"), " ".join(reason.split())
    if len(purpose) < REASON_LEAST:
        raise ReasonNeeded
    row = _locked(match_id)
    waiting = MatchReview.objects.filter(
        source=row.source,
        subject_index=row.subject_index,
        number_index=row.number_index,
        state__in=("open", "proposed"),
    )
    if row.settled_at is None or waiting.exists() or row.merges.filter(undone_at__isnull=True).exists():
        raise ReviewMoved
    _open_again(row)
    _tell(actor, "identity.reopen_match", row, rule, purpose)


def _locked(match_id: int) -> MatchReview:
    row = MatchReview.objects.select_for_update().filter(pk=match_id).first()
    if row is None:
        raise UnknownConversion
    return row


def _open_again(row: MatchReview) -> None:
    row.state, row.answer, row.account, row.why = "open", "", None, ""
    row.proposed_by, row.proposed_at, row.decided_by, row.settled_at = None, None, None, None
    row.save()


def _carry_out(actor: Actor, row: MatchReview, rule: str) -> None:
    others = [number for number in row.accounts if number != row.account_id]
    if row.answer == "merge":
        assert row.account_id is not None, "it was proposed with the account that is kept"
        for number in others:
            merge(actor, row, merged_id=number, kept_id=row.account_id, rule=rule)
        dropped: list[int] = []
    else:
        dropped = _drop_claims(row.number_index, others)
    members.decide_again_everywhere(row.accounts)
    told = row.account_id if row.answer == "mine" else None
    assert row.settled_at is not None, "it is being settled"
    outbox.publish(ReviewSettled(f"m{row.pk}:{row.settled_at:%y%m%d%H%M%S}", told, dropped))


def _drop_claims(number_index: str, account_ids: list[int]) -> list[int]:
    """Drop the number from accounts that are somebody else's; give which of them had stated it."""
    if not number_index:
        return []
    persons = Account.objects.filter(pk__in=account_ids).values("person_id")
    claims = IdentifierClaim.objects.filter(
        kind__in=NUMBER_KINDS, blind_index=number_index, person_id__in=persons
    )
    stated = set(claims.values_list("person_id", flat=True))
    claims.delete()
    had = Account.objects.filter(pk__in=account_ids, person_id__in=stated)
    return sorted(had.values_list("pk", flat=True))


def _tell(actor: Actor, act: str, row: MatchReview, rule: str, purpose: str = "") -> None:
    facts = {"reason": row.reason, "answer": row.answer}
    audit.record(actor, act, ("match-review", row.pk), purpose=purpose, rule=rule, facts=facts)
