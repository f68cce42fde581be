"""Filters of templates: figures, days and waiting times in the language of the request."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext, ngettext

from cuudinh.journal import acts
from cuudinh.kernel import clock, numbers
from cuudinh.web.province import province

_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
WORKING_MINUTES_A_DAY: Final = 480
_SECOND, _MINUTE, _HOUR, _DAY = 1, 60, 3600, 86400


def vn_number(value: int | float | Decimal, decimals: int = 0) -> str:
    """Give a number as offices write it."""
    return numbers.number(_exact(value), _language(), decimals=decimals)


def vn_percent(value: int | float | Decimal, decimals: int = 2) -> str:
    """Give a percentage; the value is already in percent."""
    return numbers.percent(_exact(value), _language(), decimals=decimals)


def vn_dong(amount_vnd: int) -> str:
    """Give an amount of money in full."""
    return numbers.dong(amount_vnd, _language())


def vn_date(day: date | datetime) -> str:
    """Give a day; of a moment, the day on the clocks of the province."""
    if isinstance(day, datetime):
        day = day.astimezone(ZoneInfo(province().timezone)).date()
    return numbers.date_text(day, _language())


def vn_typed_day(day: object) -> object:
    """Give a day that was sent as ISO text as people type it; whatever else was typed stays as it is.

    >>> vn_typed_day("1990-12-31"), vn_typed_day("31/2")
    ('31/12/1990', '31/2')
    """
    parts = _ISO_DAY.fullmatch(day) if isinstance(day, str) else None
    return f"{parts[3]}/{parts[2]}/{parts[1]}" if parts else day


def vn_moment(moment: datetime) -> str:
    """Give a moment to the minute, on the clocks of the province."""
    return numbers.moment_text(moment, province().timezone, _language())


def vn_hour(moment: datetime) -> str:
    """Give only the hour of a moment, on the clocks of the province."""
    return f"{moment.astimezone(ZoneInfo(province().timezone)):%H:%M}"


def ago(moment: datetime) -> str:
    """Give how long ago a moment was, roughly; after a week, its day."""
    seconds = int((clock.now() - moment).total_seconds())
    if seconds < 7 * _DAY:
        unit = next((one for one in (_DAY, _HOUR, _MINUTE) if seconds >= one), _SECOND)
        return _ago(_language(), seconds // unit, unit)
    return vn_date(moment)


@lru_cache(maxsize=1_024)
def _ago(_language: str, n: int, unit: int) -> str:
    if unit == _SECOND:
        return gettext("vừa xong")
    if unit == _MINUTE:
        return _counted(ngettext("%(n)s phút trước", "%(n)s phút trước", n), n)
    if unit == _HOUR:
        return _counted(ngettext("%(n)s giờ trước", "%(n)s giờ trước", n), n)
    return _counted(ngettext("%(n)s ngày trước", "%(n)s ngày trước", n), n)


def working_left(minutes: int, is_wall_clock: bool = False) -> str:
    """Give the time left, or since the deadline when negative: "còn 1 ngày 3 giờ làm việc".

    A day is eight working hours, except on the clock of an emergency, where it has twenty-four.
    """
    return _working_left(_language(), minutes, is_wall_clock)


@lru_cache(maxsize=4_096)
def _working_left(_language: str, minutes: int, is_wall_clock: bool) -> str:
    a_day = 24 * 60 if is_wall_clock else WORKING_MINUTES_A_DAY
    amount = _amount(abs(minutes), a_day)
    if is_wall_clock:
        sentence = gettext("còn %(amount)s") if minutes >= 0 else gettext("quá hạn %(amount)s")
    elif minutes >= 0:
        sentence = gettext("còn %(amount)s làm việc")
    else:
        sentence = gettext("quá hạn %(amount)s làm việc")
    return sentence % {"amount": amount}


def file_size(size_bytes: int) -> str:
    """Give the size of a file in KB or MB."""
    if size_bytes < 1_000_000:
        return f"{vn_number(max(1, size_bytes // 1000))} KB"
    return f"{vn_number(Decimal(size_bytes) / 1_000_000, 1)} MB"


def _amount(minutes: int, a_day: int) -> str:
    """Give at most two units, the largest first: minutes no longer count when there are days."""
    days, rest = divmod(minutes, a_day)
    hours, minutes_left = divmod(rest, 60)
    parts = [
        (days, ngettext("%(n)s ngày", "%(n)s ngày", days)),
        (hours, ngettext("%(n)s giờ", "%(n)s giờ", hours)),
        (minutes_left, ngettext("%(n)s phút", "%(n)s phút", minutes_left)),
    ]
    told = [_counted(words, number) for number, words in parts if number][:2]
    if days and not hours:
        told = told[:1]
    return " ".join(told) or _counted(ngettext("%(n)s phút", "%(n)s phút", 0), 0)


def _counted(words: str, number: int) -> str:
    return words % {"n": vn_number(number)}


def _exact(value: int | float | Decimal) -> int | Decimal:
    return Decimal(str(value)) if isinstance(value, float) else value


def _language() -> str:
    return get_language() or "vi"


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "vn_number": vn_number,
    "vn_percent": vn_percent,
    "vn_dong": vn_dong,
    "vn_date": vn_date,
    "vn_typed_day": vn_typed_day,
    "vn_moment": vn_moment,
    "vn_hour": vn_hour,
    "ago": ago,
    "working_left": working_left,
    "file_size": file_size,
    "act_name": acts.name_of,
}
