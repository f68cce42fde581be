"""When the desk is reminded of a clock: once before it runs out, and once when it has."""

from datetime import datetime, timedelta
from typing import Literal

Reminder = Literal["", "due", "late"]


def reminder(due: datetime, warned: datetime | None, now: datetime, before: timedelta) -> Reminder:
    """Give of what the desk is to be reminded now, if at all; `warned` is when it last was.

    >>> due, hour = datetime(2026, 11, 25, 8), timedelta(hours=1)
    >>> reminder(due, None, due - 17 * hour, 16 * hour), reminder(due, None, due - 16 * hour, 16 * hour)
    ('', 'due')
    >>> reminder(due, due - 16 * hour, due - hour, 16 * hour), reminder(due, due - 16 * hour, due, 16 * hour)
    ('', 'late')
    >>> reminder(due, due, due + hour, 16 * hour)
    ''
    """
    if now >= due:
        return "late" if warned is None or warned < due else ""
    if now >= due - before:
        return "due" if warned is None or warned < due - before else ""
    return ""
