"""Numbers, money and days as offices write them: 1.664.580 · 24,35% · 18/07/2024 in Vietnamese.

Rounding is by half up and on decimals, as people do it on paper; a float such as 2.675 would come out as
2,67. English forms come with `language="en"`; any other language is written as English.
"""

from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BILLION = 1_000_000_000


def number(value: int | Decimal, language: str = "vi", *, decimals: int = 0) -> str:
    """Give a number in groups of three, with at most `decimals` places and no needless zeros.

    >>> number(1664580), number(1664580, "en"), number(Decimal("24.350"), decimals=2)
    ('1.664.580', '1,664,580', '24,35')
    """
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded if rounded else abs(rounded):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(".,", ",.")) if language == "vi" else text


def percent(value: int | Decimal, language: str = "vi", *, decimals: int = 2) -> str:
    """Give a percentage; `value` is already in percent.

    >>> percent(Decimal("24.345")), percent(Decimal("77.7"), "en")
    ('24,35%', '77.7%')
    """
    return number(value, language, decimals=decimals) + "%"


def dong(amount_vnd: int, language: str = "vi") -> str:
    """Give an amount of money in full.

    >>> dong(250000), dong(250000, "en")
    ('250.000 đồng', '250,000 VND')
    """
    return f"{number(amount_vnd, language)} {'đồng' if language == 'vi' else 'VND'}"


def dong_in_billions(amount_vnd: int, language: str = "vi", *, decimals: int = 0) -> str:
    """Give a large amount in billions (tỷ), as reports do.

    >>> dong_in_billions(11_452_000_000_000)
    '11.452 tỷ đồng'
    """
    billions = number(Decimal(amount_vnd) / _BILLION, language, decimals=decimals)
    return f"{billions} {'tỷ đồng' if language == 'vi' else 'billion VND'}"


def date_text(day: date, language: str = "vi") -> str:
    """Give a day in numbers in Vietnamese, with the month's name in English (7/8 is read both ways there).

    >>> date_text(date(2024, 7, 18)), date_text(date(2024, 7, 18), "en")
    ('18/07/2024', '18 July 2024')
    """
    if language == "vi":
        return f"{day.day:02}/{day.month:02}/{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=4_096)
def moment_text(moment: datetime, zone: str | tzinfo, language: str = "vi") -> str:
    """Give a moment to the minute, on the clocks of a zone.

    >>> moment_text(datetime.fromisoformat("2024-07-18T08:00Z"), "Asia/Ho_Chi_Minh")
    '18/07/2024 15:00'
    """
    local = moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    return f"{date_text(local.date(), language)} {local:%H:%M}"
