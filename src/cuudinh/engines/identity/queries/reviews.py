"""The queue of accounts that no rule may decide about, and what two people see of them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.looking import note_look
from cuudinh.engines.identity.models import (
    Account,
    AccountMerge,
    ConversionReview,
    IdentifierClaim,
    PersonIdentifier,
)
from cuudinh.engines.identity.queries.conversions import permitted
from cuudinh.engines.identity.registers import SUBJECT
from cuudinh.engines.identity.types import (
    MergeView,
    ReviewedAccount,
    ReviewRow,
    ReviewView,
    UnknownConversion,
)
from cuudinh.journal import audit
from cuudinh.journal.statements import database, rows_of
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

REVIEWS_MOST: Final = 100
LOOKED_WITHIN: Final = timedelta(hours=1)


def conversion_reviews(actor: Actor, state: str = "open", after: int = 0) -> tuple[ReviewRow, ...]:
    """Give reviews in a state (open, proposed, decided), the oldest first, after one. Raises `NotYours`."""
    permitted(actor, "account.read_conversion")
    rows = ConversionReview.objects.filter(state=state, pk__gt=after).order_by("pk")[:REVIEWS_MOST]
    names = snapshot.staff_names()
    return tuple(
        ReviewRow(
            row.pk, row.kind, row.state, row.number_of, row.opened_at, names.get(row.proposed_by or 0, "")
        )
        for row in rows.annotate(number_of=Count("accounts"))
    )


@acting()
def conversion_review(actor: Actor, review_id: int) -> ReviewView:
    """Give one review with who its accounts say they are; each of them sees that somebody looked.

    Raises `NotYours`, `UnknownConversion`.
    """
    rule = permitted(actor, "account.read_conversion")
    row = ConversionReview.objects.filter(pk=review_id).first()
    if row is None:
        raise UnknownConversion
    audit.record(actor, "identity.read_review", ("review", row.pk), rule=rule)
    names = snapshot.staff_names()
    account_ids = list(row.accounts.order_by("account_id").values_list("account_id", flat=True))
    look_at_accounts(actor, account_ids, rule)
    return ReviewView(
        id=row.pk,
        run_id=row.run_id,
        kind=row.kind,
        state=row.state,
        answer=row.answer,
        kept_account_id=row.kept_account_id,
        reason=row.reason,
        proposer=names.get(row.proposed_by or 0, ""),
        decider=names.get(row.decided_by or 0, ""),
        accounts=tuple(reviewed_accounts(account_ids)),
        may_propose=row.state == "open",
        may_decide=row.state == "proposed" and row.proposed_by != actor.account_id,
        merges=tuple(
            MergeView(one.pk, one.merged_account_id, one.kept_account_id, one.undone_at is not None)
            for one in AccountMerge.objects.filter(review=row).order_by("pk")
        ),
    )


def look_at_accounts(actor: Actor, account_ids: Iterable[int], rule: str) -> None:
    """Note that somebody looks at who accounts say they are, once an hour for each."""
    for account_id in account_ids:
        about = ("account", audit.pseudonym(account_id))
        note_look(actor, whose=account_id, what="account", about=about, rule=rule, once_within=LOOKED_WITHIN)


def reviewed_accounts(account_ids: list[int]) -> Iterable[ReviewedAccount]:
    """Give accounts as two people need to see them to decide whose they are."""
    accounts = Account.objects.filter(pk__in=account_ids).select_related("person__key").order_by("pk")
    persons = [account.person_id for account in accounts if account.person_id]
    ends: dict[tuple[Any, str], str] = {}
    for table in (IdentifierClaim, PersonIdentifier):
        found = table.objects.filter(person__in=persons, kind__in=("phone", "cccd"))
        ends |= {(one.person_id, one.kind): one.last4 for one in found}
    found_by = PersonIdentifier.objects.filter(person__in=persons, kind__in=("cccd", SUBJECT))
    proved, by_vneid = set[UUID](), set[UUID]()
    for person_id, kind in found_by.values_list("person_id", "kind"):
        (proved if kind == "cccd" else by_vneid).add(person_id)
    for account in accounts:
        person = account.person
        name = account.name
        if person is not None:
            name = fields.unseal(person.key, fields.owner_of(person), "name", person.name_sealed)
        yield ReviewedAccount(
            account_id=account.pk,
            kind=account.kind,
            unit_code=account.unit_code,
            made_at=account.made_at,
            name=name,
            phone_end=ends.get((account.person_id, "phone"), ""),
            number_end=ends.get((account.person_id, "cccd"), ""),
            is_proved=account.person_id in proved,
            by_vneid=account.person_id in by_vneid,
            is_merged=account.merged_into_id is not None,
        )


def shared_numbers(actor: Actor) -> tuple[int, int]:
    """Give how many citizen numbers several accounts state, and how many accounts those are. Raises `NotYours`.

    One pass over an index, for who prepares a conversion; no page asks for it.
    """
    permitted(actor, "account.read_conversion")
    found = rows_of(database(), _SHARED, [])
    return found[0][0], int(found[0][1] or 0)


_SHARED: Final = """SELECT COUNT(*), SUM(stating) FROM (SELECT COUNT(*) AS stating FROM identity_identifierclaim
    WHERE kind = 'cccd' GROUP BY blind_index HAVING COUNT(*) > 1) numbers"""
