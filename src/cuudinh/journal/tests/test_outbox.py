"""News: written with the change, delivered once to each listener, never stopped by one of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from cuudinh.journal import counters, outbox
from cuudinh.journal.models import Counter, OutboxEvent
from cuudinh.journal.tests.acts import undone
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@dataclass(frozen=True)
class GateOpened:
    gate: str
    at: datetime
    count: int = 1


def publish(gate: str = "Ngọ Môn") -> None:
    with acting():
        outbox.publish(GateOpened(gate, NOON))


def test_a_listener_gets_the_event_as_it_was_published() -> None:
    heard: list[GateOpened] = []
    outbox.listener(GateOpened, "hearing")(heard.append)
    publish()
    assert outbox.deliver() == 1
    assert heard == [GateOpened("Ngọ Môn", NOON)]


def test_an_event_is_delivered_once() -> None:
    heard: list[GateOpened] = []
    outbox.listener(GateOpened, "hearing")(heard.append)
    publish()
    outbox.deliver()
    assert outbox.deliver() == 0
    assert len(heard) == 1
    assert outbox.waiting() == 0


def test_events_come_in_the_order_in_which_they_were_published() -> None:
    heard: list[str] = []
    outbox.listener(GateOpened, "hearing")(lambda event: heard.append(event.gate))
    for number in range(60):
        publish(str(number))
    assert outbox.deliver(limit=60) == 60
    assert heard == [str(number) for number in range(60)]


def test_an_event_of_an_undone_change_is_never_heard() -> None:
    heard: list[GateOpened] = []
    outbox.listener(GateOpened, "hearing")(heard.append)
    with undone():
        outbox.publish(GateOpened("Hiển Nhơn", NOON))
    assert outbox.deliver() == 0
    assert heard == []


def test_a_failing_listener_leaves_no_trace_and_does_not_stop_the_others() -> None:
    @outbox.listener(GateOpened, "failing")
    def fail(event: GateOpened) -> None:
        counters.bump({"from-failing": 1})
        raise IntegrityError("no")

    outbox.listener(GateOpened, "working")(lambda event: counters.bump({"from-working": 1}))
    publish()
    assert outbox.deliver() == 1
    assert counters.read(["from-failing", "from-working"]) == {"from-failing": 0, "from-working": 1}


def test_a_failed_listener_is_tried_again_later_and_alone() -> None:
    state = {"works": False}

    @outbox.listener(GateOpened, "shaky")
    def shaky(event: GateOpened) -> None:
        if not state["works"]:
            raise ValueError("not yet")
        counters.bump({"shaky": 1})

    outbox.listener(GateOpened, "working")(lambda event: counters.bump({"working": 1}))
    with clock.frozen(NOON):
        publish()
        outbox.deliver()
        state["works"] = True
        assert outbox.deliver() == 0
    with clock.frozen(NOON + timedelta(seconds=3)):
        assert outbox.deliver() == 1
        assert outbox.deliver() == 0
    assert counters.read(["shaky", "working"]) == {"shaky": 1, "working": 1}


def test_a_listener_that_keeps_failing_is_parked_until_somebody_lets_it_go_on() -> None:
    state = {"works": False}

    @outbox.listener(GateOpened, "broken")
    def broken(event: GateOpened) -> None:
        if not state["works"]:
            raise ValueError("never")
        counters.bump({"mended": 1})

    publish()
    at = clock.now()
    for _ in range(outbox.ATTEMPTS_MOST + 2):
        with clock.frozen(at):
            outbox.deliver()
        at += timedelta(days=2)
    ((failure, name, fault),) = outbox.parked()
    assert (name, fault) == ("broken", "ValueError: never")
    state["works"] = True
    with clock.frozen(at):
        assert outbox.deliver() == 0
        outbox.unpark(failure)
        assert outbox.deliver() == 1
    assert counters.read(["mended"]) == {"mended": 1}


def test_an_event_whose_shape_has_changed_is_kept_for_a_person_and_not_lost() -> None:
    outbox.listener(GateOpened, "hearing")(lambda event: None)
    OutboxEvent.objects.create(name="GateOpened", body='{"gate": 7}', published_at=NOON)
    outbox.deliver()
    assert OutboxEvent.objects.get().failures.get().fault.startswith("ValidationError")


def test_an_event_outside_a_transaction_is_a_bug(transactional_db: None) -> None:
    with pytest.raises(AssertionError, match="belongs to the transaction"):
        outbox.publish(GateOpened("Ngọ Môn", NOON))


def test_two_events_cannot_share_a_name() -> None:
    publish()

    @dataclass(frozen=True)
    class Other:
        gate: str

    Other.__name__ = "GateOpened"
    with pytest.raises(AssertionError, match="two events"), acting():
        outbox.publish(Other("x"))


def test_old_delivered_events_are_forgotten_and_waiting_ones_are_not() -> None:
    with clock.frozen(NOON):
        publish()
        outbox.deliver()
        publish()
    assert outbox.forget(NOON + timedelta(days=1)) == 1
    assert outbox.waiting() == 1


def test_an_effect_and_the_mark_of_delivery_are_undone_together() -> None:
    outbox.listener(GateOpened, "counting")(lambda event: counters.bump({"heard": 1}))
    publish()
    with undone():
        outbox.deliver()
    assert not Counter.objects.filter(name="heard").exists()
    assert outbox.waiting() == 1
