"""Figures, days and waiting times as people read them, in both languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from cuudinh.kernel import clock
from cuudinh.web import filters

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "is_wall_clock", "vi"),
    [
        (660, False, "còn 1 ngày 3 giờ làm việc"),
        (150, False, "còn 2 giờ 30 phút làm việc"),
        (485, False, "còn 1 ngày làm việc"),
        (0, False, "còn 0 phút làm việc"),
        (-540, False, "quá hạn 1 ngày 1 giờ làm việc"),
        (40, True, "còn 40 phút"),
        (1500, True, "còn 1 ngày 1 giờ"),
        (-90, True, "quá hạn 1 giờ 30 phút"),
        (480 * 1200, False, "còn 1.200 ngày làm việc"),
    ],
)
def test_time_left_is_told_in_at_most_two_units(minutes: int, is_wall_clock: bool, vi: str) -> None:
    assert filters.working_left(minutes, is_wall_clock) == vi


@pytest.mark.parametrize(
    ("before", "vi"),
    [
        (timedelta(seconds=20), "vừa xong"),
        (timedelta(minutes=59), "59 phút trước"),
        (timedelta(hours=23), "23 giờ trước"),
        (timedelta(days=6), "6 ngày trước"),
        (timedelta(days=8), "15/11/2026"),
    ],
)
def test_how_long_ago(before: timedelta, vi: str) -> None:
    with clock.frozen(NOON):
        assert filters.ago(NOON - before) == vi


def test_a_moment_is_told_on_the_clocks_of_the_province() -> None:
    late = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert filters.vn_moment(late) == "24/11/2026 01:30"
    assert filters.vn_date(late) == "24/11/2026"
    assert filters.vn_hour(late) == "01:30"
    assert filters.vn_date(date(2026, 1, 2)) == "02/01/2026"


def test_figures_follow_the_language() -> None:
    assert filters.vn_number(1664580) == "1.664.580"
    assert filters.vn_percent(24.345) == "24,35%"
    assert filters.file_size(240_500) == "240 KB"
    assert filters.file_size(12_400_000) == "12,4 MB"
    with translation.override("en"):
        assert filters.vn_number(Decimal("1664580.5"), 1) == "1,664,580.5"
        assert filters.vn_dong(250000) == "250,000 VND"
