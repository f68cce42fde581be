"""Hot writes: the same rows as the ORM writes, from SQL that is made once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from cuudinh.journal.models import AuditInbox, Job, SearchEntry
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.tests.acts import undone
from cuudinh.journal.transactions import acting

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
JOBS = PreparedRows(Job)


def values_of(job: Job) -> dict[str, Any]:
    return {name: value for name, value in vars(job).items() if name not in {"_state", "id"}}


def test_a_row_is_as_the_orm_writes_it_with_the_defaults_of_its_model() -> None:
    given: dict[str, Any] = {"kind": "đọc 100%s", "payload": "' OR 1=1 --", "run_at": NOON}
    key = JOBS.insert(**given)
    written = Job.objects.get(pk=Job.objects.create(**given).pk)
    assert values_of(Job.objects.get(pk=key)) == values_of(written)


def test_a_row_whose_key_is_given_keeps_it() -> None:
    assert PreparedRows(SearchEntry).insert(id=7, kind="gate", words="ngo mon") == 0
    assert SearchEntry.objects.get().pk == 7


def test_a_row_is_added_unless_one_stands_there_that_it_may_not_stand_beside() -> None:
    line = {"body": "{}", "leaf": "a" * 64, "about": "gate:1", "at": NOON}
    inbox = PreparedRows(AuditInbox)
    first = inbox.insert_unless_there(**line)
    assert first == AuditInbox.objects.get().pk
    assert inbox.insert_unless_there(**line | {"about": "gate:2"}) is None
    assert AuditInbox.objects.get().about == "gate:1"


def test_many_rows_go_in_one_statement_and_none_in_none() -> None:
    rows = [{"kind": "draw", "payload": str(n), "run_at": NOON} for n in range(3)]
    with CaptureQueriesContext(connection) as captured:
        JOBS.insert_many(rows)
        JOBS.insert_many([])
    assert len(captured) == 1
    assert list(Job.objects.order_by("id").values_list("payload", flat=True)) == ["0", "1", "2"]


def test_a_change_touches_only_the_rows_it_names() -> None:
    for n in range(4):
        JOBS.insert(kind="draw", payload=str(n), run_at=NOON, leased_until=NOON if n == 3 else None)
    later = NOON + timedelta(hours=1)
    assert JOBS.update({"kind": "draw", "leased_until": None}, run_at=later, attempts=2) == 3
    assert JOBS.update({"payload": ["1", "3", "9"]}, fault="không") == 2
    assert JOBS.update({"kind": "send"}, attempts=9) == 0
    rows = Job.objects.order_by("id").values_list("run_at", "attempts", "fault")
    assert list(rows) == [(later, 2, ""), (later, 2, "không"), (later, 2, ""), (NOON, 0, "không")]


def test_rows_are_dropped_by_what_they_are_and_by_lists() -> None:
    ids = [JOBS.insert(kind=kind, payload="1", run_at=NOON) for kind in ("draw", "send", "draw", "draw")]
    assert JOBS.delete(kind="draw", id=[ids[0], ids[1]]) == 1
    assert JOBS.delete(id=ids[1:3]) == 2
    assert list(Job.objects.values_list("id", flat=True)) == [ids[3]]


def test_a_write_belongs_to_the_act_around_it() -> None:
    with undone():
        JOBS.insert(kind="draw", payload="1", run_at=NOON)
    assert not Job.objects.exists()


def test_what_the_table_forbids_is_refused() -> None:
    inbox = PreparedRows(AuditInbox)
    line = {"body": "{}", "leaf": "a" * 64, "about": "gate:1", "at": NOON}
    inbox.insert(**line)
    with pytest.raises(IntegrityError), acting():
        inbox.insert(**line)


def test_a_column_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="has no"):
        JOBS.insert(kind="draw", payload="1", run_at=NOON, colour="red")


def test_a_change_without_a_condition_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="whole table"):
        JOBS.delete()
