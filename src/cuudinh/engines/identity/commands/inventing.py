"""Rows of invented residents by the hundred thousand: what `open_accounts` writes, made ready without the ORM.

A store at full size has as many accounts as a province; through the ORM that would take longer than anybody
waits. Names and numbers are sealed as always, each under its own person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.models import Credential
from cuudinh.engines.identity.naming import name_normal, phone_normal
from cuudinh.kernel import clock, ids


@dataclass(frozen=True, slots=True)
class InventedResident:
    """The rows of one resident by column, but for the ids that tie them together."""

    person: dict[str, Any]
    identifier: dict[str, Any]
    account: dict[str, Any]
    credential: dict[str, Any]


def invented_residents(
    people: Iterable[tuple[str, str]], *, like: int, language: str
) -> Iterator[InventedResident]:
    """Give the rows of people by their names and telephone numbers, with the password of the account `like`.

    The numbers must be in their normal form (`normal_phone`).
    """
    key, now = fields.newest_key(), connection.ops.adapt_datetimefield_value(clock.now())
    sealer, secret = fields.Sealer(key), Credential.objects.get(account_id=like).secret
    account = {
        "kind": "resident", "login": None, "name": "", "is_active": True, "language": language, "made_at": now,
        "unit_code": "", "merged_into_id": None,
    }  # fmt: skip
    for name, phone in people:
        person_id, part = ids.uuid7(), fields.new_part()
        owner = fields.Owner(person_id, part)
        sealed = sealer.seal(owner, "name", name_normal(name))
        shown = person_id if connection.features.has_native_uuid_field else person_id.hex
        yield InventedResident(
            person={
                "id": shown,
                "name_sealed": sealed,
                "key_id": key.version,
                "key_part": part,
                "made_at": now,
                "merged_into_id": None,
            },
            identifier={
                "person_id": shown,
                "kind": "phone",
                "sealed": sealer.seal(owner, "phone", phone),
                "key_id": key.version,
                "blind_index": fields.blind_index("phone", phone),
                "last4": phone[-4:],
            },
            account={**account, "person_id": shown},
            credential={"kind": "password", "secret": secret, "changed_at": now},
        )


def normal_phone(phone: str) -> str | None:
    """Give a telephone number in the form in which it is kept, or None when it is none."""
    return phone_normal(phone, snapshot.current().country)
