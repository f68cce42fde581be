"""The loop: every step has its turn, one that fails stops nothing, and it ends when told."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from cuudinh.journal import audit, clerk, idempotency, jobs, logs, outbox
from cuudinh.journal.models import AuditLine, OnceKey, OutboxEvent
from cuudinh.journal.tests.test_outbox import GateOpened
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clerk, "_steps", dict(clerk._steps))
    monkeypatch.setattr(clerk._Tidied, "at", None)


def step(name: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    def register(fn: Callable[[], int]) -> Callable[[], int]:
        clerk.register_step(name, fn)
        return fn

    return register


def test_one_round_delivers_works_and_seals() -> None:
    done: list[object] = []
    outbox.listener(GateOpened, "hearing")(done.append)
    jobs.handler("draw")(done.append)
    with acting():
        outbox.publish(GateOpened("Ngọ Môn", NOON))
        jobs.later("draw", 7)
        audit.record(VISITOR, "gate.open", ("gate", 1))
    assert clerk.run_once() == 3
    assert done == [GateOpened("Ngọ Môn", NOON), 7]
    assert AuditLine.objects.count() == 1
    assert clerk.run_once() == 0


def test_a_step_that_fails_says_so_in_one_line_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    after: list[int] = []

    @step("broken")
    def broken() -> int:
        raise ValueError("no")

    @step("after")
    def go_on() -> int:
        after.append(1)
        return 1

    with caplog.at_level(logging.ERROR):
        assert clerk.run_once() == 1
    assert after == [1]
    (line,) = (logs.Lines().format(record) for record in caplog.records)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["says"], told["fault"], "broken" in told["where"][-1]) == (
        "clerk: step broken failed",
        "ValueError",
        True,
    )


def test_it_goes_on_until_nothing_waits() -> None:
    left = [1, 1, 1]
    clerk.register_step("counting down", lambda: left.pop() if left else 0)
    clerk.run_until_idle()
    assert left == []


def test_it_ends_when_told() -> None:
    stop, rounds = Event(), []

    @step("stopping")
    def stopping() -> int:
        rounds.append(1)
        stop.set()
        return 0

    clerk.run_forever(stop)
    assert rounds == [1]


def test_two_steps_cannot_share_a_name() -> None:
    with pytest.raises(AssertionError, match="two steps"):
        clerk.register_step("outbox", lambda: 0)


def test_old_things_are_tidied_away_now_and_then() -> None:
    with clock.frozen(NOON), acting():
        outbox.publish(GateOpened("Ngọ Môn", NOON))
        idempotency.once(VISITOR, act="a", key="k", digest="d", do=lambda: 1)
    for days, left in [(0, (1, 1)), (8, (1, 0)), (31, (0, 0))]:
        with clock.frozen(NOON + timedelta(days=days)):
            clerk.run_once()
        assert (OutboxEvent.objects.count(), OnceKey.objects.count()) == left
