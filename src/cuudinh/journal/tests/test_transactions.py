"""One act, one transaction, and a queue of writers on SQLite."""

import threading
from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction

from cuudinh.journal import counters
from cuudinh.journal.models import Counter
from cuudinh.journal.tests.acts import at_once, undone
from cuudinh.journal.transactions import acting, alone, within_act


@pytest.mark.django_db(transaction=True)
@pytest.mark.asvs("2.3.3", "16.5.3")
def test_a_failed_act_leaves_nothing() -> None:
    with undone():
        counters.bump({"a": 1})
    assert not Counter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_failed_act_within_an_act_undoes_only_itself() -> None:
    with acting():
        counters.bump({"outer": 1})
        with undone():
            counters.bump({"inner": 1})
    assert counters.read(["outer", "inner"]) == {"outer": 1, "inner": 0}


@pytest.mark.django_db(transaction=True)
def test_it_decorates_a_function_any_number_of_times() -> None:
    @acting()
    def add(count: int) -> int:
        counters.bump({"a": count})
        assert connection.in_atomic_block
        return count

    assert [add(1), add(2)] == [1, 2]
    assert counters.read(["a"]) == {"a": 3}


@pytest.mark.django_db(transaction=True)
def test_what_runs_on_commit_may_act_too() -> None:
    with acting():
        transaction.on_commit(lambda: counters.bump({"after": 1}))
    assert counters.read(["after"]) == {"after": 1}


@pytest.mark.django_db
def test_it_works_inside_a_transaction_that_is_not_its_own() -> None:
    with acting():
        counters.bump({"a": 1})
    assert counters.read(["a"]) == {"a": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.asvs("2.3.4")
def test_writers_that_read_first_lose_no_update() -> None:
    Counter.objects.create(name="a", slot=0, value=0)

    def add(_: int) -> None:
        for _ in range(10):
            with acting():
                row = Counter.objects.select_for_update().get(name="a")
                Counter.objects.filter(name="a").update(value=row.value + 1)

    assert at_once(8, add) == [None] * 8
    assert Counter.objects.get().value == 80


@pytest.mark.django_db(transaction=True)
def test_on_sqlite_a_writer_waits_until_the_commit_of_the_one_before() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no queue of writers")
    order: list[str] = []
    inside, other_asks = threading.Event(), threading.Event()

    def first() -> None:
        with acting():
            counters.bump({"a": 1})
            inside.set()
            other_asks.wait(5)
            order.append("first")

    def second() -> None:
        inside.wait(5)
        other_asks.set()
        with acting():
            order.append("second")

    assert at_once(2, lambda number: (first, second)[number]()) == [None, None]
    assert order == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_a_part_of_an_act_is_undone_with_it_and_alone_is_an_act_of_its_own() -> None:
    with within_act():
        counters.bump({"alone": 1})
    with undone(), within_act():
        counters.bump({"part": 1})
    assert counters.read(["alone", "part"]) == {"alone": 1, "part": 0}


@pytest.mark.django_db(transaction=True)
def test_what_fails_alone_is_undone_alone_with_all_it_wanted_done_afterwards() -> None:
    done: list[str] = []

    def part(name: str, *, fails: bool) -> None:
        with suppress(ValueError), alone():
            counters.bump({name: 1})
            transaction.on_commit(lambda: done.append(name))
            if fails:
                raise ValueError

    with acting():
        part("first", fails=False)
        with suppress(ValueError), alone():
            part("inner", fails=False)
            counters.bump({"around": 1})
            raise ValueError
        part("failed", fails=True)
        part("last", fails=False)
    assert counters.read_prefix("") == {"first": 1, "last": 1}
    assert done == ["first", "last"]


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_the_database_in_a_part_of_a_lone_part_undoes_that_and_no_more() -> None:
    def break_it() -> None:
        with transaction.atomic(savepoint=False):
            Counter.objects.create(name="there", slot=0, value=2)

    with acting():
        counters.bump({"there": 1})
        Counter.objects.update(slot=0)
        with suppress(IntegrityError), alone():
            break_it()
        with alone(), suppress(IntegrityError):
            break_it()
        counters.bump({"after": 1})
    assert counters.read_prefix("") == {"there": 1, "after": 1}
