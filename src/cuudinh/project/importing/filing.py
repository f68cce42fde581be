"""Filing the rows of a table through the doors, and the report of those that were refused."""

import csv
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.types import Caller
from cuudinh.engines.places import queries as places
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Incomplete, Refusal
from cuudinh.project.importing.planning import Plan
from cuudinh.project.importing.table import Row

COLUMNS_OF_REPORT = ("line", "reference", "why")
REPEATS_AMONG = 5000


@dataclass
class Tally:
    """What an import did so far, and in the end how many acts were done and refused on its cases."""

    filed: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    acts: int = 0
    acts_refused: dict[str, int] = field(default_factory=dict)

    def refuse(self, why: str) -> None:
        """Count one refused row under its reason."""
        self.refused[why] = self.refused.get(why, 0) + 1

    @property
    def refused_rows(self) -> int:
        """How many rows were refused, whatever the reason."""
        return sum(self.refused.values())


class Importer:
    """Files rows as a plan says; `zone` is the province's, for moments without one."""

    def __init__(self, plan: Plan, zone: ZoneInfo, tally: Tally) -> None:
        self._plan = plan
        self._table = plan.table
        self._zone = zone
        self._units = self._unit_codes()
        self._tally = tally
        self._seen: dict[tuple[str, ...], str] = {}

    def moment_of(self, row: Row) -> datetime:
        """Give when a row was filed. Raises `Incomplete` when the moment cannot be read."""
        text = row.values[self._table.columns.filed_at]
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            raise Incomplete("Thời điểm “{text}” không đọc được.", text=text) from None
        return found if found.tzinfo else found.replace(tzinfo=self._zone)

    def file(self, row: Row) -> tuple[str, Actor | None]:
        """File one row at the present moment of the clock; give its number, and who reports it if invented."""
        reporter = self._reporter(row)
        filed = commands.file_case(
            reporter or self._plan.dispatcher,
            service_id=self._table.service,
            answers=self._answers(row),
            channel=self._table.channel,
            caller=Caller(name="", phone="") if reporter is None else None,
        )
        self._tally.filed += 1
        self._remember(row, filed.number)
        return filed.number, reporter

    def _reporter(self, row: Row) -> Actor | None:
        """Give who reports a row: the same row always has the same reporter."""
        reporters = self._plan.reporters
        if not reporters:
            return None
        return reporters[crc32(row.values[self._table.columns.reference].encode()) % len(reporters)]

    def _remember(self, row: Row, number: str) -> None:
        """Note a request, or that it repeats one of those just before it: same moment, place, kind and words."""
        columns = self._table.columns
        names = (columns.filed_at, columns.unit, columns.topic, *columns.text)
        said = tuple(row.values[name] for name in names)
        first = self._seen.setdefault(said, number)
        if first != number:
            self._plan.twins[number] = first
        if len(self._seen) > REPEATS_AMONG:
            del self._seen[next(iter(self._seen))]

    def _answers(self, row: Row) -> dict[str, Any]:
        columns = self._table.columns
        kind = row.values[columns.topic]
        mapped = self._table.topics.get(kind)
        if mapped is None:
            raise Incomplete("Không biết lĩnh vực của “{kind}”.", kind=kind)
        text = " — ".join(part for name in columns.text if (part := row.values[name].strip()))
        return {
            "topic": mapped.topic,
            "description": text,
            "location": {"unit": self._unit(row.values[columns.unit])},
            **mapped.answers,
        }

    def _unit(self, value: str) -> str:
        code = self._units.get(value)
        if code is None:
            if not value:
                raise Incomplete("Địa bàn để trống.")
            raise Incomplete("Không có địa bàn “{unit}”.", unit=value)
        return code

    def _unit_codes(self) -> dict[str, str]:
        units = places.units_in_force()
        if self._table.units == "code":
            return {unit.code: unit.code for unit in units}
        return {unit.official_code: unit.code for unit in units}


class Refusals:
    """The report of refused rows, on the disk before the next row is read.

    A run that goes on first drops what stands in it of lines `after_line`: their rows are read again.
    """

    def __init__(self, path: Path, tally: Tally, *, after_line: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = self._kept(path, after_line)
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerows([COLUMNS_OF_REPORT, *kept])
        self._file.flush()
        self._tally = tally

    @staticmethod
    def _kept(path: Path, after_line: int) -> list[list[str]]:
        if not after_line or not path.is_file():
            return []
        with path.open(encoding="utf-8", newline="") as stream:
            rows = [row for row in csv.reader(stream) if len(row) == len(COLUMNS_OF_REPORT)]
        return [row for row in rows if row[0].isdecimal() and int(row[0]) <= after_line]

    def add(self, row: Row, reference: str, refusal: Refusal) -> None:
        """Write one refused row with the reason."""
        faults = getattr(refusal, "faults", {})
        why = "; ".join(f"{name}: {fault}" for name, fault in faults.items()) or str(refusal)
        self._rows.writerow([row.line, reference, why])
        self._file.flush()
        self._tally.refuse(why)

    def close(self) -> None:
        """Close the report."""
        self._file.close()
