"""The trail of a run: one line for each thing that happened, and the digest of all of them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection

# Drawn by chance because they must not be guessed, or sealed with such: no run has them twice.
_SECRET: Final = frozenset(
    {"thumb", "public_thumb", "name", "sealed", "lease", "generation", "digest", "receipt"}
)
_TABLES: Final = (
    *("cases_case", "cases_event", "cases_task", "cases_clockentry", "cases_duetime", "cases_extension"),
    *("cases_merge", "cases_follow", "cases_ratinggiven", "cases_caseunit", "cases_attachment"),
    *("messages_notice", "journal_outboxevent", "journal_searchentry", "journal_sequence"),
)


@dataclass
class Trail:
    """What happened, in order; the same seed leaves the same trail."""

    lines: list[str] = field(default_factory=list)
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, step: int, at: datetime, who: str, what: str, outcome: str, state: str = "") -> None:
        """Add what somebody did and what came of it; `state` is the digest of what it left."""
        line = f"{step:4}  {at:%Y-%m-%d %H:%M}  {who:22} {what} → {outcome}"
        self.lines.append(line)
        self._digest.update(f"{at.isoformat()} {line} {state}\n".encode())

    def add_store(self) -> None:
        """Take every row of the tables of cases and news into the digest, but for what must not be guessed."""
        for row in _rows():
            self._digest.update(row)

    @property
    def digest(self) -> str:
        """The digest of everything so far."""
        return self._digest.hexdigest()


def _rows() -> Iterator[bytes]:
    for table in _TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608  names of ours
            names = [column[0] for column in cursor.description]
            kept = [place for place, name in enumerate(names) if name not in _SECRET]
            for row in cursor.fetchall():
                yield json.dumps([table, *(str(row[place]) for place in kept)]).encode()
