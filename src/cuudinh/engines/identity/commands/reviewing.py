"""What no rule may decide: one person proposes whose accounts these are, another one decides, and it is carried out."""

from typing import Final

from cuudinh.engines.identity.commands.merging import merge
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.converting import members
from cuudinh.engines.identity.models import Account, ConversionReview, IdentifierClaim
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

REASON_LEAST: Final = 10
# merge: all are of one person, and one account is kept; apart: only the one kept may state this number;
# yes and no: whether the account is of the person of the register it is like.
ANSWERS: Final = {"same": ("merge", "apart"), "alike": ("yes", "no")}


@acting()
def propose_answer(
    actor: Actor, *, review_id: int, answer: str, reason: str, kept_account_id: int | None = None
) -> None:
    """Propose the answer to a review, for another person to decide.

    Raises `NotYours`, `UnknownConversion`, `ReviewMoved`, `ReasonNeeded`, `NotMergeable` for an answer or an
    account that is not among those of the review.
    """
    rule, purpose = permit(actor, "account.review_duplicate"), " ".join(reason.split())
    if len(purpose) < REASON_LEAST:
        raise ReasonNeeded
    review = _locked(review_id)
    if review.state != "open":
        raise ReviewMoved
    account_ids = set(review.accounts.values_list("account_id", flat=True))
    if answer not in ANSWERS[review.kind] or (review.kind == "same") != (kept_account_id in account_ids):
        raise NotMergeable
    review.state, review.answer, review.kept_account_id = "proposed", answer, kept_account_id
    review.reason, review.proposed_by, review.proposed_at = purpose[:200], account_of(actor), clock.now()
    review.save()
    _tell(actor, "identity.propose_answer", review, rule, purpose)


@acting()
def decide_review(actor: Actor, *, review_id: int, approves: bool) -> None:
    """Approve what somebody else proposed and carry it out, or send it back to the queue.

    Raises `NotYours`, `UnknownConversion`, `ReviewMoved`, `AnotherMustDecide`, `NotMergeable`.
    """
    rule = permit(actor, "account.review_duplicate")
    review = _locked(review_id)
    if review.state != "proposed":
        raise ReviewMoved
    if review.proposed_by == account_of(actor):
        raise AnotherMustDecide
    if not approves:
        review.state, review.answer, review.kept_account_id = "open", "", None
        review.proposed_by, review.proposed_at = None, None
        review.save()
        _tell(actor, "identity.return_answer", review, rule)
        return
    review.state, review.decided_by, review.decided_at = "decided", account_of(actor), clock.now()
    review.save()
    _tell(actor, "identity.approve_answer", review, rule)
    _carry_out(actor, review, rule)


def _locked(review_id: int) -> ConversionReview:
    review = ConversionReview.objects.select_for_update().filter(pk=review_id).first()
    if review is None:
        raise UnknownConversion
    return review


def _carry_out(actor: Actor, review: ConversionReview, rule: str) -> None:
    account_ids = list(review.accounts.order_by("account_id").values_list("account_id", flat=True))
    others = [number for number in account_ids if number != review.kept_account_id]
    if review.answer == "merge":
        assert review.kept_account_id is not None, "it was proposed with the account that is kept"
        for number in others:
            merge(actor, review, merged_id=number, kept_id=review.kept_account_id, rule=rule)
    elif review.answer == "apart":
        persons = Account.objects.filter(pk__in=others).values("person_id")
        IdentifierClaim.objects.filter(kind="cccd", person_id__in=persons).delete()
        outbox.publish(ReviewSettled(str(review.pk), None, others))
    elif review.answer == "yes":
        members.wait_for_owner(review.run, account_ids)
        outbox.publish(ReviewSettled(str(review.pk), account_ids[0], []))
        return
    members.decide_again(review.run, account_ids)


def _tell(actor: Actor, act: str, review: ConversionReview, rule: str, purpose: str = "") -> None:
    facts = {"kind": review.kind, "answer": review.answer}
    audit.record(actor, act, ("review", review.pk), purpose=purpose, rule=rule, facts=facts)
