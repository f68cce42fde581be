"""Accounts that are loaded by the hundred thousand are what the doors would have written, one by one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max, Model

from cuudinh.engines.identity import commands, fields
from cuudinh.engines.identity.commands import InventedPerson, Numbers, invented_residents
from cuudinh.engines.identity.models import Account, Credential, IdentifierClaim, Person, PersonIdentifier
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD
from cuudinh.engines.identity.types import Stated
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
PEOPLE = (
    InventedPerson("Lê Thị Hoà", "+84905000001", "000190000002", "phu-xuan"),
    InventedPerson("Trần Văn  Bền", "+84905000002"),
    InventedPerson("Ngô Ái Ân", "+84905000003", "000190000004", "thuan-hoa"),
)
TABLES = (Person, PersonIdentifier, Account, Credential, IdentifierClaim)


@pytest.mark.django_db
def test_loaded_accounts_are_what_the_doors_write(province: None) -> None:
    with clock.frozen(NOW):
        like = _by_the_doors(InventedPerson("Người Mẫu", "+84905000009"))
        for one in PEOPLE:
            _by_the_doors(one)
        doors = _people_after(like)
        _taken_away(like)
        after = Numbers(*(_top(one) for one in (PersonIdentifier, Account, Credential, IdentifierClaim)))
        made = list(invented_residents(PEOPLE, like=like, language="vi", after=after))
        for table, rows in zip(TABLES, zip(*made, strict=True), strict=True):
            _write(table, [row for row in rows if row is not None])
    assert len(doors) == len(PEOPLE)
    assert _people_after(like) == doors


def _top(table: Any) -> int:
    return table.objects.aggregate(top=Max("pk"))["top"] or 0


def _write(table: type[Model], rows: list[tuple[Any, ...]]) -> None:
    columns = [f'"{one.column}"' for one in table._meta.concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        text = f"INSERT INTO {table._meta.db_table} ({', '.join(columns)}) VALUES ({places})"
        cursor.executemany(text, rows)


def _by_the_doors(one: InventedPerson) -> int:
    view = commands.register_resident(VISITOR, name=one.name, phone=one.phone, password=PASSWORD)
    if one.number or one.unit_code:
        commands.state_numbers(CONSOLE, [Stated(view.id, one.number, unit_code=one.unit_code)])
    return view.id


def _people_after(account: int) -> list[dict[str, Any]]:
    """Give all that stands of people: what is sealed opened, what is drawn by chance left out."""
    found = []
    for row in Account.objects.filter(pk__gt=account).order_by("pk"):
        person = row.person
        assert person is not None, "every resident is a person"
        owner = fields.owner_of(person)
        assert len(owner.part or b"") == 16, "everybody has a part of the key"
        found.append(
            {
                "account": _values(row, "id", "person_id"),
                "name": fields.unseal(person.key, owner, "name", person.name_sealed),
                "person": _values(person, "id", "name_sealed", "key_part"),
                "rows": [_opened(one, owner) for one in (*person.identifiers.all(), *person.claims.all())],
                "credential": [_values(one, "id", "account_id", "secret") for one in row.credentials.all()],
            }
        )
    return found


def _opened(row: Any, owner: fields.Owner) -> dict[str, Any]:
    said = fields.unseal(row.key, owner, row.kind, row.sealed)
    return {**_values(row, "id", "person_id", "sealed"), "said": said, "table": row._meta.label}


def _values(row: Model, *without: str) -> dict[str, Any]:
    names = [one.attname for one in row._meta.concrete_fields if one.attname not in without]
    return {name: getattr(row, name) for name in names}


def _taken_away(account: int) -> None:
    """Take what the doors wrote away again, so that the same can be loaded."""
    people = Account.objects.filter(pk__gt=account)
    persons = list(people.values_list("person_id", flat=True))
    people.delete()
    Person.objects.filter(pk__in=persons).delete()
