"""A person as their own system tells of them: how it is found, and what was told; the only place that opens it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.fields import Owner, Sealer
from cuudinh.engines.identity.models import DataKey, ProvisionedUser, StatementException
from cuudinh.engines.identity.provider.scim import number_of
from cuudinh.engines.identity.stops import restricted_numbers
from cuudinh.engines.identity.types import Provisioned
from cuudinh.journal import keys

SEAL_KIND: Final = "scim"
EXCEPTION_KIND: Final = "scim-exception"


def user_name_index(client_id: int, user_name: str) -> str:
    """Give the keyed hash of the name with which somebody signs in at their own system; letters count as small."""
    return fields.blind_index("scim-user", f"{client_id}|{user_name.casefold()}")


def external_index(client_id: int, external_id: str) -> str:
    """Give the keyed hash of a system's own number, or nothing where it has none."""
    return fields.blind_index("scim-external", f"{client_id}|{external_id}") if external_id else ""


def attributes_of(row: ProvisionedUser) -> dict[str, Any]:
    """Give what a system told of somebody."""
    plain = fields.unseal(row.key, Owner(row.ref, None), SEAL_KIND, row.sealed)
    return dict(msgspec.json.decode(plain))


def own_number(attributes: Mapping[str, Any]) -> str:
    """Give the number by which a system knows somebody of its own: what a difference about them is named by."""
    return str(attributes.get("externalId") or attributes["userName"])


def number_of_exception(row: StatementException) -> str:
    """Give the number that a difference between a system and us names."""
    return fields.unseal(row.key, Owner(row.ref, None), EXCEPTION_KIND, row.sealed)


def put(row: ProvisionedUser, attributes: Mapping[str, Any], key: DataKey, sealer: Sealer) -> None:
    """Put what a system tells into a row, sealed, with the hashes by which it is found."""
    number = number_of(attributes)
    row.user_name_index = user_name_index(row.client_id, attributes["userName"])
    row.external_index = external_index(row.client_id, attributes.get("externalId", ""))
    row.citizen_index = fields.blind_index("cccd", number) if number else ""
    row.is_active = attributes["active"]
    plain = msgspec.json.encode(attributes, order="deterministic").decode()
    row.sealed, row.key = sealer.seal(Owner(row.ref, None), SEAL_KIND, plain), key


def view_of(row: ProvisionedUser, attributes: Mapping[str, Any]) -> Provisioned:
    """Give a row as it leaves the engine."""
    return Provisioned(row.ref, attributes, row.version, row.made_at, row.changed_at)


def views_of(rows: Sequence[ProvisionedUser]) -> tuple[Provisioned, ...]:
    """Give rows as their system may read them: of who had the use of their data restricted nothing is opened."""
    restricted = restricted_numbers(row.citizen_index for row in rows)
    with keys.held():
        return tuple(
            replace(view_of(row, {}), is_restricted=True)
            if row.citizen_index in restricted
            else view_of(row, attributes_of(row))
            for row in rows
        )
