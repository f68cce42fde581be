"""A table of requests as a pack reads it: which column says what, and its rows one by one."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cuudinh.kernel.refusal import Incomplete
from cuudinh.packs.shaping import shape_in
from cuudinh.project.pack_shapes import RequestTable


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, with its line for the report."""

    line: int
    values: Mapping[str, str]


def request_table(folder: Path) -> RequestTable:
    """Give how the pack in a folder reads a table of requests."""
    return shape_in(folder / "imports" / "requests.yaml", RequestTable)


@contextmanager
def opened(path: Path) -> Iterator[io.TextIOBase]:
    """Open a CSV file, packed with gzip or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as packed:
            yield packed
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
