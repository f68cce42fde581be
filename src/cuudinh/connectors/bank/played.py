"""A bank that is played inside of a demonstration: whoever tries the platform pays without paying.

It keeps its movements in a file of the state folder, so that its statements say what its news said. It is never
connected where no invented data are.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from cuudinh.connectors.bank.fake import day_of
from cuudinh.engines.ledger.ports import BankMove, Expected
from cuudinh.engines.ledger.types import NoticeForged
from cuudinh.kernel import ids


class PlayedBank:
    """One account of a bank that nobody has."""

    name = "gia-lap"

    def __init__(self, path: Path) -> None:
        self._path = path

    def expect(self, expected: Expected) -> None:
        """Take note that money is to come; it comes when somebody plays it."""

    def heard(self, headers: Any, body: bytes, now: datetime) -> BankMove:
        """Believe no notice from outside: there is no secret that could prove one. Raises `NoticeForged`."""
        raise NoticeForged

    def statement(self, day: date) -> Sequence[BankMove]:
        """Give everything that was played on a day."""
        if not self._path.is_file():
            return ()
        rows = [json.loads(line) for line in self._path.read_text("utf-8").splitlines()]
        return [_move(row) for row in rows if day_of(row) == day.isoformat()]

    def play(self, words: str, amount_vnd: int, at: datetime) -> BankMove:
        """Let money come under some words; give the movement as the bank books it."""
        row = {
            "transaction": f"GL{ids.uuid7()}",
            "amount": amount_vnd,
            "words": words,
            "at": at.isoformat(),
        }
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._path.chmod(0o600)
        return _move(row)


def _move(row: dict[str, Any]) -> BankMove:
    return BankMove(row["transaction"], row["amount"], row["words"], datetime.fromisoformat(row["at"]))


def connected() -> PlayedBank:
    """Give the bank of this demonstration."""
    return PlayedBank(settings.CUUDINH_STATE / "demo" / "bank.jsonl")
