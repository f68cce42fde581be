"""Odd text in every route by everybody: a clear no or an answer, never a fault of ours."""

import pytest
from bench.faults.fuzzing import fuzz, patterns
from django.db import connection
from django.test import Client

from tests.desks import PHONE, Town, browser_of, token_of

CALLS = 2700


@pytest.mark.slow
def test_odd_calls_to_every_route_break_nothing(town: Town) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the same routes; `python -m bench.faults fuzz` goes on both")
    number = town.file()
    people = (PHONE, "dispatcher", "an.officer", "leader")
    clients = [Client(), *map(browser_of, people)]
    clients += [Client(headers={"Authorization": f"Bearer {token_of(login)}"}) for login in people]
    for client in clients:
        client.raise_request_exception = False
    assert len(patterns()) < CALLS / 10, "each route is called some ten times"
    fuzzed = fuzz(range(CALLS), clients, [number, "street", "o-ga", "assign"])
    assert not fuzzed.broken, "\n".join(fuzzed.broken[:20])
    assert {200, 400, 403, 404, 405} <= fuzzed.statuses.keys()
