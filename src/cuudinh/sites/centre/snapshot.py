"""The wall's snapshot as the page and the stream carry it: one JSON object, the same for all who watch."""

from typing import Any

import msgspec

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import WallSnapshot
from cuudinh.kernel.numbers import percent


def wall_json(language: str) -> bytes:
    """Give the snapshot of this moment as JSON."""
    return msgspec.json.encode(wall_facts(cases.wall_snapshot(language)))


def wall_facts(found: WallSnapshot) -> dict[str, Any]:
    """Give the snapshot as plain facts; shares are counted here, once, so that page and stream agree."""
    done = found.on_time_month + found.late_extended_month + found.late_month
    return {
        "as_of": found.as_of,
        "filed_today": found.filed_today,
        "resolved_today": found.resolved_today,
        "open": found.open,
        "overdue": found.overdue,
        "due_soon": found.due_soon,
        "awaiting_intake": found.awaiting_intake,
        "awaiting_approval": found.awaiting_approval,
        "on_time_month": found.on_time_month,
        "late_extended_month": found.late_extended_month,
        "late_month": found.late_month,
        "on_time_share": _share(found.on_time_month, done),
        "good_share": _share(found.good_ratings_month, found.ratings_month),
        "ratings_month": found.ratings_month,
        "by_hour": found.by_hour,
        "late_by_office": found.late_by_office,
        "by_topic": found.by_topic,
        "points": found.points,
        "newest": [
            {
                "number": row.number,
                "title": row.title,
                "topic": row.topic_label,
                "unit": row.unit_label,
                "state": row.state_label,
                "tone": row.clock.tone,
                "filed_at": row.filed_at,
            }
            for row in found.newest
        ],
    }


def _share(part: int, whole: int) -> str:
    return percent(part * 100 / whole) if whole else "–"
