"""The queue of sign-ons that fit no account or several, and what two people see of them."""

from typing import Final

import msgspec

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.models import AccountMerge, MatchReview
from cuudinh.engines.identity.queries.conversions import permitted
from cuudinh.engines.identity.queries.reviews import look_at_accounts, reviewed_accounts
from cuudinh.engines.identity.rules.reviewing import MATCH_ANSWERS, keepable
from cuudinh.engines.identity.types import MatchRow, MatchView, MergeView, UnknownConversion
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

MATCHES_MOST: Final = 100
_STATES: Final = {"open": ("open",), "proposed": ("proposed",), "decided": ("accepted", "apart")}
_END: Final = 4


def match_reviews(actor: Actor, state: str = "open", after: int = 0) -> tuple[MatchRow, ...]:
    """Give sign-ons in a state (open, proposed, decided), the oldest first, after one. Raises `NotYours`."""
    permitted(actor, "account.read_conversion")
    found = MatchReview.objects.filter(state__in=_STATES[state], pk__gt=after).order_by("pk")[:MATCHES_MOST]
    names = snapshot.staff_names()
    return tuple(
        MatchRow(
            row.pk,
            row.reason,
            row.state,
            len(row.accounts),
            row.opened_at,
            names.get(row.proposed_by or 0, ""),
        )
        for row in found
    )


@acting()
def match_review(actor: Actor, match_id: int) -> MatchView:
    """Give one sign-on with what it proved and who the accounts say they are; everybody in it sees that look.

    Raises `NotYours`, `UnknownConversion`.
    """
    rule = permitted(actor, "account.read_conversion")
    row = MatchReview.objects.select_related("key").filter(pk=match_id).first()
    if row is None:
        raise UnknownConversion
    audit.record(actor, "identity.read_match", ("match-review", row.pk), rule=rule)
    look_at_accounts(actor, row.accounts, rule)
    proved = _proved(row)
    names = snapshot.staff_names()
    merges = _merges(row)
    return MatchView(
        id=row.pk,
        reason=row.reason,
        state=row.state,
        answer=row.answer,
        account_id=row.account_id,
        why=row.why,
        proposer=names.get(row.proposed_by or 0, ""),
        decider=names.get(row.decided_by or 0, ""),
        opened_at=row.opened_at,
        name=proved["name"],
        number_end=proved["number"][-_END:],
        number_kind=proved["kind"],
        accounts=tuple(reviewed_accounts(row.accounts)),
        answers=MATCH_ANSWERS[row.reason],
        keepable=keepable(row.reason, row.accounts),
        may_propose=row.state == "open",
        may_decide=row.state == "proposed" and row.proposed_by != actor.account_id,
        may_reopen=row.settled_at is not None and all(one.is_undone for one in merges),
        merges=merges,
    )


def _proved(row: MatchReview) -> dict[str, str]:
    sealed = fields.unseal(row.key, fields.Owner(row.ref, None), "review", row.sealed)
    return msgspec.json.decode(sealed, type=dict[str, str])


def _merges(row: MatchReview) -> tuple[MergeView, ...]:
    found = AccountMerge.objects.filter(match=row).order_by("pk")
    return tuple(
        MergeView(one.pk, one.merged_account_id, one.kept_account_id, one.undone_at is not None)
        for one in found
    )
