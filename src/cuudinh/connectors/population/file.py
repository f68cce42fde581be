"""Answers of the register from a file that it sent: one line for each citizen number."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, cast

from cuudinh.engines.identity.ports import AskedPerson, PopulationAnswer
from cuudinh.kernel.refusal import BadInput

_VERDICTS: Final = ("known", "other", "unknown")
_LEVELS: Final = ("0", "1", "2", "3")


class PopulationFile:
    """A file of answers; whom it does not name is not answered."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all_answers(self) -> Iterator[PopulationAnswer]:
        """Give every answer of the file, line by line. Raises `BadInput` with the line that cannot be read."""
        with self._path.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), 2):
                yield self._answer(row, number)

    def answers(self, asked: Sequence[AskedPerson]) -> Iterable[PopulationAnswer]:
        """Give the answers about those who are asked about."""
        wanted = {one.number for one in asked}
        return (answer for answer in self.all_answers() if answer.number in wanted)

    def _answer(self, row: dict[str, str], line: int) -> PopulationAnswer:
        verdict, level = row.get("verdict", ""), row.get("level") or "0"
        if verdict not in _VERDICTS or level not in _LEVELS or not row.get("number"):
            raise BadInput("Dòng {line} của tệp trả lời không đọc được.", line=line)
        return PopulationAnswer(
            number=row["number"].strip(),
            verdict=cast(Literal["known", "other", "unknown"], verdict),
            subject=row.get("subject", "").strip(),
            level=int(level),
            phone=row.get("phone", "").strip(),
            name=row.get("name", "").strip(),
            birth=row.get("birth", "").strip(),
            evidence=(row.get("evidence") or self._path.name)[:200],
        )
