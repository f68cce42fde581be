"""How often: a burst at once, then one at a time; each caller alone; looking at a form is free."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.web.limits import LIMITS, Buckets, Limit

PAIR = Limit(burst=2, every_seconds=10)


def test_a_burst_passes_and_then_one_in_each_stretch() -> None:
    buckets = Buckets()
    key = ("report", "a")
    assert [buckets.take(PAIR, key, 0.0) for _ in range(3)] == [0.0, 0.0, 10.0]
    assert buckets.take(PAIR, key, 9.0) == pytest.approx(1.0)
    assert buckets.take(PAIR, key, 10.0) == 0.0


def test_one_caller_does_not_use_up_what_another_has() -> None:
    buckets = Buckets()
    for _ in range(3):
        buckets.take(PAIR, ("report", "a"), 0.0)
    assert buckets.take(PAIR, ("report", "b"), 0.0) == 0.0


def test_the_oldest_caller_is_forgotten_when_there_are_too_many() -> None:
    buckets = Buckets(most=2)
    for name in "abc":
        buckets.take(Limit(1, 1000), ("x", name), 0.0)
    assert buckets.take(Limit(1, 1000), ("x", "c"), 0.0) > 0
    assert buckets.take(Limit(1, 1000), ("x", "a"), 0.0) == 0.0


@given(st.lists(st.floats(0, 3600), min_size=1, max_size=60).map(sorted))
def test_no_more_pass_than_the_burst_and_what_time_gave(moments: list[float]) -> None:
    buckets = Buckets()
    passed = [at for at in moments if buckets.take(PAIR, ("x", "a"), at) == 0.0]
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            stretch = passed[last] - passed[first]
            assert last - first + 1 <= PAIR.burst + stretch / PAIR.every_seconds + 1e-6


@pytest.mark.django_db
@pytest.mark.asvs("2.4.1")
def test_writing_too_often_is_refused_and_reading_the_form_is_not_counted(client: Client) -> None:
    burst = LIMITS["reveal"].burst
    assert {client.get("/thu/dem").status_code for _ in range(burst * 2)} == {200}
    assert [client.post("/thu/dem").status_code for _ in range(burst + 1)] == [200] * burst + [429]


@pytest.mark.django_db
def test_an_account_is_counted_apart_from_strangers_at_its_address(client: Client) -> None:
    for _ in range(LIMITS["reveal"].burst + 1):
        client.post("/thu/dem")
    client.cookies["who"] = "resident"
    assert client.post("/thu/dem").status_code == 200
