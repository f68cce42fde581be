"""Until when somebody acts for another, and whether a child is asked: pure decisions on days."""

import re
from datetime import date, timedelta
from typing import Final

# Quyết định 20/2020/QĐ-TTg: at most 35 capital letters, digits and full stops; enterprises use their own number.
_CODE: Final = re.compile(r"^[A-Z0-9][A-Z0-9.]{2,34}$", re.ASCII)


def reached(birth: date, years: int) -> date:
    """Give the day on which somebody becomes so many years old.

    Whoever was born on 29 February does on 1 March where that day is missing.

    >>> reached(date(2010, 5, 20), 18), reached(date(2008, 2, 29), 18)
    (datetime.date(2028, 5, 20), datetime.date(2026, 3, 1))
    """
    year = birth.year + years
    if (birth.month, birth.day) == (2, 29) and not _is_leap(year):
        return date(year, 3, 1)
    return date(year, birth.month, birth.day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def last_day(birth: date | None, majority_years: int, until: date | None) -> date | None:
    """Give the last day of a representation: the day before majority, or the one that was asked for.

    None: as long as it lasts.

    >>> last_day(date(2010, 5, 20), 18, None), last_day(None, 18, None), last_day(None, 18, date(2027, 1, 1))
    (datetime.date(2028, 5, 19), None, datetime.date(2027, 1, 1))
    """
    if birth is None:
        return until
    before = reached(birth, majority_years) - timedelta(days=1)
    return before if until is None else min(before, until)


def must_agree(birth: date | None, agree_years: int, day: date) -> bool:
    """Whether somebody who is acted for is a child that has to agree to it.

    >>> [must_agree(birth, 7, date(2026, 11, 28)) for birth in (date(2019, 11, 28), date(2019, 11, 29), None)]
    [True, False, False]
    """
    return birth is not None and reached(birth, agree_years) <= day


def organisation_code(text: str) -> str | None:
    """Give the code of an organisation in one form, or None when it is none; hyphens of tax numbers do not count.

    >>> organisation_code(" 3300 100 ** "), organisation_code("3300-101-001"), organisation_code("h57.12")
    (None, '3300101001', 'H57.12')
    """
    code = "".join(text.split()).replace("-", "").upper()
    return code if _CODE.match(code) else None


def day_of(text: str) -> date | None:
    """Give a day as a form sends it, or None when it is none.

    >>> day_of("2015-02-28"), day_of("2015-02-30"), day_of("")
    (datetime.date(2015, 2, 28), None, None)
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
