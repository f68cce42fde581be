"""Bringing a table of requests in through the same doors people use: commands, permissions, audit.

A pack's `imports/requests.yaml` says which column means what. Each row is filed once, whatever happens in
between: its reference is the key of the filing, so a run that was killed is simply run again. Rows that the
doors refuse go into a report with the reason; nothing else of them is kept.
"""

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.types import Caller
from cuudinh.engines.places import queries as places
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Incomplete, Refusal

COLUMNS_OF_REPORT = ("line", "reference", "why")


class TopicOfRow(BaseModel):
    """What a value of the topic column becomes: a topic, and answers that go with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: str
    answers: dict[str, str] = {}


class Columns(BaseModel):
    """Which column says what; the texts of several columns are joined."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: str
    filed_at: str
    unit: str
    topic: str
    text: list[str]


class RequestTable(BaseModel):
    """`imports/requests.yaml`: how a table of requests becomes cases of one service."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: str
    channel: str
    columns: Columns
    units: Literal["official_code", "code"]
    unknown_unit: Literal["refuse"]
    topics: dict[str, TopicOfRow]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, with its line for the report."""

    line: int
    values: Mapping[str, str]


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


def request_table(folder: Path) -> RequestTable:
    """Give how the pack in a folder reads a table of requests."""
    path = folder / "imports" / "requests.yaml"
    return RequestTable.model_validate(yaml.safe_load(path.read_text("utf-8")))


@contextmanager
def opened(path: Path) -> Iterator[io.TextIOBase]:
    """Open a CSV file, packed with gzip or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as packed:
            yield packed  # type: ignore[misc]  # gzip's text stream is one
    else:
        with path.open(encoding="utf-8", newline="") as plain:
            yield plain


def rows_of(stream: io.TextIOBase, table: RequestTable) -> Iterator[Row]:
    """Give the rows of a table; refuses one that lacks a column the pack reads."""
    reader = csv.DictReader(stream)
    named = table.columns.model_dump()
    wanted = {name for value in named.values() for name in (value if isinstance(value, list) else [value])}
    missing = wanted.difference(reader.fieldnames or ())
    if missing:
        raise Incomplete("Bảng thiếu cột: {columns}.", columns=", ".join(sorted(missing)))
    for values in reader:
        yield Row(reader.line_num, values)


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
        columns = self._table.columns
        filed = commands.file_case(
            self._actor,
            service_id=self._table.service,
            answers=self._answers(row),
            channel=self._table.channel,
            idempotency_key=f"import:{row.values[columns.reference]}",
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
    """The report of refused rows, written as they come."""

    def __init__(self, path: Path, tally: Tally) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
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


Say = Callable[[Tally], None]
