from datetime import UTC, date, datetime
from typing import Any

import pytest

from cuudinh.engines.places.calendars import calendar_of

NATIONAL: dict[str, Any] = {
    "zone": "Asia/Ho_Chi_Minh",
    "covers": {"from": "2026-01-01", "to": "2026-12-31"},
    "weekly": {day: ["07:30-11:30", "13:30-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": [
        {"day": "2026-08-31", "name": "Ngày nghỉ hoán đổi", "kind": "swap_off"},
        {"day": "2026-09-01", "name": "Quốc khánh", "kind": "holiday"},
        {"day": "2026-09-02", "name": "Quốc khánh", "kind": "holiday"},
    ],
    "swap_work": [{"day": "2026-08-22", "for": "2026-08-31"}],
}
WATER: dict[str, Any] = {
    "zone": "Asia/Ho_Chi_Minh",
    "base": "national",
    "weekly": {"mon": ["06:00-22:00"], "sat": ["06:00-12:00"]},
    "holidays": [],
    "swap_work": [],
}
BODIES = {"national": NATIONAL, "water": WATER}


def test_holidays_are_off_and_the_exchanged_saturday_is_worked() -> None:
    calendar = calendar_of("national", BODIES)
    worked = [day for day in range(20, 32) if calendar.is_working_day(date(2026, 8, day))]
    assert worked == [20, 21, 22, 24, 25, 26, 27, 28]


def test_the_worked_saturday_has_the_hours_of_the_day_it_stands_for() -> None:
    calendar = calendar_of("national", BODIES)
    start, end = datetime(2026, 8, 21, 17, tzinfo=UTC), datetime(2026, 8, 22, 17, tzinfo=UTC)
    assert calendar.working_minutes_between(start, end) == 450


def test_an_office_with_its_own_hours_keeps_the_holidays_of_its_base() -> None:
    calendar = calendar_of("water", BODIES)
    assert not calendar.is_working_day(date(2026, 8, 31))
    assert calendar.is_working_day(date(2026, 8, 24))
    assert calendar.is_working_day(date(2026, 8, 29))
    assert (calendar.first_day, calendar.last_day) == (date(2026, 1, 1), date(2026, 12, 31))


def test_hours_may_be_given_for_the_worked_saturday() -> None:
    short = NATIONAL | {"swap_work": [{"day": "2026-08-22", "for": "2026-08-31", "hours": ["08:00-11:00"]}]}
    calendar = calendar_of("short", {"short": short})
    start, end = datetime(2026, 8, 21, 17, tzinfo=UTC), datetime(2026, 8, 22, 17, tzinfo=UTC)
    assert calendar.working_minutes_between(start, end) == 180


@pytest.mark.parametrize("name", ["national", "water"])
def test_the_calendar_bears_its_name(name: str) -> None:
    assert calendar_of(name, BODIES).id == name
