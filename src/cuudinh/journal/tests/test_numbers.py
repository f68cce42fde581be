"""Counters, sequences and acts that happen once, one after the other and all at once."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cuudinh.journal import counters, idempotency, sequences
from cuudinh.journal.models import OnceKey
from cuudinh.journal.tests.acts import at_once, undone
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor

RESIDENT = Actor(kind="resident", account_id=7)


@pytest.mark.django_db
def test_a_counter_starts_at_zero_and_adds_up() -> None:
    counters.bump({"open/a": 2, "open/b": 1})
    counters.bump({"open/a": -1, "open/c": 0})
    assert counters.read(["open/a", "open/b", "open/c"]) == {"open/a": 1, "open/b": 1, "open/c": 0}


@pytest.mark.django_db
def test_many_counters_take_one_statement() -> None:
    with acting(), CaptureQueriesContext(connection) as asked:
        counters.bump({f"name/{number}": 1 for number in range(50)})
    assert len([query for query in asked if "journal_counter" in query["sql"]]) == 1


@pytest.mark.django_db
def test_a_prefix_gives_its_own_counters_only() -> None:
    counters.bump({"day/2026-11-23/đường": 3, "day/2026-11-23": 1, "Day/2026-11-23/x": 1, "dayz": 1, "da": 1})
    counters.bump({"day/gone": 1})
    counters.bump({"day/gone": -1})
    assert counters.read_prefix("day/") == {"day/2026-11-23": 1, "day/2026-11-23/đường": 3}


@pytest.mark.django_db(transaction=True)
def test_counters_bumped_at_once_lose_nothing() -> None:
    def bump(number: int) -> None:
        for _ in range(5):
            counters.bump({"a": 1, "b": 2} if number % 2 else {"b": 2, "a": 1})

    assert at_once(8, bump) == [None] * 8
    assert counters.read(["a", "b"]) == {"a": 40, "b": 80}


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_have_no_gap_and_no_double() -> None:
    taken = at_once(8, lambda _: [sequences.next_number("PA-20261123") for _ in range(5)])
    numbers = [number for given in taken if isinstance(given, list) for number in given]
    assert sorted(numbers) == list(range(1, 41))


@pytest.mark.django_db(transaction=True)
def test_a_number_of_an_undone_act_is_given_again() -> None:
    with undone():
        sequences.next_number("PA")
    assert [sequences.next_number("PA"), sequences.next_number("QA"), sequences.next_number("PA")] == [
        1,
        1,
        2,
    ]


def file_once(actor: Actor, key: str = "k-1", digest: str = "d", act: str = "case.file") -> Any:
    def do() -> dict[str, int]:
        counters.bump({"filed": 1})
        return {"number": sequences.next_number("PA")}

    return idempotency.once(actor, act=act, key=key, digest=digest, do=do)


@pytest.mark.django_db
def test_the_first_answer_is_given_again() -> None:
    assert [file_once(RESIDENT), file_once(RESIDENT)] == [{"number": 1}, {"number": 1}]
    assert counters.read(["filed"]) == {"filed": 1}


@pytest.mark.django_db
def test_other_people_acts_and_keys_are_something_else() -> None:
    others = [Actor(kind="resident", account_id=8), VISITOR]
    answers = [file_once(RESIDENT), *(file_once(other) for other in others)]
    answers += [file_once(RESIDENT, key="k-2"), file_once(RESIDENT, act="case.rate")]
    assert [answer["number"] for answer in answers] == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_other_content_under_the_same_key_is_refused() -> None:
    file_once(RESIDENT)
    with pytest.raises(idempotency.KeyUsedOtherwise):
        file_once(RESIDENT, digest="other")
    assert counters.read(["filed"]) == {"filed": 1}


@pytest.mark.django_db
def test_a_refused_act_may_be_sent_again() -> None:
    def refuse() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        idempotency.once(RESIDENT, act="case.file", key="k-1", digest="d", do=refuse)
    assert file_once(RESIDENT) == {"number": 1}


@pytest.mark.django_db
def test_a_key_without_end_is_refused() -> None:
    with pytest.raises(idempotency.KeyTooLong):
        file_once(RESIDENT, key="k" * 121)


def test_the_digest_sees_content_and_not_its_order() -> None:
    assert idempotency.digest_of({"a": 1, "b": [2]}) == idempotency.digest_of({"b": [2], "a": 1})
    assert idempotency.digest_of({"a": 1}) != idempotency.digest_of({"a": 2})


@pytest.mark.django_db(transaction=True)
def test_fifty_sendings_at_once_have_one_effect() -> None:
    answers = at_once(50, lambda _: file_once(RESIDENT))
    assert answers == [{"number": 1}] * 50
    assert counters.read(["filed"]) == {"filed": 1}


@pytest.mark.django_db
def test_keys_are_forgotten_when_they_are_old() -> None:
    file_once(RESIDENT)
    assert idempotency.forget(clock.now()) == 1
    assert not OnceKey.objects.exists()
