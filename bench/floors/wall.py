"""The wall's snapshot by hand: counters, late offices, points and the newest reports."""

import json
import sqlite3
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bench.floors.rows import COLUMNS, brief, minutes, moment, tone_of, written
from bench.floors.words import Words
from cuudinh.engines.identity import queries as identity

_COUNTERS = "SELECT name, sum(value) FROM journal_counter WHERE name IN (SELECT value FROM json_each(?)) GROUP BY name"
_LATE = (
    "SELECT name, sum(value) AS late FROM journal_counter WHERE name >= 'office:' AND name < 'office;' "
    "AND name LIKE '%:overdue' GROUP BY name HAVING late <> 0"
)
_POINTS = (
    "SELECT lat, lon, number, phase, flags, track, due_at, left_minutes, service_id, version FROM cases_case "
    "ORDER BY id DESC LIMIT 300"
)
_NEWEST = f"SELECT {COLUMNS} FROM cases_case ORDER BY id DESC LIMIT 8"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def snapshot(words: Words, database: sqlite3.Connection, now: datetime) -> dict[str, Any]:
    """Give what the wall shows."""
    local = now.astimezone(_ZONE)
    day, month = f"day:{local:%Y-%m-%d}", f"month:{local:%Y-%m}"
    hours = [f"hour:{local:%Y-%m-%d}T{hour:02d}" for hour in range(24)]
    found = dict(database.execute(_COUNTERS, [json.dumps(_names(day, month, hours))]))
    on_time, extended, late, rated, good = (
        found.get(f"{month}:{what}", 0)
        for what in ("on_time", "late_extended", "late", "rated", "rated_good")
    )
    return {
        "as_of": now.isoformat().replace("+00:00", "Z"),
        "filed_today": found.get(f"{day}:filed", 0),
        "resolved_today": found.get(f"{day}:resolved", 0),
        "open": found.get("all:open", 0),
        "overdue": found.get("all:overdue", 0),
        "due_soon": found.get("all:due_soon", 0),
        "awaiting_intake": found.get("all:intake", 0),
        "awaiting_approval": found.get("all:awaiting_approval", 0),
        "on_time_month": on_time,
        "late_extended_month": extended,
        "late_month": late,
        "ratings_month": rated,
        "by_hour": [
            (hour, found.get(f"{name}:filed", 0), found.get(f"{name}:resolved", 0))
            for hour, name in enumerate(hours[: local.hour + 1])
        ],
        "points": _points(words, database, now),
        "on_time_share": _share(on_time, on_time + extended + late),
        "good_share": _share(good, rated),
        "late_by_office": _late(words, database),
        "newest": [_newest(words, row, now) for row in database.execute(_NEWEST)],
    }


def _names(day: str, month: str, hours: list[str]) -> list[str]:
    names = ["all:open", "all:overdue", "all:due_soon", "all:intake", "all:awaiting_approval"]
    names += [
        f"{day}:filed",
        f"{day}:resolved",
        f"{month}:on_time",
        f"{month}:late_extended",
        f"{month}:late",
    ]
    names += [f"{month}:rated", f"{month}:rated_good"]
    return names + [f"{hour}:{what}" for hour in hours for what in ("filed", "resolved")]


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    tenths = (part * 1000 * 2 + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10}%"


def _points(words: Words, database: sqlite3.Connection, now: datetime) -> list[tuple[float, float, str, str]]:
    shown, whole = [], now.replace(second=0, microsecond=0)
    for lat, lon, number, phase, flags, track, due, left, service, version in database.execute(_POINTS):
        if lat is None or lon is None:
            continue
        counted = left if due is None else 0
        if due is not None and not phase and not flags & 2:
            due_at = moment(due)
            assert due_at is not None
            if due_at < now:
                counted = minutes(words.service(service, version), track, whole, due_at)
        shown.append((lat, lon, tone_of(phase, flags, counted), number))
    return shown


def _late(words: Words, database: sqlite3.Connection) -> list[dict[str, Any]]:
    late = {int(name.split(":")[1]): count for name, count in database.execute(_LATE)}
    names = json.dumps([f"office:{office}:open" for office in late])
    opened = {int(name.split(":")[1]): count for name, count in database.execute(_COUNTERS, [names])}
    order = sorted(((count, opened.get(office, 0), office) for office, count in late.items()), reverse=True)
    return [
        {
            "code": identity.office_by_id(office).code,
            "label": words.office(office),
            "overdue": count,
            "open": now,
        }
        for count, now, office in order[:8]
    ]


def _newest(words: Words, row: tuple[Any, ...], now: datetime) -> dict[str, Any]:
    of = brief(words, row, now.replace(second=0, microsecond=0), is_public=False)
    return {
        "number": of["number"],
        "title": of["title"],
        "unit": of["unit_label"],
        "state": of["state_label"],
        "tone": of["clock"]["tone"],
        "filed_at": written(row[14]),
    }
