"""The floor: the same answers by hand, with sqlite3 and msgspec alone: no permission, no words, no framework."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec

LIST = (
    "SELECT id, number, title, topic, state, phase, flags, owner_office_id, unit_id, place, lat, lon, filed_at, "
    "changed_at, due_at, published_at, follower_count, rating, public_thumb FROM cases_case "
    "WHERE is_public ORDER BY published_at DESC, id DESC LIMIT 21"
)
DESK = (
    "SELECT id, number, title, topic, state, phase, flags, owner_office_id, unit_id, place, lat, lon, filed_at, "
    "changed_at, due_at, sort_at, rating, thumb FROM cases_case "
    "WHERE owner_office_id = ? AND phase = 0 ORDER BY sort_at, id LIMIT 51"
)
WALL = "SELECT state, count(*), sum(flags & 2 <> 0) FROM cases_case WHERE phase < 2 GROUP BY state"
NEWEST = "SELECT id, number, title, state, lat, lon, filed_at FROM cases_case ORDER BY id DESC LIMIT 300"


class Floor:
    """Readings of one database file by hand."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def _json_of(self, sql: str, *given: object) -> bytes:
        return msgspec.json.encode(self._database.execute(sql, given).fetchall())

    def public_list(self) -> bytes:
        """Give the newest published cases."""
        return self._json_of(LIST)

    def worklist(self, office_id: int) -> Callable[[], bytes]:
        """Give the reading of one office's open cases."""
        return lambda: self._json_of(DESK, office_id)

    def one(self, number: str) -> bytes:
        """Give one case and its history."""
        row = self._database.execute("SELECT * FROM cases_case WHERE number = ?", [number]).fetchone()
        events = self._database.execute(
            "SELECT at, act, to_state, facts FROM cases_event WHERE case_id = ? AND audience = 0", [row[0]]
        )
        return msgspec.json.encode([row, events.fetchall()])

    def dashboard(self) -> bytes:
        """Give counts by state, counted, and the newest cases."""
        return self._json_of(WALL) + self._json_of(NEWEST)
