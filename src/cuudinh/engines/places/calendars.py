"""Calendars of a pack turned into the calendars that count working time.

A calendar with a `base` has its own weekly hours and shares the days off and the worked Saturdays of the
other: so an office that works in shifts still follows the national holidays.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from cuudinh.kernel.worktime import Calendar, DayHours, Holiday, WeeklyHours, parse_hours

Body = Mapping[str, Any]


def calendar_of(name: str, bodies: Mapping[str, Body]) -> Calendar:
    """Give the calendar of a name from the bodies of all; they were checked when the pack was."""
    own = bodies[name]
    days = [bodies[own["base"]], own] if own.get("base") else [own]
    return _laid_down(name, msgspec.json.encode(days, order="deterministic"))


# Laying one down looks at every day of it, and most versions of a pack bring it as it was.
@lru_cache(maxsize=64)
def _laid_down(name: str, bodies: bytes) -> Calendar:
    days: list[Body] = msgspec.json.decode(bodies)
    base, own = days[0], days[-1]
    return Calendar(
        name,
        own["zone"],
        WeeklyHours.parse(own["weekly"]),
        [_holiday(row) for body in days for row in body["holidays"]],
        {date.fromisoformat(row["day"]): _swap(row) for body in days for row in body["swap_work"]},
        date.fromisoformat(base["covers"]["from"]),
        date.fromisoformat(base["covers"]["to"]),
    )


def _holiday(row: Mapping[str, str]) -> Holiday:
    return Holiday(date.fromisoformat(row["day"]), row["name"], row["kind"])  # type: ignore[arg-type]  # the table holds no other kind


def _swap(row: Mapping[str, Any]) -> tuple[DayHours | None, date]:
    hours = row.get("hours")
    return (parse_hours(hours) if hours else None), date.fromisoformat(row["for"])
