"""Promises, pausing, resuming and outcomes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuudinh.engines.cases.rules import timing
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.tests.street import (
    ACCEPT,
    ASSIGN,
    after,
    at,
    calendar,
    do,
    filed,
    scene,
    street,
)

WORK, WALL = Pace(calendar()), Pace(calendar(), is_wall=True)
MOMENTS = st.datetimes(
    at("2026-01-05 00:00").replace(tzinfo=None), at("2027-06-30 00:00").replace(tzinfo=None)
).map(lambda moment: moment.replace(tzinfo=at("2026-01-01 00:00").tzinfo))


def test_the_rule_of_the_day_of_filing_is_the_one_that_counts() -> None:
    topic = street().topics["den"]
    before = timing.deadline_row(street().shape, topic, at("2025-12-31 10:00").date())
    since = timing.deadline_row(street().shape, topic, at("2026-01-01 10:00").date())
    assert (before.value.working_days, since.value.working_days) == (7, 5)
    assert since.source == "Quy định thử nghiệm 2"


@pytest.mark.parametrize(
    ("filed_at", "due_at"),
    [
        ("2024-04-26 15:00", "2024-05-04 15:00"),  # holidays, a swapped day and the Saturday worked for it
        ("2024-04-26 15:01", "2024-05-06 07:30"),  # after the cut-off it counts from the worked Saturday
        ("2026-11-21 10:00", "2026-11-26 07:30"),  # a Saturday is the next Monday
    ],
)
def test_three_working_days_end_when_an_office_would_say(filed_at: str, due_at: str) -> None:
    found = timing.promise(street().shape, street().topics["o-ga"], at(filed_at), WORK)
    assert found.due_at == at(due_at)


def test_an_immediate_topic_runs_by_the_wall_clock_at_night_and_on_holidays() -> None:
    case = filed("2024-04-29 23:30", topic="nap-cong")
    assert case.due_at == at("2024-04-30 23:30")
    assert "immediate" in case.flags


def test_the_explanation_names_the_row_and_every_skipped_day() -> None:
    trace = timing.deadline_trace(street().shape, street().topics["o-ga"], at("2024-04-26 15:01"), calendar())
    assert trace.row.source == "Quy định về đường"
    kinds = [line.kind for line in trace.lines]
    assert kinds.count("holiday") == 2
    assert "swap_off" in kinds
    assert trace.due_at == at("2024-05-06 07:30")


@given(MOMENTS, st.integers(1, 60 * 24 * 20), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_pause_loses_and_gains_nothing(moment: datetime, pause_minutes: int, is_immediate: bool) -> None:
    """The minutes left when the clock stops are the minutes left when it goes on, to the minute."""
    text = f"{moment:%Y-%m-%d %H:%M:%S}"
    resumed = f"{moment + timedelta(hours=1, minutes=pause_minutes):%Y-%m-%d %H:%M:%S}"
    case = filed(text, topic="nap-cong" if is_immediate else "o-ga")
    asked = f"{moment + timedelta(hours=1):%Y-%m-%d %H:%M:%S}"
    waiting = do(case, asked, "dispatcher", "ask", question="Ở đâu?").after
    back = do(waiting, resumed, "reporter", "reply", text="Trước chợ").after
    pace = scene(text).pace(case)
    assert waiting.due_at is None
    assert case.due_at is not None
    assert back.due_at is not None
    assert waiting.left_minutes == pace.minutes(at(asked), case.due_at)
    assert pace.minutes(at(resumed), back.due_at) == waiting.left_minutes
    assert back.left_minutes is None
    assert back.promised_at == case.promised_at


def test_a_case_that_is_late_when_it_is_paused_is_as_late_when_it_goes_on() -> None:
    case = after(filed("2026-11-23 08:00"), "2026-11-23 08:30", ASSIGN, ACCEPT)
    waiting = do(case, "2026-11-26 10:00", "owner.officer", "ask", question="Ở đâu?").after
    assert waiting.left_minutes == -120
    back = do(waiting, "2026-12-01 10:00", "reporter", "reply", text="Trước chợ").after
    assert back.due_at == at("2026-12-01 08:00")


@pytest.mark.parametrize(
    ("resolved_at", "waited", "outcome"),
    [
        ("2026-11-26 08:00", 0, "on_time"),
        ("2026-11-26 08:01", 0, "late_extended"),
        ("2026-11-26 09:00", 60, "on_time"),
        ("2026-11-30 08:00", 0, "late_extended"),
        ("2026-11-30 08:01", 0, "late"),
    ],
)
def test_an_extension_never_makes_a_late_result_on_time(resolved_at: str, waited: int, outcome: str) -> None:
    base = WORK.add_minutes(at("2026-11-26 08:00"), waited)
    found = timing.outcome(at(resolved_at), base, at("2026-11-30 08:00"))
    assert found == outcome


def test_time_waited_for_the_reporter_is_not_held_against_the_office() -> None:
    case = after(filed("2026-11-23 08:00"), "2026-11-23 08:30", ASSIGN, ACCEPT)
    waiting = do(case, "2026-11-25 08:00", "owner.officer", "ask", question="Ở đâu?").after
    back = do(waiting, "2026-11-27 08:00", "reporter", "reply", text="Trước chợ").after
    done = do(back, "2026-11-30 07:45", "owner.officer", "resolve", 1, answer="Đã vá.").after
    approved = do(done, "2026-12-03 08:00", "dispatcher", "approve").after
    assert approved.outcome == "on_time"
    assert approved.waited_minutes == 2 * 7.5 * 60


@given(MOMENTS, st.integers(-5000, 5000))
@settings(max_examples=80, deadline=None)
def test_adding_minutes_and_counting_them_are_inverse(moment: datetime, n: int) -> None:
    for pace in (WORK, WALL):
        assert pace.minutes(moment, pace.add_minutes(moment, n)) == n


def test_the_stage_of_a_state_ends_with_it() -> None:
    case = filed("2026-11-23 08:00")
    assert case.stage_due_at == at("2026-11-23 14:00")
    assigned = do(case, "2026-11-23 09:00", "dispatcher", "assign").after
    assert assigned.stage_due_at == at("2026-11-24 09:30")
    accepted = do(assigned, "2026-11-23 10:00", "owner.officer", "accept").after
    assert accepted.stage_due_at is None


def test_lists_are_ordered_by_the_next_thing_due() -> None:
    case = filed("2026-11-23 08:00")
    assert case.sort_at() == case.stage_due_at
    answered = replace(case, stage_due_at=None, resolved_at=at("2026-11-23 09:00"))
    assert answered.sort_at().year == 9000
