"""Filing the rows of a table through the doors, and the report of those that were refused."""

import csv
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.types import Caller
from cuudinh.engines.places import queries as places
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Incomplete, Refusal
from cuudinh.project.importing.table import Row
from cuudinh.project.pack_shapes import RequestTable

COLUMNS_OF_REPORT = ("line", "reference", "why")


@dataclass
class Tally:
    """What an import did so far."""

    filed: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    def refuse(self, why: str) -> None:
        """Count one refused row under its reason."""
        self.refused[why] = self.refused.get(why, 0) + 1

    @property
    def refused_rows(self) -> int:
        """How many rows were refused, whatever the reason."""
        return sum(self.refused.values())


class Importer:
    """Files rows; `zone` is the province's, for moments without one."""

    def __init__(self, table: RequestTable, actor: Actor, zone: ZoneInfo) -> None:
        self._table = table
        self._actor = actor
        self._zone = zone
        self._units = self._unit_codes()
        self.tally = Tally()

    def moment_of(self, row: Row) -> datetime:
        """Give when a row was filed. Raises `Incomplete` when the moment cannot be read."""
        text = row.values[self._table.columns.filed_at]
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            raise Incomplete("Thời điểm “{text}” không đọc được.", text=text) from None
        return found if found.tzinfo else found.replace(tzinfo=self._zone)

    def file(self, row: Row) -> str:
        """File one row at the present moment of the clock and give its number."""
        filed = commands.file_case(
            self._actor,
            service_id=self._table.service,
            answers=self._answers(row),
            channel=self._table.channel,
            caller=Caller(name="", phone=""),
        )
        self.tally.filed += 1
        return filed.number

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
            raise Incomplete("Không có địa bàn “{unit}”.", unit=value)
        return code

    def _unit_codes(self) -> dict[str, str]:
        units = places.units_in_force()
        if self._table.units == "code":
            return {unit.code: unit.code for unit in units}
        return {unit.official_code: unit.code for unit in units}


class Refusals:
    """The report of refused rows, written as they come; a run that goes on adds to it."""

    def __init__(self, path: Path, tally: Tally) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        self._file = path.open("a", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        if is_new:
            self._rows.writerow(COLUMNS_OF_REPORT)
        self._tally = tally

    def add(self, row: Row, reference: str, refusal: Refusal) -> None:
        """Write one refused row with the reason."""
        faults = getattr(refusal, "faults", {})
        why = "; ".join(f"{name}: {fault}" for name, fault in faults.items()) or str(refusal)
        self._rows.writerow([row.line, reference, why])
        self._tally.refuse(why)

    def close(self) -> None:
        """Close the report."""
        self._file.close()
