"""Slow work: taken under a lease, ended with its result, tried again, parked."""

from datetime import UTC, datetime, timedelta

import pytest

from cuudinh.journal import counters, jobs
from cuudinh.journal.models import Job
from cuudinh.journal.tests.acts import undone
from cuudinh.kernel import clock

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


def counted(name: str) -> int:
    return counters.read([name])[name]


def test_a_job_is_done_and_gone() -> None:
    seen: list[dict[str, int]] = []
    jobs.handler("draw")(seen.append)
    jobs.later("draw", {"picture": 7})
    assert jobs.work() == 1
    assert jobs.work() == 0
    assert seen == [{"picture": 7}]
    assert not Job.objects.exists()


def test_a_job_for_later_waits_for_its_moment() -> None:
    seen: list[int] = []
    jobs.handler("draw")(seen.append)
    jobs.later("draw", 1, run_at=NOON)
    with clock.frozen(NOON - timedelta(seconds=1)):
        assert jobs.work() == 0
    with clock.frozen(NOON):
        assert jobs.work() == 1


def test_a_job_of_an_undone_act_is_never_done() -> None:
    jobs.handler("draw")(lambda payload: None)
    with undone():
        jobs.later("draw", 1)
    assert jobs.work() == 0


def test_with_a_key_there_is_one_job_with_the_newest_payload_at_the_earliest_moment() -> None:
    seen: list[str] = []
    jobs.handler("export")(seen.append)
    jobs.later("export", "old", run_at=NOON, key="day")
    jobs.later("export", "new", run_at=NOON + timedelta(hours=1), key="day")
    with clock.frozen(NOON):
        jobs.work()
    assert seen == ["new"]


def test_a_job_asked_for_while_it_is_done_is_done_once_more() -> None:
    seen: list[str] = []

    @jobs.handler("export")
    def export(payload: str) -> jobs.Finish:
        seen.append(payload)
        if payload == "old":
            jobs.later("export", "new", key="day")
        return lambda: counters.bump({f"ended-{payload}": 1})

    jobs.later("export", "old", key="day")
    assert jobs.work() == 2
    assert seen == ["old", "new"]
    assert (counted("ended-old"), counted("ended-new")) == (0, 1)


def test_a_job_whose_worker_died_is_taken_over_when_the_lease_has_run_out() -> None:
    seen: list[int] = []
    jobs.handler("draw")(seen.append)
    jobs.later("draw", 1, run_at=NOON)
    with clock.frozen(NOON):
        assert jobs._claim() is not None
        assert jobs.work() == 0
    with clock.frozen(NOON + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.work() == 1
    assert seen == [1]


def test_who_lost_the_lease_writes_nothing() -> None:
    jobs.handler("draw")(lambda payload: lambda: counters.bump({"drawn": 1}))
    jobs.later("draw", 1, run_at=NOON)
    with clock.frozen(NOON):
        slow = jobs._claim()
    assert slow is not None
    with clock.frozen(NOON + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.work() == 1
        jobs._do(slow)
    assert counted("drawn") == 1


def test_a_failing_job_is_tried_again_and_its_writes_are_undone() -> None:
    state = {"works": False}

    @jobs.handler("shaky")
    def shaky(payload: None) -> jobs.Finish:
        def end() -> None:
            counters.bump({"ended": 1})
            if not state["works"]:
                raise ValueError("not yet")

        return end

    jobs.later("shaky", None, run_at=NOON)
    with clock.frozen(NOON):
        assert jobs.work() == 1
        assert jobs.work() == 0
    assert counted("ended") == 0
    state["works"] = True
    with clock.frozen(NOON + timedelta(minutes=1)):
        assert jobs.work() == 1
    assert counted("ended") == 1


def test_a_job_that_keeps_failing_is_parked_and_others_go_on() -> None:
    @jobs.handler("broken")
    def broken(payload: None) -> None:
        raise ValueError("never")

    done: list[int] = []
    jobs.handler("draw")(done.append)
    jobs.later("broken", None, run_at=NOON)
    at = NOON
    for number in range(jobs.ATTEMPTS_MOST + 2):
        jobs.later("draw", number, run_at=NOON)
        with clock.frozen(at):
            jobs.work()
        at += timedelta(days=1)
    assert len(done) == jobs.ATTEMPTS_MOST + 2
    ((number, kind, fault),) = jobs.parked()
    assert (kind, fault) == ("broken", "ValueError: never")
    assert jobs.waiting() == 0
    jobs.unpark(number)
    assert jobs.waiting() == 1


def test_a_job_that_kills_its_worker_every_time_is_parked() -> None:
    jobs.later("deadly", None, run_at=NOON)
    at = NOON
    for _ in range(jobs.ATTEMPTS_MOST + 1):
        with clock.frozen(at):
            jobs._claim()
        at += jobs.LEASE + timedelta(seconds=1)
    assert [kind for _, kind, _ in jobs.parked()] == ["deadly"]
