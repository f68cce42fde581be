"""Finding the account of somebody who was proved: for one at the door of a sign-on, and for many in a conversion.

What this promises to both:

- `rules.matching.decide` is the one place that decides, from what `registers.held_for` reads for any number of
  people with the same few statements; accounts that were merged are followed to the one that lives.
- Only what was proved finds anybody. A number that an account merely states converts it only when it is the one
  account that does, nothing else is proved of it, and the name is the same but for accents. All else becomes a
  row that people look at (`MatchReview`), and signs nobody in.
- What was proved never moves from one person to another: the unique indexes of identifiers refuse it, also when
  two sign-ons of one person race (`IntegrityError`; ask again, and the second one finds what the first wrote).
- Everything is written in the transaction of the caller, with its line in the log; no line says who anybody is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.converting.members import has_converted
from cuudinh.engines.identity.models import (
    Account,
    AssuranceEvent,
    DataKey,
    IdentifierClaim,
    MatchReview,
    Person,
    PersonIdentifier,
)
from cuudinh.engines.identity.naming import name_normal
from cuudinh.engines.identity.ports import ProvedPerson
from cuudinh.engines.identity.registers import (
    NUMBER_PROVED_FROM,
    SETTLED,
    SUBJECT,
    account_with_person,
    held_for,
    proved_kinds,
    proved_of,
)
from cuudinh.engines.identity.representing import SUBJECT as SUBJECT_ACCOUNT
from cuudinh.engines.identity.rules.matching import Match, MatchKind, Proved, ReviewReason, decide
from cuudinh.journal import audit
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import within_act
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

# A proof is written anew when less than this part of its life is left, not at every sign-on.
_RENEWED_AT: Final = 2
_CLAIMS: Final = PreparedRows(IdentifierClaim)


def _lasting(person_id: UUID, until: datetime) -> QuerySet[AssuranceEvent, Any]:
    is_lasting = Q(expires_at__isnull=True) | Q(expires_at__gt=until)
    of_person = AssuranceEvent.objects.filter(is_lasting, person_id=person_id, source=SUBJECT)
    return of_person.order_by("-level").values_list("level")[:1]


_LASTING: Final = Prepared(
    "identity.lasting-proof",
    _lasting,
    takes={"person_id": UUID, "until": datetime},
    sample={"person_id": UUID(int=1), "until": datetime(2026, 11, 27, tzinfo=UTC)},
)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a proved person: known, converted or new with an account, or in review or refused without one."""

    kind: MatchKind
    account: Account | None
    review: MatchReview | None = field(default=None, compare=False)


@within_act()
def settle(actor: Actor, person: ProvedPerson, *, language: str = "vi") -> Settled:
    """Find, convert or open the account of a proved person, or ask people to look; write what was proved.

    May raise `IntegrityError` when another transaction proves the same person at this moment.
    """
    proved = proved_of(person)
    match = decide(proved, held_for([proved])[0])
    if match.kind == "refused":
        return Settled("refused", None)
    review = _ask_for_review(actor, person, proved, match) if match.reason is not None else None
    if match.kind == "review":
        return Settled("review", None, review)
    if match.account_id is None:
        account = new_account(person.name, language)
    else:
        account = account_with_person(match.account_id)
        _take_over(account)
    if account.is_active:
        write_proof(account, person)
    if match.kind == "convert":
        has_converted(account.pk)
    if match.kind != "known":
        act = "identity.convert_account" if match.kind == "convert" else "identity.open_account"
        facts = {"kind": account.kind, "by": SUBJECT, "level": person.level}
        audit.record(actor, act, ("account", audit.pseudonym(account.pk)), rule="sign-on", facts=facts)
    return Settled(match.kind, account)


def new_account(name: str, language: str, *, kind: str = "resident") -> Account:
    """Open the account of a resident nobody knew, or of a child for whom others act: no phone and no password."""
    key, now = fields.newest_key(), clock.now()
    row = Person(id=ids.uuid7(), key=key, key_part=fields.new_part(), made_at=now)
    row.name_sealed = fields.seal(key, fields.owner_of(row), "name", name_normal(name))
    row.save(force_insert=True)
    return Account.objects.create(kind=kind, person=row, language=language, made_at=now)


def _take_over(account: Account) -> None:
    """Let whom others acted for sign in to what was held for them, now that they were proved themselves."""
    if account.kind == SUBJECT_ACCOUNT:
        account.kind = "resident"
        Account.objects.filter(pk=account.pk).update(kind="resident")


def write_proof(account: Account, person: ProvedPerson) -> None:
    """Write what was proved of the person of an account: subject, number, name, and at which level until when."""
    assert account.person is not None, "only a person can be proved"
    row, now = account.person, clock.now()
    proved = proved_kinds(row.pk)
    _put(row, proved, SUBJECT, person.subject)
    if person.level >= NUMBER_PROVED_FROM:
        if person.id_number:
            _put(row, proved, person.id_kind, person.id_number)
            _CLAIMS.delete(person_id=row.pk, kind=person.id_kind)
        _put_name(row, person.name)
    elif person.id_number:
        state_number(row, person.id_kind, person.id_number, now)
    _assure(row, person, now)


def _put(row: Person, proved: Mapping[str, str], kind: str, value: str) -> None:
    """Keep a value that was proved; whoever signs in again proves what is kept."""
    if value and proved.get(kind) != fields.blind_index(kind, value):
        put_identifier(row, fields.newest_key(), kind, value)


def put_identifier(row: Person, key: DataKey, kind: str, value: str) -> None:
    """Keep one value by which a person is found, if it is not the one that is kept.

    Raises `IntegrityError` when another person is found by it.
    """
    if not value:
        return
    index = fields.blind_index(kind, value)
    # An alias keeps what was proved of it, so that a merge can be undone; whoever is found by it is found here.
    theirs = PersonIdentifier.objects.filter(Q(person=row) | Q(person__merged_into=row), kind=kind)
    if theirs.filter(blind_index=index).exists():
        return
    row.identifiers.filter(kind=kind).delete()
    PersonIdentifier.objects.create(
        person=row,
        kind=kind,
        sealed=fields.seal(key, fields.owner_of(row), kind, value),
        key=key,
        blind_index=index,
        last4=value[-4:],
    )


def _put_name(row: Person, name: str) -> None:
    """Write the proved name over the stated one, where they differ."""
    normal = name_normal(name)
    if normal and fields.unseal(row.key, fields.owner_of(row), "name", row.name_sealed) != normal:
        key = fields.newest_key()
        sealed = fields.seal(key, fields.owner_of(row), "name", normal)
        Person.objects.filter(pk=row.pk).update(name_sealed=sealed, key=key)


def state_number(row: Person, kind: str, value: str, now: datetime) -> None:
    """Keep a number of a person that nothing proves yet."""
    if row.identifiers.filter(kind=kind).exists() or row.claims.filter(kind=kind).exists():
        return
    key = fields.newest_key()
    IdentifierClaim.objects.create(
        person=row,
        kind=kind,
        sealed=fields.seal(key, fields.owner_of(row), kind, value),
        key=key,
        blind_index=fields.blind_index(kind, value),
        last4=value[-4:],
        stated_at=now,
    )


def _assure(row: Person, person: ProvedPerson, now: datetime) -> None:
    """Write the proof as an event, unless one like it lasts for more than half of its life."""
    life = timedelta(days=person.days)
    lasting = _LASTING.run(person_id=row.pk, until=now + life / _RENEWED_AT)
    if any(level >= person.level for (level,) in lasting):
        return
    AssuranceEvent.objects.create(
        person=row,
        level=person.level,
        source=SUBJECT,
        evidence=person.evidence,
        at=now,
        expires_at=now + life,
    )


def _ask_for_review(actor: Actor, person: ProvedPerson, proved: Proved, match: Match) -> MatchReview | None:
    """Give the row that people look at, opened once as long as it waits; None for what was looked at already."""
    assert match.reason is not None, "a review has its reason"
    accounts = list(match.others if match.account_id is None else (match.account_id, *match.others))
    asked = MatchReview.objects.filter(
        source=SUBJECT, subject_index=proved.subject, number_index=proved.number
    )
    waiting = asked.exclude(state__in=SETTLED).first()
    if waiting is not None:
        if waiting.state == "open" and (waiting.reason, waiting.accounts) != (match.reason, accounts):
            waiting.reason, waiting.accounts = match.reason, accounts
            waiting.save(update_fields=["reason", "accounts"])
        return waiting
    # Somebody who is known is not looked at again for what was looked at already.
    if match.kind == "known" and asked.filter(reason=match.reason).exists():
        return None
    return _open_review(actor, person, proved, match.reason, accounts)


def _open_review(
    actor: Actor, person: ProvedPerson, proved: Proved, reason: ReviewReason, accounts: list[int]
) -> MatchReview:
    key, ref = fields.newest_key(), ids.uuid7()
    said = {
        "subject": person.subject,
        "number": person.id_number,
        "kind": person.id_kind,
        "name": person.name,
    }
    row = MatchReview.objects.create(
        ref=ref,
        source=SUBJECT,
        reason=reason,
        subject_index=proved.subject,
        number_index=proved.number,
        sealed=fields.seal(key, fields.Owner(ref, None), "review", msgspec.json.encode(said).decode()),
        key=key,
        accounts=accounts,
        opened_at=clock.now(),
    )
    facts = {"reason": reason, "accounts": len(accounts)}
    audit.record(actor, "identity.ask_for_review", ("match-review", ref), rule="sign-on", facts=facts)
    return row
