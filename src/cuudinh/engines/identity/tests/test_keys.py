"""Changing the key of personal fields, in batches, with nothing unreadable at any moment."""

from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from cuudinh.engines.identity import commands, fields, queries
from cuudinh.engines.identity.freshness import NEVER_ENDS, TWO_FACTORS
from cuudinh.engines.identity.models import DataKey, Person, PersonIdentifier
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD
from cuudinh.engines.identity.types import Facts, NewAccount
from cuudinh.journal import jobs
from cuudinh.kernel.actor import VISITOR, Actor, Seat
from cuudinh.kernel.refusal import NotYours

pytestmark = pytest.mark.django_db


def open_residents(first: int, last: int) -> None:
    asked = [
        NewAccount("resident", f"Người {number}", PASSWORD, phone=f"09050000{number:02}")
        for number in range(first, last)
    ]
    commands.open_accounts(CONSOLE, asked)


def everything_opens() -> set[str]:
    names = {
        fields.unseal(person.key, fields.owner_of(person), "name", person.name_sealed)
        for person in Person.objects.all()
    }
    for one in PersonIdentifier.objects.select_related("key", "person"):
        assert fields.unseal(one.key, fields.owner_of(one.person), one.kind, one.sealed).startswith(
            "+8490500"
        )
    return names


def test_everything_is_sealed_again_in_batches_and_opens_all_the_time(province: None) -> None:
    open_residents(0, 7)
    indexes = set(PersonIdentifier.objects.values_list("blind_index", flat=True))
    assert commands.start_new_key(CONSOLE) == 2
    open_residents(7, 8)
    batches = []
    while done := commands.reseal(limit=3):
        batches.append(done)
        assert len(everything_opens()) == 8
    assert batches == [6, 6, 2]
    assert set(Person.objects.values_list("key_id", flat=True)) == {2}
    assert indexes < set(PersonIdentifier.objects.values_list("blind_index", flat=True))
    assert commands.retire_keys(CONSOLE) == 1
    assert list(DataKey.objects.values_list("version", flat=True)) == [2]
    assert len(everything_opens()) == 8


def test_who_has_no_part_of_the_key_yet_gets_one_and_opens_all_the_time(province: None) -> None:
    open_residents(0, 3)
    key = fields.newest_key()
    for person in Person.objects.all():
        old, own = fields.Owner(person.pk, None), fields.owner_of(person)
        person.name_sealed = fields.seal(
            key, old, "name", fields.unseal(key, own, "name", person.name_sealed)
        )
        for one in person.identifiers.all():
            one.sealed = fields.seal(key, old, one.kind, fields.unseal(key, own, one.kind, one.sealed))
            one.save()
        person.key_part = None
        person.save()
    names = everything_opens()
    assert [commands.reseal(limit=2) for _ in range(3)] == [4, 2, 0]
    assert everything_opens() == names
    assert not Person.objects.filter(key_part__isnull=True).exists()


def test_the_background_goes_on_until_everything_is_sealed_again(
    province: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_residents(0, 5)
    monkeypatch.setattr(commands, "reseal", partial(commands.reseal, limit=2))
    commands.start_new_key(CONSOLE)
    assert jobs.work(limit=20) == 4
    assert jobs.waiting() == 0
    assert set(PersonIdentifier.objects.values_list("key_id", flat=True)) == {2}
    assert len(everything_opens()) == 5


def test_a_key_in_use_is_not_retired_and_cannot_be_deleted(province: None) -> None:
    open_residents(0, 2)
    commands.start_new_key(CONSOLE)
    assert commands.retire_keys(CONSOLE) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        _delete_at_once(version=1)


def _delete_at_once(version: int) -> None:
    """Delete past Django's own protection, and ask the database what it would ask at the commit."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_datakey WHERE version = %s", [version])
    connection.check_constraints()


def test_a_data_key_lies_in_the_database_only_under_the_master_key(province: None) -> None:
    open_residents(0, 1)
    key = DataKey.objects.get()
    person = Person.objects.get()
    sealed = bytes(key.wrapped)
    assert len(sealed) == 12 + 32 + 16
    key.wrapped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with pytest.raises(Exception):  # noqa: B017, PT011  the library's own, which says nothing
        fields.unseal(key, fields.owner_of(person), "name", person.name_sealed)


def test_keys_are_changed_by_those_whom_the_policy_names(province: None) -> None:
    for actor in (VISITOR, _seated("dispatcher")):
        with pytest.raises(NotYours):
            commands.start_new_key(actor)
        with pytest.raises(NotYours):
            commands.retire_keys(actor)
    administrator = _seated("administrator")
    assert queries.can(administrator, "identity.rotate_keys", Facts()).allowed
    open_residents(0, 1)
    present = DataKey.objects.count()
    commands.start_new_key(administrator)
    assert DataKey.objects.count() == present + 1


def _seated(role: str) -> Actor:
    seat = Seat(1, "ioc", role, frozenset({1}))
    return Actor("staff", 1, seats=(seat,), strength=TWO_FACTORS, strong_until=NEVER_ENDS)
