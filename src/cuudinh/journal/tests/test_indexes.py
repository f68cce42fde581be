"""Indexes come and go without keeping writers out where the database can, and again after one was broken off."""

from collections.abc import Iterator

import pytest
from django.db import connection, models, transaction
from django.db.migrations.state import ModelState, ProjectState
from django.test.utils import CaptureQueriesContext

from cuudinh.journal.indexes import AddIndexGently, DropKeyIndexGently
from cuudinh.journal.models import OutboxEvent, OutboxFailure

NAME = "outbox_named_gently"
ADDED = AddIndexGently("outboxevent", models.Index(fields=["name"], name=NAME))


def _states() -> tuple[ProjectState, ProjectState]:
    """Give what a migration knows of the table before and after."""
    before = ProjectState()
    before.add_model(ModelState.from_model(OutboxEvent))
    after = before.clone()
    ADDED.state_forwards("journal", after)
    return before, after


def _add() -> None:
    with connection.schema_editor(atomic=False) as editor:
        ADDED.database_forwards("journal", editor, *_states())


def _is_there() -> bool:
    with connection.cursor() as cursor:
        return NAME in connection.introspection.get_constraints(cursor, "journal_outboxevent")


@pytest.fixture
def table(transactional_db: None) -> Iterator[None]:
    """Leave the table as it was found."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {NAME}")


def test_an_index_is_added_and_taken_away(table: None) -> None:
    _add()
    assert _is_there()
    before, after = _states()
    with connection.schema_editor(atomic=False) as editor:
        ADDED.database_backwards("journal", editor, after, before)
    assert not _is_there()


@pytest.mark.postgres
def test_writers_go_on_meanwhile_and_what_was_broken_off_is_made_again(table: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX {NAME} ON journal_outboxevent (id)")
    with CaptureQueriesContext(connection) as asked:
        _add()
    assert [one["sql"].split(" IF ")[0].split(' "')[0] for one in asked] == [
        "DROP INDEX CONCURRENTLY",
        "CREATE INDEX CONCURRENTLY",
    ]
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "journal_outboxevent")[NAME]
    assert found["columns"] == ["name"]


@pytest.mark.postgres
def test_a_migration_that_is_one_transaction_is_refused(table: None) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="atomic = False"):
        _add()
    assert not _is_there()


def _keys() -> list[str]:
    """Give the names of what finds a failure by its event alone."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, OutboxFailure._meta.db_table)
    return [name for name, one in found.items() if one["index"] and one["columns"] == ["event_id"]]


def test_the_own_index_of_a_key_goes_and_comes_back(transactional_db: None) -> None:
    state = ProjectState()
    for model in (OutboxEvent, OutboxFailure):
        state.add_model(ModelState.from_model(model))
    dropped = DropKeyIndexGently("outboxfailure", "event")
    before = _keys()
    for _ in range(2):
        with connection.schema_editor(atomic=False) as editor:
            dropped.database_forwards("journal", editor, state, state)
        assert not _keys()
    with connection.schema_editor(atomic=False) as editor:
        dropped.database_backwards("journal", editor, state, state)
    assert len(_keys()) == len(before) == 1
