"""Reading and writing of the tables a pack is made of."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Give the rows of a CSV table; names that hold commas stand in quotes there."""
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, strict=True))


def write(path: Path, rows: Iterable[Mapping[str, object]]) -> int:
    """Write a table (Unix lines, quotes only where needed) and give the number of its rows."""
    kept = list(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, kept[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return len(kept)
