"""Rows of invented residents by the hundred thousand: what `open_accounts` writes, made ready without the ORM.

A store at full size has as many accounts as a province; through the ORM that would take longer than anybody
waits. Names and numbers are sealed as always, each under its own person.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Model

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.models import Account, Credential, IdentifierClaim, Person, PersonIdentifier
from cuudinh.engines.identity.naming import name_normal
from cuudinh.kernel import clock, ids
from cuudinh.packs.forms.contacts import phone_normal

Values = tuple[Any, ...]
_IDENTIFIER: Final = ("id", "person_id", "sealed", "blind_index", "last4")


class InventedPerson(NamedTuple):
    """Somebody to be invented: name, telephone number in its normal form, the citizen number stated, the unit."""

    name: str
    phone: str
    number: str = ""
    unit_code: str = ""


class InventedResident(NamedTuple):
    """The rows of one resident, their values in the order of the columns; `claim` only for who states a number."""

    person: Values
    identifier: Values
    account: Values
    credential: Values
    claim: Values | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The last number that each table gave."""

    identifier: int
    account: int
    credential: int
    claim: int


class _Form:
    """Rows of one model: `told` are the columns whose values differ, what is the same in all is written once."""

    def __init__(self, model: type[Model], *told: str, **same: Any) -> None:
        columns = [one.attname for one in model._meta.concrete_fields]
        rest = [one for one in model._meta.concrete_fields if one.attname not in told]
        assert set(told) | same.keys() <= set(columns), "a form tells of columns of its table"
        blank = {one.attname: None if one.null else one.get_default() for one in rest}
        self._same = tuple({**blank, **same}.values())
        order = [*told, *blank]
        self._in_order = itemgetter(*(order.index(one) for one in columns))

    def row(self, *told: Any) -> Values:
        """Give the values of a row in the order of its columns."""
        row: Values = self._in_order((*told, *self._same))
        return row


class _Forms:
    """The forms of all rows of a resident, with the password of the account `like`."""

    def __init__(self, version: int, like: int, language: str) -> None:
        now = connection.ops.adapt_datetimefield_value(clock.now())
        kept: dict[str, Any] = {"kind": "resident", "name": "", "is_active": True, "language": language}
        secret = Credential.objects.get(account_id=like).secret
        self.person = _Form(Person, "id", "name_sealed", "key_part", key_id=version, made_at=now)
        self.phone = _Form(PersonIdentifier, *_IDENTIFIER, kind="phone", key_id=version)
        self.account = _Form(Account, "id", "person_id", "unit_code", made_at=now, **kept)
        self.credential = _Form(
            Credential, "id", "account_id", kind="password", secret=secret, changed_at=now
        )
        self.claim = _Form(IdentifierClaim, *_IDENTIFIER, kind="cccd", key_id=version, stated_at=now)


def invented_residents(
    people: Iterable[InventedPerson], *, like: int, language: str, after: Numbers
) -> Iterator[InventedResident]:
    """Give the rows of people, with the password of the account `like`; each table is numbered on.

    Telephone numbers must be in their normal form (`normal_phone`).
    """
    key = fields.newest_key()
    forms, sealer = _Forms(key.version, like, language), fields.Sealer(key)
    shown, claims = _shown(), after.claim
    for n, (name, phone, number, unit_code) in enumerate(people, 1):
        person_id, part = ids.uuid7(), fields.new_part()
        owner, person = fields.Owner(person_id, part), shown(person_id)
        identifier, account = after.identifier + n, after.account + n
        claim = None
        if number:
            claims += 1
            found = fields.blind_index("cccd", number)
            sealed = sealer.seal(owner, "cccd", number)
            claim = forms.claim.row(claims, person, sealed, found, number[-4:])
        index, sealed = fields.blind_index("phone", phone), sealer.seal(owner, "phone", phone)
        yield InventedResident(
            forms.person.row(person, sealer.seal(owner, "name", name_normal(name)), part),
            forms.phone.row(identifier, person, sealed, index, phone[-4:]),
            forms.account.row(account, person, unit_code),
            forms.credential.row(after.credential + n, account),
            claim,
        )


def _shown() -> Callable[[UUID], Any]:
    """Give what makes the number of a person ready for this database."""
    return (lambda one: one) if connection.features.has_native_uuid_field else attrgetter("hex")


def normal_phone(phone: str) -> str | None:
    """Give a telephone number in the form in which it is kept, or None when it is none."""
    return phone_normal(phone, snapshot.current().country)
