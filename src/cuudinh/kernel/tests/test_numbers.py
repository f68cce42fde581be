"""Numbers and days as offices write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.kernel.numbers import date_text, dong, dong_in_billions, moment_text, number, percent


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1664580, 0, "1.664.580", "1,664,580"),
        (-1664580, 0, "-1.664.580", "-1,664,580"),
        (Decimal("2.675"), 2, "2,68", "2.68"),
        (Decimal("-2.675"), 2, "-2,68", "-2.68"),
        (Decimal("-0.004"), 2, "0", "0"),
        (Decimal("1234.50"), 2, "1.234,5", "1,234.5"),
        (Decimal("0.5"), 0, "1", "1"),
        (100, 2, "100", "100"),
    ],
)
def test_a_number_is_rounded_and_grouped_as_on_paper(
    value: int | Decimal, decimals: int, vi: str, en: str
) -> None:
    assert (number(value, decimals=decimals), number(value, "en", decimals=decimals)) == (vi, en)


@given(st.integers(-(10**18), 10**18))
def test_a_written_number_reads_back(value: int) -> None:
    assert int(number(value).replace(".", "")) == int(number(value, "en").replace(",", "")) == value


@given(st.decimals(0, 100, places=4))
def test_a_percentage_is_at_most_half_a_hundredth_off(value: Decimal) -> None:
    read = Decimal(percent(value).removesuffix("%").replace(",", "."))
    assert abs(read - value) <= Decimal("0.005")


def test_percentages_and_money() -> None:
    assert percent(Decimal("24.345")) == "24,35%"
    assert percent(Decimal("51.1"), "en") == "51.1%"
    assert dong(-50_000) == "-50.000 đồng"
    assert dong_in_billions(1_250_000_000, decimals=2) == "1,25 tỷ đồng"
    assert dong_in_billions(11_452_000_000_000, "en") == "11,452 billion VND"


def test_days_and_moments_in_both_languages() -> None:
    moment = datetime(2024, 7, 17, 22, 5, tzinfo=UTC)
    assert date_text(date(2024, 3, 5)) == "05/03/2024"
    assert date_text(date(2024, 3, 5), "en") == "5 March 2024"
    assert moment_text(moment, "Asia/Ho_Chi_Minh") == "18/07/2024 05:05"
    assert moment_text(moment, ZoneInfo("America/Toronto"), "en") == "17 July 2024 18:05"
