"""How accounts that are asked for become rows: checked and hashed first, then written in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cuudinh.engines.identity import fields, passwords, snapshot
from cuudinh.engines.identity.models import Account, Credential, Membership, Person, PersonIdentifier
from cuudinh.engines.identity.naming import (
    login_fault,
    login_normal,
    name_fault,
    name_normal,
    password_fault,
    phone_fault,
)
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AlreadyRegistered,
    NewAccount,
    NewSeat,
    UnknownOffice,
)
from cuudinh.kernel import clock, ids
from cuudinh.packs.forms.contacts import phone_normal

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """One account ready to be written: the row, its password's hash, the phone in its normal form."""

    account: Account
    secret: str = field(repr=False)
    name: str = field(repr=False)
    phone: str | None = field(repr=False)
    seats: tuple[NewSeat, ...]


def opened(accounts: Sequence[NewAccount], country: str) -> list[Opened]:
    """Check what was asked for and hash each different password once. Raises `AccountIncomplete`, `TooOften`."""
    faults = [_faults(asked, country) for asked in accounts]
    wrong = next((found for found in faults if found), None)
    if wrong:
        raise AccountIncomplete(faults=wrong)
    secrets = {password: passwords.hashed(password) for password in {one.password for one in accounts}}
    return [_opened(asked, secrets[asked.password], country) for asked in accounts]


def _faults(asked: NewAccount, country: str) -> dict[str, str]:
    found = {
        "name": name_fault(name_normal(asked.name)),
        "password": password_fault(asked.password, asked.name, asked.login, asked.phone),
    }
    if asked.kind == "resident":
        found["phone"] = phone_fault(phone_normal(asked.phone, country))
    else:
        found["login"] = _login_fault(login_normal(asked.login), country)
    return {name: fault for name, fault in found.items() if fault}


def _login_fault(login: str, country: str) -> str:
    """A login that reads as a phone number could be taken for a resident's."""
    if phone_normal(login, country):
        return gettext("Tên đăng nhập không được là số điện thoại.")
    return login_fault(login)


def _opened(asked: NewAccount, secret: str, country: str) -> Opened:
    is_resident = asked.kind == "resident"
    name = name_normal(asked.name)
    account = Account(
        kind=asked.kind,
        login=None if is_resident else login_normal(asked.login),
        name="" if is_resident else name,
        language=asked.language,
        made_at=clock.now(),
    )
    phone = phone_normal(asked.phone, country) if is_resident else None
    return Opened(account, secret, name, phone, asked.seats)


def insert_all(rows: Sequence[Opened]) -> tuple[int, ...]:
    """Write accounts with persons, credentials and seats; give their numbers. Raises `AlreadyRegistered`."""
    try:
        # A savepoint, because on PostgreSQL a broken rule spoils the transaction around it.
        with transaction.atomic():
            _insert_persons([row for row in rows if row.phone is not None])
            accounts = Account.objects.bulk_create([row.account for row in rows], _BATCH)
            _insert_credentials(rows)
    except IntegrityError as fault:
        raise AlreadyRegistered from fault
    _insert_seats(rows)
    return tuple(account.pk for account in accounts)


def _insert_persons(rows: Iterable[Opened]) -> None:
    key, now = fields.newest_key(), clock.now()
    sealer = fields.Sealer(key)
    persons, identifiers = [], []
    for row in rows:
        assert row.phone is not None, "a resident has a phone number"
        person = Person(id=ids.uuid7(), key=key, key_part=fields.new_part(), made_at=now)
        owner = fields.owner_of(person)
        person.name_sealed = sealer.seal(owner, "name", row.name)
        row.account.person = person
        persons.append(person)
        identifiers.append(
            PersonIdentifier(
                person=person,
                kind="phone",
                sealed=sealer.seal(owner, "phone", row.phone),
                key=key,
                blind_index=fields.blind_index("phone", row.phone),
                last4=row.phone[-4:],
            )
        )
    Person.objects.bulk_create(persons, _BATCH)
    PersonIdentifier.objects.bulk_create(identifiers, _BATCH)


def _insert_credentials(rows: Iterable[Opened]) -> None:
    now = clock.now()
    Credential.objects.bulk_create(
        [Credential(account=row.account, secret=row.secret, changed_at=now) for row in rows], _BATCH
    )


def _insert_seats(rows: Iterable[Opened]) -> None:
    known = snapshot.current().ids
    seats = [(row.account, seat) for row in rows for seat in row.seats]
    unknown = next((seat for _, seat in seats if seat.office_code not in known), None)
    if unknown is not None:
        raise UnknownOffice(office=unknown.office_code)
    Membership.objects.bulk_create(
        [
            Membership(
                account=account,
                office_id=known[seat.office_code],
                role=seat.role,
                valid_from=seat.since,
                document=seat.document,
            )
            for account, seat in seats
        ],
        _BATCH,
    )
