"""The wall's snapshot as the page and the stream carry it: one JSON object, the same for all who watch."""

from decimal import Decimal
from typing import Any, Final

import msgspec

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import CaseRow, WallSnapshot
from cuudinh.kernel.numbers import percent

LATE_OFFICES_SHOWN: Final = 8
COUNTS: Final = (
    "as_of",
    "filed_today",
    "resolved_today",
    "open",
    "overdue",
    "due_soon",
    "awaiting_intake",
    "awaiting_approval",
    "on_time_month",
    "late_extended_month",
    "late_month",
    "ratings_month",
    "by_hour",
    "points",
)


def wall_json(language: str) -> bytes:
    """Give the snapshot of this moment as JSON."""
    return msgspec.json.encode(wall_facts(cases.wall_snapshot(language), language))


def wall_facts(found: WallSnapshot, language: str) -> dict[str, Any]:
    """Give the snapshot as plain facts; shares are counted here, once, so that page and stream agree."""
    done = found.on_time_month + found.late_extended_month + found.late_month
    return {
        **{name: getattr(found, name) for name in COUNTS},
        "on_time_share": _share(found.on_time_month, done, language),
        "good_share": _share(found.good_ratings_month, found.ratings_month, language),
        "late_by_office": [
            {"code": code, "label": label, "overdue": overdue, "open": open_now}
            for code, label, overdue, open_now in found.late_by_office[:LATE_OFFICES_SHOWN]
        ],
        "newest": [_newest(row) for row in found.newest],
    }


def _newest(row: CaseRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "unit": row.unit_label,
        "state": row.state_label,
        "tone": row.clock.tone,
        "filed_at": row.filed_at,
    }


def _share(part: int, whole: int, language: str) -> str:
    return percent(Decimal(part * 100) / whole, language, decimals=1) if whole else "–"
