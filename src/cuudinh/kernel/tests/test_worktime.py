"""Working time: the promise of a real spring in Vietnam, and what holds for every calendar."""

import sys
from datetime import UTC, date, datetime, time, timedelta
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.kernel import rising, worktime
from cuudinh.kernel.refusal import NotNow
from cuudinh.kernel.worktime import WEEKDAYS, Calendar, Holiday, OutsideCalendar, Span, WeeklyHours

OFFICE = ["07:30-11:30", "13:30-17:00"]
WEEKLY = WeeklyHours.parse({day: OFFICE for day in WEEKDAYS[:5]})
SPRING = (
    Holiday(date(2024, 4, 18), "Giỗ Tổ Hùng Vương"),
    Holiday(date(2024, 4, 29), "Nghỉ hoán đổi", "swap_off"),
    Holiday(date(2024, 4, 30), "Ngày Chiến thắng"),
    Holiday(date(2024, 5, 1), "Ngày Quốc tế Lao động"),
)
VIETNAM = Calendar(
    "vn-hanh-chinh",
    "Asia/Ho_Chi_Minh",
    WEEKLY,
    SPRING,
    {date(2024, 5, 4): (None, date(2024, 4, 29))},
    date(2022, 1, 1),
    date(2027, 12, 31),
)
HALF_SATURDAY = Calendar(
    "nua-thu-bay",
    "Asia/Ho_Chi_Minh",
    WeeklyHours.parse({day: OFFICE for day in WEEKDAYS[:5]} | {"sat": ["07:30-11:30"]}),
    SPRING,
    {},
    date(2022, 1, 1),
    date(2027, 12, 31),
)
TORONTO = Calendar(
    "ottawa",
    "America/Toronto",
    WeeklyHours.parse({day: ["08:30-16:30"] for day in WEEKDAYS[:5]} | {"sun": ["00:00-06:00"]}),
    (Holiday(date(2024, 7, 1), "Canada Day"),),
    {},
    date(2022, 1, 1),
    date(2027, 12, 31),
)
CALENDARS = st.sampled_from([VIETNAM, HALF_SATURDAY, TORONTO])
YEARS = st.timedeltas(timedelta(0), timedelta(days=1_600))
MOMENTS = YEARS.map(lambda passed: datetime(2022, 2, 1, tzinfo=UTC) + passed)
MINUTES = st.integers(1, 60_000)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def local(text: str) -> datetime:
    return at(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def minutes_counted_slowly(calendar: Calendar, a: datetime, b: datetime) -> int:
    """Count minute by minute in the plainest way there is; only for short stretches."""
    count, here = 0, a
    while here < b:
        wall = here.astimezone(calendar.zone)
        is_worked = calendar.is_working_day(wall.date()) and any(
            time.fromisoformat(s[:5]) <= wall.time() < time.fromisoformat(s[6:]) for s in OFFICE
        )
        count += is_worked
        here += timedelta(minutes=1)
    return count


def test_three_working_days_over_the_holidays_of_april_end_on_the_made_up_saturday() -> None:
    due = VIETNAM.add_working_days(at("2024-04-26T15:00+07:00"), 3)
    assert due == at("2024-05-04T15:00+07:00")
    assert due.tzinfo is UTC


def test_every_day_on_the_way_says_why_it_counted_or_not() -> None:
    lines = VIETNAM.explain_days(at("2024-04-26T15:00+07:00"), 3)
    assert [(line.day.day, line.kind, line.number) for line in lines] == [
        (26, "received", None),
        (27, "weekend", None),
        (28, "weekend", None),
        (29, "swap_off", None),
        (30, "holiday", None),
        (1, "holiday", None),
        (2, "counted", 1),
        (3, "counted", 2),
        (4, "swap_work", 3),
    ]
    assert lines[4].words("vi") == "nghỉ lễ: Ngày Chiến thắng"
    assert lines[-1].stands_for == date(2024, 4, 29)


def test_a_case_after_the_cut_off_counts_from_the_start_of_the_next_working_day() -> None:
    friday = local("2024-04-12T15:00:01")
    assert VIETNAM.add_working_days(friday, 1, time(15)) == local("2024-04-16T07:30")
    assert VIETNAM.add_working_days(local("2024-04-12T15:00"), 1, time(15)) == local("2024-04-15T15:00")
    kinds = [line.kind for line in VIETNAM.explain_days(friday, 1, time(15))]
    assert kinds == ["cut_off", "weekend", "weekend", "received", "counted"]


def test_the_calendar_s_own_cut_off_holds_where_none_is_given() -> None:
    early = Calendar(
        "som", "Asia/Ho_Chi_Minh", WEEKLY, (), {}, date(2024, 1, 1), date(2024, 12, 31), time(10)
    )
    assert early.add_working_days(local("2024-04-11T10:30"), 1) == local("2024-04-15T07:30")
    assert early.add_working_days(local("2024-04-11T10:30"), 1, time(15)) == local("2024-04-12T10:30")


@pytest.mark.parametrize(
    ("came", "due"),
    [
        ("2024-04-13T09:00", "2024-04-16T07:30"),
        ("2024-04-12T20:00", "2024-04-16T07:30"),
        ("2024-04-12T05:00", "2024-04-15T07:30"),
        ("2024-04-12T12:15", "2024-04-15T13:30"),
        ("2024-04-12T17:00", "2024-04-15T17:00"),
        ("2024-04-17T09:00", "2024-04-19T09:00"),
    ],
)
def test_what_comes_when_nobody_works_counts_from_when_work_starts(came: str, due: str) -> None:
    assert VIETNAM.add_working_days(local(came), 1) == local(due)


def test_after_hours_is_named_in_the_explanation() -> None:
    kinds = [line.kind for line in VIETNAM.explain_days(local("2024-04-12T20:00"), 1)]
    assert kinds == ["after_hours", "weekend", "weekend", "received", "counted"]


def test_a_time_of_day_that_the_last_day_does_not_work_is_moved_into_its_hours() -> None:
    assert HALF_SATURDAY.add_working_days(local("2024-04-12T15:00"), 1) == local("2024-04-13T11:30")
    late_start = Calendar(
        "muon",
        "Asia/Ho_Chi_Minh",
        WeeklyHours.parse({"mon": ["07:30-11:30"], "tue": ["09:00-10:00", "15:00-16:00"]}),
        (),
        {},
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert late_start.add_working_days(local("2024-04-15T08:00"), 1) == local("2024-04-16T09:00")
    assert late_start.add_working_days(local("2024-04-15T11:00"), 1) == local("2024-04-16T10:00")


def test_a_made_up_day_may_have_hours_of_its_own_and_wins_over_a_holiday() -> None:
    short = Calendar(
        "bu",
        "Asia/Ho_Chi_Minh",
        WEEKLY,
        SPRING,
        {date(2024, 4, 30): (((time(8), time(9)),), date(2024, 4, 29))},
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert short.is_working_day(date(2024, 4, 30))
    assert short.working_minutes_between(local("2024-04-30T00:00"), local("2024-05-01T00:00")) == 60


def test_working_hours_run_over_noon_night_and_weekend() -> None:
    assert VIETNAM.add(local("2024-04-12T16:00"), Span(working_hours=8)) == local("2024-04-15T16:30")
    assert VIETNAM.add_working_minutes(local("2024-04-12T08:00"), 210) == local("2024-04-12T11:30")
    assert VIETNAM.add_working_minutes(local("2024-04-12T08:00"), 211) == local("2024-04-12T13:31")


def test_an_emergency_runs_on_the_wall_clock_even_outside_the_calendar() -> None:
    assert VIETNAM.add(local("2024-04-30T23:00"), Span(hours=24)) == local("2024-05-01T23:00")
    assert VIETNAM.add(at("1999-01-01T00:00Z"), Span(minutes=5)) == at("1999-01-01T00:05Z")


def test_a_case_that_was_late_when_paused_is_as_late_when_it_goes_on() -> None:
    assert VIETNAM.add_working_minutes(local("2024-04-15T08:00"), -60) == local("2024-04-12T16:30")
    assert VIETNAM.add_working_minutes(local("2024-04-15T08:00"), -30) == local("2024-04-15T07:30")


def test_time_between_is_negative_backwards_and_whole_minutes_both_ways() -> None:
    a, b = local("2024-04-12T08:00"), local("2024-04-12T09:00:59")
    assert (VIETNAM.working_minutes_between(a, b), VIETNAM.working_minutes_between(b, a)) == (60, -60)


def test_hours_lost_and_won_by_summer_time_are_counted_as_they_pass() -> None:
    spring, autumn = date(2024, 3, 10), date(2024, 11, 3)
    for day, hours in ((spring, 5), (autumn, 7), (date(2024, 3, 17), 6)):
        midnight = datetime.combine(day, time.min, TORONTO.zone)
        noon = datetime.combine(day, time(12), TORONTO.zone)
        assert TORONTO.working_minutes_between(midnight, noon) == hours * 60


def test_the_same_time_of_day_is_kept_over_the_change_to_summer_time() -> None:
    due = TORONTO.add_working_days(at("2024-03-08T10:00-05:00"), 2)
    assert due == at("2024-03-11T10:00-04:00")


def test_stretches_that_meet_in_the_skipped_hour_are_not_counted_twice() -> None:
    night = Calendar(
        "dem",
        "America/Toronto",
        WeeklyHours.parse({"sun": ["02:00-02:45", "03:00-04:00"]}),
        (),
        {},
        date(2024, 3, 1),
        date(2024, 3, 31),
    )
    skipped = datetime.combine(date(2024, 3, 10), time.min, night.zone)
    assert night.working_minutes_between(skipped, skipped + timedelta(hours=12)) == 60


@pytest.mark.parametrize(
    "ask",
    [
        lambda: VIETNAM.is_working_day(date(2028, 1, 1)),
        lambda: VIETNAM.next_working_moment(at("2021-12-31T00:00Z")),
        lambda: VIETNAM.next_working_moment(local("2027-12-31T18:00")),
        lambda: VIETNAM.add_working_days(local("2027-12-30T08:00"), 5),
        lambda: VIETNAM.add_working_minutes(local("2027-12-30T08:00"), 5_000),
        lambda: VIETNAM.add_working_minutes(local("2022-01-03T08:00"), -5_000),
        lambda: VIETNAM.working_minutes_between(local("2027-12-30T08:00"), local("2028-01-01T00:00")),
    ],
)
def test_a_moment_outside_the_calendar_is_refused_by_name_and_years(ask: Any) -> None:
    with pytest.raises(OutsideCalendar, match="“vn-hanh-chinh” chỉ có từ năm 2022 đến năm 2027") as refused:
        ask()
    assert isinstance(refused.value, NotNow)
    assert refused.value.facts == {"calendar": "vn-hanh-chinh", "first_year": 2022, "last_year": 2027}


def test_a_calendar_without_any_working_day_is_a_fault() -> None:
    with pytest.raises(ValueError, match="no working day"):
        Calendar("rong", "UTC", WeeklyHours({}), (), {}, date(2024, 1, 1), date(2024, 1, 7))


@pytest.mark.parametrize(
    "weekly",
    [
        {"monday": ["07:30-11:30"]},
        {"mon": ["11:30-07:30"]},
        {"mon": ["07:30-11:30", "11:00-12:00"]},
        {"mon": ["07:30"]},
        {"mon": ["7h30-11h30"]},
        {"mon": ["07:30Z-11:30"]},
        {"mon": ["07:30-24:00"]},
    ],
)
def test_hours_that_make_no_sense_are_faults(weekly: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        WeeklyHours.parse(weekly)


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"working_days": 0},
        {"hours": -1},
        {"hours": 1, "minutes": 1},
        {"weeks": 1},
        {"hours": 1.5},
        {"hours": True},
    ],
)
def test_a_span_has_exactly_one_unit(mapping: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Span.parse(mapping)


def test_a_span_knows_its_unit_and_amount() -> None:
    span = Span.parse({"working_hours": 8})
    assert (span.unit, span.amount, span.is_wall_clock) == ("working_hours", 8, False)


@given(CALENDARS, MOMENTS, MOMENTS, MINUTES)
def test_a_later_start_is_never_due_earlier(calendar: Calendar, a: datetime, b: datetime, n: int) -> None:
    first, second = sorted((a, b))
    assert calendar.add_working_minutes(first, n) <= calendar.add_working_minutes(second, n)
    days = n % 300
    assert calendar.add_working_days(first, days) <= calendar.add_working_days(second, days)
    assert calendar.add_working_days(first, days, time(15)) <= calendar.add_working_days(
        second, days, time(15)
    )


@given(CALENDARS, MOMENTS, MINUTES)
def test_more_time_is_never_due_earlier(calendar: Calendar, start: datetime, n: int) -> None:
    assert start <= calendar.add_working_minutes(start, n - 1) < calendar.add_working_minutes(start, n)
    days = n % 300
    assert start <= calendar.add_working_days(start, days) < calendar.add_working_days(start, days + 1)


@given(CALENDARS, MOMENTS, MINUTES)
def test_what_was_added_is_what_lies_between(calendar: Calendar, start: datetime, n: int) -> None:
    assert calendar.working_minutes_between(start, calendar.add_working_minutes(start, n)) == n
    assert (
        calendar.working_minutes_between(calendar.add_working_minutes(start, -(n % 9_000)), start)
        == n % 9_000
    )


@given(CALENDARS, MOMENTS, st.integers(0, 250), st.sampled_from([None, time(15), time(9, 45)]))
def test_the_days_added_are_the_days_between(
    calendar: Calendar, start: datetime, n: int, cut_off: time | None
) -> None:
    due = calendar.add_working_days(start, n, cut_off)
    assert calendar.working_days_between(calendar.receipt(start, cut_off), due) == n
    assert calendar.working_days_between(due, calendar.receipt(start, cut_off)) == -n
    assert calendar.next_working_moment(due) == due


@given(CALENDARS, MOMENTS, st.integers(0, 60), st.sampled_from([None, time(15)]))
def test_the_explanation_leads_to_the_deadline(
    calendar: Calendar, start: datetime, n: int, cut_off: time | None
) -> None:
    lines = calendar.explain_days(start, n, cut_off)
    numbers = [line.number for line in lines if line.number is not None]
    assert numbers == list(range(1, n + 1))
    assert [line.kind for line in lines].count("received") == 1
    assert lines[-1].day == calendar.add_working_days(start, n, cut_off).astimezone(calendar.zone).date()


@given(
    CALENDARS,
    MOMENTS,
    MINUTES,
    st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 90_000)), max_size=3),
)
def test_pausing_neither_gives_nor_takes_working_time(
    calendar: Calendar, start: datetime, n: int, pauses: list[tuple[int, int]]
) -> None:
    """However often a case waits for its reporter, the time that counts adds up to what was promised."""
    counted, left, here = 0, n, start
    for run, wait in pauses:
        due = calendar.add_working_minutes(here, left)
        paused = min(here + timedelta(minutes=run), due)
        worked = calendar.working_minutes_between(here, paused)
        counted, left, here = counted + worked, left - worked, paused + timedelta(minutes=wait)
    due = calendar.add_working_minutes(here, left)
    assert counted + calendar.working_minutes_between(here, due) == n


@given(st.integers(0, 40_000), st.integers(0, 4_000))
def test_the_sums_agree_with_counting_minute_by_minute(offset: int, minutes: int) -> None:
    start = at("2024-04-10T00:00Z") + timedelta(minutes=offset)
    end = start + timedelta(minutes=minutes)
    assert VIETNAM.working_minutes_between(start, end) == minutes_counted_slowly(VIETNAM, start, end)


def lines_run(act: Any) -> int:
    """Count the lines of working time that run in an act: work without a stop-watch."""
    files, count = {worktime.__file__, rising.__file__}, 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename not in files:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("calendar", [VIETNAM, TORONTO], ids=lambda calendar: calendar.id)
def test_five_years_cost_as_many_steps_as_one_day(calendar: Calendar) -> None:
    start = at("2022-03-01T15:00Z")
    for act in (
        lambda days: calendar.add_working_days(start, days),
        lambda days: calendar.add_working_minutes(start, days * 400),
        lambda days: calendar.working_minutes_between(start, start + timedelta(days=days)),
        lambda days: calendar.working_days_between(start, start + timedelta(days=days + 6)),
    ):
        near, far = (
            max(lines_run(lambda days=days, act=act: act(days)) for days in range(first, first + 14))
            for first in (1, 1_300)
        )
        assert 0 < far <= near
