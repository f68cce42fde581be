"""What the registers hold of people who were proved: read for any number of them with the same few statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.models import Account, IdentifierClaim, MatchReview, PersonIdentifier
from cuudinh.engines.identity.naming import name_normal
from cuudinh.engines.identity.ports import NUMBER_KINDS, ProvedPerson
from cuudinh.engines.identity.rules.matching import Held, Holder, Proved
from cuudinh.kernel.text import fold

SUBJECT: Final = "vneid"
# Below this level a sign-on vouches for its own account, not for the number in it.
NUMBER_PROVED_FROM: Final = 2
_MERGED_MOST: Final = 10
SETTLED: Final = ("accepted", "apart")
_WANTED: Final = (SUBJECT, *NUMBER_KINDS)


def proved_of(person: ProvedPerson) -> Proved:
    """Give what may find an account: the number only where its level proves it."""
    number = ""
    if person.id_number and person.level >= NUMBER_PROVED_FROM:
        number = fields.blind_index(person.id_kind, person.id_number)
    subject = fields.blind_index(SUBJECT, person.subject) if person.subject else ""
    return Proved(subject, number, fold(name_normal(person.name)))


@dataclass(frozen=True, slots=True)
class _Read:
    """The rows that concern some people: who holds or states which index, and their accounts by person."""

    holders: Mapping[str, UUID]
    claimers: Mapping[str, Sequence[UUID]]
    accounts: Mapping[UUID, Account] = field(repr=False)
    proved: Mapping[UUID, Sequence[tuple[str, str]]] = field(repr=False)
    reviews: Mapping[str, MatchReview] = field(repr=False)


def held_for(people: Sequence[Proved]) -> list[Held]:
    """Give what the registers hold of each, in their order."""
    indexes = {index for one in people for index in (one.subject, one.number) if index}
    holders = dict(
        PersonIdentifier.objects.filter(kind__in=_WANTED, blind_index__in=indexes).values_list(
            "blind_index", "person_id"
        )
    )
    claimers: defaultdict[str, list[UUID]] = defaultdict(list)
    stated = IdentifierClaim.objects.filter(kind__in=NUMBER_KINDS, blind_index__in=indexes).order_by("id")
    for index, person_id in stated.values_list("blind_index", "person_id"):
        claimers[index].append(person_id)
    reviews = _reviews_of([one.subject for one in people if one.subject])
    persons = {*holders.values(), *(one for found in claimers.values() for one in found)}
    accounts = _accounts_of(persons, [one.account_id for one in reviews.values() if one.account_id])
    proved = _proved_of({one.person_id for one in accounts.values() if one.person_id})
    read = _Read(holders, claimers, accounts, proved, reviews)
    return [_held(one, read) for one in people]


def _accounts_of(persons: Iterable[UUID], numbers: Iterable[int]) -> dict[UUID, Account]:
    """Give the account that stands for each person now; one that was merged stands for nobody any more."""
    query = Account.objects.select_related("person__key")
    found = {one.pk: one for one in query.filter(person_id__in=list(persons))}
    found |= {one.pk: one for one in query.filter(pk__in=list(numbers))}
    for _ in range(_MERGED_MOST):
        wanted = {one.merged_into_id for one in found.values() if one.merged_into_id} - found.keys()
        if not wanted:
            break
        found |= {one.pk: one for one in query.filter(pk__in=wanted)}
    return {one.person_id: _final(one, found) for one in found.values() if one.person_id is not None}


def _final(account: Account, found: Mapping[int, Account]) -> Account:
    while account.merged_into_id is not None:
        account = found[account.merged_into_id]
    return account


def _proved_of(persons: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    rows: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    query = PersonIdentifier.objects.filter(person_id__in=list(persons), kind__in=_WANTED)
    for person_id, kind, index in query.values_list("person_id", "kind", "blind_index"):
        rows[person_id].append((kind, index))
    return rows


def _reviews_of(subjects: Iterable[str]) -> dict[str, MatchReview]:
    """Give the last review of each subject that was settled."""
    settled = MatchReview.objects.filter(source=SUBJECT, subject_index__in=list(subjects), state__in=SETTLED)
    return {one.subject_index: one for one in settled.order_by("settled_at", "id")}


def _held(one: Proved, read: _Read) -> Held:
    review = read.reviews.get(one.subject)
    # What was answered of one number says nothing of another.
    if review is not None and one.number and review.number_index != one.number:
        review = None
    is_apart = review is not None and review.state == "apart"
    by_claim = (_holder(person_id, read) for person_id in read.claimers.get(one.number, ()))
    return Held(
        by_subject=_holder(read.holders.get(one.subject), read),
        by_number=_holder(read.holders.get(one.number), read),
        by_claim=tuple({found.account_id: found for found in by_claim if found is not None}.values()),
        accepted=_reviewed(review, read),
        is_apart=is_apart,
        apart_for=review.reason if review is not None and is_apart else "",
    )


def _reviewed(review: MatchReview | None, read: _Read) -> Holder | None:
    if review is None or review.account_id is None:
        return None
    account = next(one for one in read.accounts.values() if one.pk == review.account_id)
    return _holder(account.person_id, read)


def _holder(person_id: UUID | None, read: _Read) -> Holder | None:
    account = read.accounts.get(person_id) if person_id is not None else None
    if account is None or account.person is None:
        return None
    person = account.person
    proved = dict(read.proved.get(person.pk, ()))
    number = next((proved[kind] for kind in NUMBER_KINDS if kind in proved), "")
    name = fold(fields.unseal(person.key, fields.owner_of(person), "name", person.name_sealed))
    return Holder(account.pk, proved.get(SUBJECT, ""), number, name)
