"""What the registers hold of people who were proved: read for any number of them with the same few statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.models import (
    Account,
    DataKey,
    IdentifierClaim,
    MatchReview,
    Person,
    PersonIdentifier,
)
from cuudinh.engines.identity.naming import name_normal
from cuudinh.engines.identity.ports import NUMBER_KINDS, ProvedPerson
from cuudinh.engines.identity.rules.matching import Held, Holder, Proved
from cuudinh.journal.prepared import Ids, Names, Prepared, Uuids
from cuudinh.kernel.text import fold

SUBJECT: Final = "vneid"
# Below this level a sign-on vouches for its own account, not for the number in it.
NUMBER_PROVED_FROM: Final = 2
_MERGED_MOST: Final = 10
SETTLED: Final = ("accepted", "apart")
_WANTED: Final = (SUBJECT, *NUMBER_KINDS)
_SOMEBODY: Final = UUID(int=1)
_SOME_INDEX: Final = "0" * 64


def _columns(model: type[Model], before: str = "") -> tuple[str, ...]:
    return tuple(f"{before}{one.attname}" for one in model._meta.concrete_fields)


_ACCOUNT: Final = _columns(Account)
_PERSON: Final = _columns(Person)
_KEY: Final = _columns(DataKey)


def _accounts(**which: Any) -> QuerySet[Account, Any]:
    found = Account.objects.filter(**which)
    return found.values_list(
        *_ACCOUNT, *(f"person__{one}" for one in _PERSON), *(f"person__key__{one}" for one in _KEY)
    )


# Asked at every sign-on.
_HOLDERS: Final = Prepared(
    "identity.holders",
    lambda indexes: PersonIdentifier.objects.filter(kind__in=_WANTED, blind_index__in=indexes).values_list(
        "blind_index", "person_id"
    ),
    takes={"indexes": Names},
    sample={"indexes": [_SOME_INDEX]},
)
_CLAIMERS: Final = Prepared(
    "identity.claimers",
    lambda indexes: (
        IdentifierClaim.objects.filter(kind__in=NUMBER_KINDS, blind_index__in=indexes)
        .order_by("id")
        .values_list("blind_index", "person_id")
    ),
    takes={"indexes": Names},
    sample={"indexes": [_SOME_INDEX]},
    may_sort=True,
)
_PROVED: Final = Prepared(
    "identity.proved-of-persons",
    lambda persons: PersonIdentifier.objects.filter(person_id__in=persons, kind__in=_WANTED).values_list(
        "person_id", "kind", "blind_index"
    ),
    takes={"persons": Uuids},
    sample={"persons": [_SOMEBODY]},
)
_SETTLED: Final = Prepared(
    "identity.settled-reviews",
    lambda subjects: (
        MatchReview.objects.filter(source=SUBJECT, subject_index__in=subjects, state__in=SETTLED)
        .order_by("settled_at", "id")
        .values_list("subject_index", "number_index", "reason", "state", "account_id")
    ),
    takes={"subjects": Names},
    sample={"subjects": [_SOME_INDEX]},
    may_sort=True,
)
_OF_PERSONS: Final = Prepared(
    "identity.accounts-of-persons",
    lambda persons: _accounts(person_id__in=persons),
    takes={"persons": Uuids},
    sample={"persons": [_SOMEBODY]},
)
_BY_NUMBER: Final = Prepared(
    "identity.accounts-by-number",
    lambda numbers: _accounts(pk__in=numbers),
    takes={"numbers": Ids},
    sample={"numbers": [1]},
)


class _Review(NamedTuple):
    """The last review of a subject that was settled."""

    number_index: str
    reason: str
    state: str
    account_id: int | None


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
    reviews: Mapping[str, _Review] = field(repr=False)


def held_for(people: Sequence[Proved]) -> list[Held]:
    """Give what the registers hold of each, in their order."""
    indexes = list({index for one in people for index in (one.subject, one.number) if index})
    holders = dict[str, UUID](_HOLDERS.run(indexes=indexes))
    claimers: defaultdict[str, list[UUID]] = defaultdict(list)
    for index, person_id in _CLAIMERS.run(indexes=indexes):
        claimers[index].append(person_id)
    subjects = [one.subject for one in people if one.subject]
    # The last one of each stays.
    reviews = {index: _Review(*said) for index, *said in _SETTLED.run(subjects=subjects)}
    persons = {*holders.values(), *(one for found in claimers.values() for one in found)}
    accounts = _accounts_of(persons, [one.account_id for one in reviews.values() if one.account_id])
    proved = _proved_of({one.person_id for one in accounts.values() if one.person_id})
    read = _Read(holders, claimers, accounts, proved, reviews)
    return [_held(one, read) for one in people]


def account_with_person(account_id: int) -> Account:
    """Give an account with its person and the data key of that person's name."""
    (found,) = _by_number([account_id])
    return found


def proved_kinds(person_id: UUID) -> dict[str, str]:
    """Give the blind index of what is proved of a person, by kind."""
    return {kind: index for _, kind, index in _PROVED.run(persons=[person_id])}


def _by_number(numbers: Iterable[int]) -> list[Account]:
    return [_account(row) for row in _BY_NUMBER.run(numbers=list(numbers))]


def _account(row: tuple[Any, ...]) -> Account:
    """Give an account of its columns, as the ORM would."""
    account: Account = _of_columns(Account, _ACCOUNT, row)
    if account.person_id is not None:
        account.person = _of_columns(Person, _PERSON, row[len(_ACCOUNT) :])
        account.person.key = _of_columns(DataKey, _KEY, row[len(_ACCOUNT) + len(_PERSON) :])
    return account


def _of_columns(model: Any, names: tuple[str, ...], row: tuple[Any, ...]) -> Any:
    return model.from_db(DEFAULT_DB_ALIAS, names, row[: len(names)])


def _accounts_of(persons: Iterable[UUID], numbers: Iterable[int]) -> dict[UUID, Account]:
    """Give the account that stands for each person now; one that was merged stands for nobody any more."""
    asked = list(persons)
    found = {one.pk: one for one in map(_account, _OF_PERSONS.run(persons=asked))} if asked else {}
    wanted = set(numbers) - found.keys()
    for _ in range(_MERGED_MOST):
        if wanted:
            found |= {one.pk: one for one in _by_number(wanted)}
        wanted = {one.merged_into_id for one in found.values() if one.merged_into_id} - found.keys()
        if not wanted:
            break
    return {one.person_id: _final(one, found) for one in found.values() if one.person_id is not None}


def _final(account: Account, found: Mapping[int, Account]) -> Account:
    while account.merged_into_id is not None:
        account = found[account.merged_into_id]
    return account


def _proved_of(persons: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    rows: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    asked = list(persons)
    for person_id, kind, index in _PROVED.run(persons=asked) if asked else ():
        rows[person_id].append((kind, index))
    return rows


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


def _reviewed(review: _Review | None, read: _Read) -> Holder | None:
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
