"""CSV tables of a pack: one line of names, then one line for each row."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cuudinh.packs.characters import Unreadable
from cuudinh.packs.faults import Fault, unknown

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that could be read, each with its line, and what is wrong with the others."""

    rows: tuple[tuple[int, Row], ...]
    faults: tuple[Fault, ...]


def read_table(file: str, text: str, columns: Collection[str], required: Collection[str]) -> Table:
    """Give the rows of a table, without their empty cells; raises `Unreadable` when its head is wrong.

    Every column must be known and every required one there, in any order. A row is a line: a cell with a
    line feed in it is refused, so that the line of a fault is the line an editor shows.
    """
    lines = text.removesuffix("\n").split("\n") if text else []
    if not lines:
        raise Unreadable(file, 1, "the table is empty", f"a first line with {', '.join(columns)}")
    head = _cells(file, 1, lines[0])
    faults = [*_wrong_head(file, head, columns, required)]
    if faults:
        return Table((), tuple(faults))
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            rows.append((number, _row(file, number, head, line)))
        except Unreadable as unreadable:
            faults.append(unreadable.fault)
    return Table(tuple(rows), tuple(faults))


def _wrong_head(
    file: str, head: list[str], columns: Collection[str], required: Collection[str]
) -> Iterator[Fault]:
    for number, name in enumerate(head):
        if name not in columns:
            yield unknown("column", name, columns, file=file, line=1)
        elif name in head[:number]:
            yield Fault(file, 1, f'column "{name}" stands twice', "each column once")
    for name in required:
        if name not in head:
            yield Fault(file, 1, f'column "{name}" is missing', f"the columns {', '.join(columns)}")


def _row(file: str, number: int, head: list[str], line: str) -> Row:
    cells = _cells(file, number, line)
    if len(cells) != len(head):
        raise Unreadable(file, number, f"{len(cells)} cells", f"{len(head)}, as the first line has")
    for name, cell in zip(head, cells, strict=True):
        if cell != cell.strip():
            raise Unreadable(file, number, f'column "{name}" has spaces around', "no spaces around a cell")
    return {name: cell for name, cell in zip(head, cells, strict=True) if cell}


def _cells(file: str, number: int, line: str) -> list[str]:
    try:
        rows = list(csv.reader(io.StringIO(line, newline=""), strict=True))
    except csv.Error as fault:
        raise Unreadable(
            file, number, f"no CSV: {fault}", "cells apart by commas, in quotes where needed"
        ) from fault
    if len(rows) != 1 or not rows[0]:
        raise Unreadable(file, number, "an empty line", "a row")
    return rows[0]
