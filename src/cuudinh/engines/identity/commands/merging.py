"""Two accounts of one person become one: the other is its alias, and all it held is reached through the one kept."""

from datetime import timedelta
from typing import Any, Final

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.converting import members
from cuudinh.engines.identity.models import (
    Account,
    AccountMerge,
    ConversionReview,
    ConversionScenario,
    MatchReview,
    Membership,
    Person,
    Representation,
    Session,
)
from cuudinh.engines.identity.types import (
    AccountsMerged,
    NotMergeable,
    ReasonNeeded,
    TooLateToUndo,
    UnknownConversion,
)
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

REASON_LEAST: Final = 10
_KEPT: Final = ("account_id", "office_id", "role", "valid_from")


def merge(
    actor: Actor, review: ConversionReview | MatchReview, *, merged_id: int, kept_id: int, rule: str
) -> int:
    """Make one account the alias of another, inside the act that decides it. Raises `NotMergeable`."""
    held = {
        row.pk: row for row in Account.objects.select_related("person").filter(pk__in=(merged_id, kept_id))
    }
    merged, kept = held.get(merged_id), held.get(kept_id)
    if merged is None or kept is None or merged_id == kept_id or merged.kind != kept.kind:
        raise NotMergeable
    if merged.merged_into_id or kept.merged_into_id or not merged.person_id or not kept.person_id:
        raise NotMergeable
    before = {
        "is_active": merged.is_active,
        "memberships": _move_memberships(merged_id, kept_id),
        "representations": _move_representations(merged_id, kept_id),
    }
    Account.objects.filter(pk=merged_id).update(merged_into=kept, is_active=False)
    Person.objects.filter(pk=merged.person_id).update(merged_into=kept.person)
    Session.objects.filter(account_id=merged_id).delete()
    done = AccountMerge.objects.create(
        review=review if isinstance(review, ConversionReview) else None,
        match=review if isinstance(review, MatchReview) else None,
        merged_account_id=merged_id,
        kept_account_id=kept_id,
        before=before,
        at=clock.now(),
    )
    _tell(actor, "identity.merge_accounts", done, rule)
    return done.pk


def _move_memberships(merged_id: int, kept_id: int) -> list[int]:
    """Move the seats that the kept account does not hold already, and give which: they move back on undoing."""
    held = set(Membership.objects.filter(account_id=kept_id).values_list(*_KEPT[1:]))
    rows = Membership.objects.filter(account_id=merged_id).values_list("pk", *_KEPT[1:])
    moving = [number for number, *seat in rows if tuple(seat) not in held]
    Membership.objects.filter(pk__in=moving).update(account_id=kept_id)
    return moving


def _move_representations(merged_id: int, kept_id: int) -> dict[str, list[int]]:
    """Move what the merged account does for others, and others for it; give which, so that they move back."""
    held = Representation.objects.filter(representative_id=kept_id, state__in=("asked", "confirmed"))
    doing = Representation.objects.filter(representative_id=merged_id)
    moved = {
        "representative": list(
            doing.exclude(
                state__in=("asked", "confirmed"), subject_index__in=held.values("subject_index")
            ).values_list("pk", flat=True)
        ),
        "subject": list(Representation.objects.filter(subject_id=merged_id).values_list("pk", flat=True)),
    }
    for column, rows in moved.items():
        Representation.objects.filter(pk__in=rows).update(**{f"{column}_id": kept_id})
    return moved


@acting()
def undo_merge(actor: Actor, *, merge_id: int, reason: str) -> None:
    """Make an alias an account of its own again, with all that came from it, within the days of the scenario.

    Raises `NotYours`, `UnknownConversion`, `ReasonNeeded`, `TooLateToUndo`.
    """
    rule, purpose = permit(actor, "account.review_duplicate"), " ".join(reason.split())
    if len(purpose) < REASON_LEAST:
        raise ReasonNeeded
    done = (
        AccountMerge.objects.select_related("review__run").filter(pk=merge_id, undone_at__isnull=True).first()
    )
    if done is None:
        raise UnknownConversion
    days = _undo_days(done)
    if days is not None and clock.now() > done.at + timedelta(days=days):
        raise TooLateToUndo(days=days)
    before: dict[str, Any] = done.before
    alias = Account.objects.filter(pk=done.merged_account_id)
    Person.objects.filter(account__in=alias).update(merged_into=None)
    alias.update(merged_into=None, is_active=before["is_active"])
    Membership.objects.filter(pk__in=before["memberships"]).update(account_id=done.merged_account_id)
    for column, rows in before.get("representations", {}).items():
        Representation.objects.filter(pk__in=rows).update(**{f"{column}_id": done.merged_account_id})
    AccountMerge.objects.filter(pk=done.pk).update(undone_at=clock.now())
    members.decide_again_everywhere([done.merged_account_id, done.kept_account_id])
    _tell(actor, "identity.undo_merge", done, rule, purpose, is_undone=True)


def _undo_days(done: AccountMerge) -> int | None:
    """Give the days of the run that a merge came from, or of the first scenario in force; none without one."""
    body = done.review.run.body if done.review is not None else None
    if body is None:
        body = ConversionScenario.objects.order_by("position").values_list("body", flat=True).first()
    return int(body["undo_days"]) if body is not None else None


def _tell(
    actor: Actor, act: str, done: AccountMerge, rule: str, purpose: str = "", *, is_undone: bool = False
) -> None:
    facts = {"merge": done.pk, "kept": audit.pseudonym(done.kept_account_id)}
    about = ("account", audit.pseudonym(done.merged_account_id))
    audit.record(actor, act, about, purpose=purpose, rule=rule, facts=facts)
    outbox.publish(AccountsMerged(done.pk, done.merged_account_id, done.kept_account_id, is_undone))
    snapshot.changed()
