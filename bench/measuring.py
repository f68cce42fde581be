"""How a row is measured: two things in turn, A B A B …, in CPU time of this process, the median of their ratios.

Wall time on a shared machine says little; CPU time of the process per call, paired with a floor that runs
between every two of our own calls, says how much our way costs over doing it by hand.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of `build/bench.json`. `holds` is None when the row has no target yet.

    `ratio` is `against` divided by ours for times (1 = as cheap as the floor, 0.5 = twice its cost).
    `target_of` says what `target` is compared with: `ratio`, which must reach it, or `value`, which must stay at
    or below it.
    """

    id: str
    what: str
    value: float
    unit: str
    target: float | None
    target_of: Literal["ratio", "value", "least"]
    ratio: float | None
    against: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Pair:
    """CPU microseconds per call of ours and of the floor (medians), and the median of their ratios."""

    ours_us: float
    floor_us: float
    ratio: float


def cpu_us(call: Call, times: int) -> float:
    """Give the CPU microseconds of one call, over so many calls."""
    began = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - began) / times * 1e6


def paired(ours: Call, floor: Call, *, rounds: int = 9, times: int = 40) -> Pair:
    """Measure ours and the floor in turn, after one round of each that is not counted."""
    cpu_us(ours, times)
    cpu_us(floor, times)
    measured = [(cpu_us(ours, times), cpu_us(floor, times)) for _ in range(rounds)]
    return Pair(
        ours_us=statistics.median(one[0] for one in measured),
        floor_us=statistics.median(one[1] for one in measured),
        ratio=statistics.median(one[1] / one[0] for one in measured),
    )


def ratio_row(row_id: str, what: str, pair: Pair, *, target: float, against: str) -> Row:
    """Give the row of a pair: the ratio must reach the target."""
    return Row(
        id=row_id,
        what=what,
        value=round(pair.ours_us, 1),
        unit="µs CPU",
        target=target,
        target_of="ratio",
        ratio=round(pair.ratio, 3),
        against=f"{against} ({pair.floor_us:.0f} µs)",
        holds=pair.ratio >= target,
    )


def most_row(row_id: str, what: str, value: float, unit: str, *, most: float | None, against: str) -> Row:
    """Give the row of a figure that must stay at or below a target."""
    return Row(
        id=row_id,
        what=what,
        value=round(value, 3),
        unit=unit,
        target=most,
        target_of="value",
        ratio=round(most / value, 3) if most and value else None,
        against=against,
        holds=None if most is None else value <= most,
    )


def least_row(row_id: str, what: str, value: float, unit: str, *, least: float, against: str) -> Row:
    """Give the row of a figure that must reach a target."""
    return Row(
        id=row_id,
        what=what,
        value=round(value, 3),
        unit=unit,
        target=least,
        target_of="least",
        ratio=round(value / least, 3),
        against=against,
        holds=value >= least,
    )


def load_text() -> str:
    """Give the machine's load, so that a reader can judge a run."""
    one, five, fifteen = os.getloadavg()
    return f"load {one:.2f} {five:.2f} {fifteen:.2f}, {os.cpu_count()} processors"


def write(rows: list[Row], path: Path, *, is_whole: bool) -> None:
    """Put rows into `build/bench.json`; after a part of the rows, those of other ids that stand there stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(path.read_text("utf-8")) if path.is_file() and not is_whole else []
    ids = {row.id for row in rows}
    merged = [one for one in kept if one["id"] not in ids] + [asdict(row) for row in rows]
    merged.sort(key=lambda one: one["id"])
    path.write_text(json.dumps(merged, ensure_ascii=False, indent=1) + "\n", "utf-8")
