"""Spans in days: the day of receipt, and days of the calendar that end while the office works."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from cuudinh.kernel.span import Span
from cuudinh.kernel.worktime import WEEKDAYS, Calendar, Holiday, WeeklyHours

VIETNAM = Calendar(
    "vn-hanh-chinh",
    "Asia/Ho_Chi_Minh",
    WeeklyHours.parse({day: ["07:30-11:30", "13:30-17:00"] for day in WEEKDAYS[:5]}),
    [
        Holiday(date(2024, 4, 18), "Giỗ Tổ Hùng Vương"),
        Holiday(date(2024, 4, 29), "Nghỉ hoán đổi", "swap_off"),
        Holiday(date(2024, 4, 30), "Ngày Chiến thắng"),
        Holiday(date(2024, 5, 1), "Ngày Quốc tế Lao động"),
    ],
    {date(2024, 5, 4): (None, date(2024, 4, 29))},
    date(2022, 1, 1),
    date(2027, 12, 31),
)


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        # Received before the cut-off: until the office closes that day; after it, until it closes on the next.
        ("2024-04-16T09:00", Span(same_day=1), "2024-04-16T17:00"),
        ("2024-04-16T15:30", Span(same_day=1), "2024-04-17T17:00"),
        ("2024-04-17T16:00", Span(same_day=1), "2024-04-19T17:00"),
        # Days of the calendar: holidays count, and a last day off ends with the next working day.
        ("2024-04-16T09:00", Span(days=10), "2024-04-26T09:00"),
        ("2024-04-16T09:00", Span(days=12), "2024-05-02T17:00"),
        ("2024-04-16T15:30", Span(days=10), "2024-05-02T17:00"),
    ],
)
def test_days_of_the_calendar_and_the_day_of_receipt_end_while_the_office_works(
    start: str, span: Span, due: str
) -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    found = VIETNAM.add(datetime.fromisoformat(start).replace(tzinfo=zone), span, time(15))
    assert found.astimezone(zone).isoformat(timespec="minutes")[:16] == due


def test_there_is_one_day_of_receipt() -> None:
    with pytest.raises(ValueError, match="one day of receipt"):
        Span(same_day=2)
