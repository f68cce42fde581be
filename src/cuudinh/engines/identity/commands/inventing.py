"""Rows of invented residents by the hundred thousand: what `open_accounts` writes, made ready without the ORM.

A store at full size has as many accounts as a province; through the ORM that would take longer than anybody
waits. Names and numbers are sealed as always, each under its own person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.models import Account, Credential, Person, PersonIdentifier
from cuudinh.engines.identity.naming import name_normal, phone_normal
from cuudinh.kernel import clock, ids


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody to be invented: name, telephone number in its normal form, the citizen number stated, the unit."""

    name: str
    phone: str
    number: str = ""
    unit_code: str = ""


@dataclass(frozen=True, slots=True)
class InventedResident:
    """The rows of one resident by column, but for the ids that tie them together."""

    person: dict[str, Any]
    identifier: dict[str, Any]
    account: dict[str, Any]
    credential: dict[str, Any]
    claims: list[dict[str, Any]]


def invented_residents(
    people: Iterable[InventedPerson], *, like: int, language: str
) -> Iterator[InventedResident]:
    """Give the rows of people, with the password of the account `like`.

    Telephone numbers must be in their normal form (`normal_phone`).
    """
    key, now = fields.newest_key(), connection.ops.adapt_datetimefield_value(clock.now())
    sealer, secret = fields.Sealer(key), Credential.objects.get(account_id=like).secret
    blank_person, blank_identifier, blank_credential = map(_blank, (Person, PersonIdentifier, Credential))
    account = {
        **_blank(Account),
        "kind": "resident", "login": None, "name": "", "is_active": True, "language": language, "made_at": now,
    }  # fmt: skip
    for one in people:
        person_id, part = ids.uuid7(), fields.new_part()
        owner = fields.Owner(person_id, part)
        shown = person_id if connection.features.has_native_uuid_field else person_id.hex
        yield InventedResident(
            person={
                **blank_person,
                "id": shown,
                "name_sealed": sealer.seal(owner, "name", name_normal(one.name)),
                "key_id": key.version,
                "key_part": part,
                "made_at": now,
            },
            identifier={
                **blank_identifier,
                "person_id": shown,
                "kind": "phone",
                "sealed": sealer.seal(owner, "phone", one.phone),
                "key_id": key.version,
                "blind_index": fields.blind_index("phone", one.phone),
                "last4": one.phone[-4:],
            },
            account={**account, "person_id": shown, "unit_code": one.unit_code},
            credential={**blank_credential, "kind": "password", "secret": secret, "changed_at": now},
            claims=[_claim(one.number, shown, owner, sealer, key.version, now)] if one.number else [],
        )


def _blank(model: type[Model]) -> dict[str, Any]:
    """Give what stands in the columns of a new row unless somebody says otherwise."""
    return {
        field.attname: None if field.null else field.get_default() for field in model._meta.concrete_fields
    }


def _claim(
    number: str, person: Any, owner: fields.Owner, sealer: fields.Sealer, version: int, now: Any
) -> dict[str, Any]:
    return {
        "person_id": person,
        "kind": "cccd",
        "sealed": sealer.seal(owner, "cccd", number),
        "key_id": version,
        "blind_index": fields.blind_index("cccd", number),
        "last4": number[-4:],
        "stated_at": now,
    }


def normal_phone(phone: str) -> str | None:
    """Give a telephone number in the form in which it is kept, or None when it is none."""
    return phone_normal(phone, snapshot.current().country)
