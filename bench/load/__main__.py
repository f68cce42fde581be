"""Runs shapes of load on a copy of an installation: `python -m bench.load steady burst --state FOLDER`.

Prints waits, faults, throughput and what each process used, and writes rows into `build/bench.json`. With
`STRICT=1` a row that misses its target makes the run fail; wrong answers always do.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.load.installation import copied
from bench.load.runs import Run
from bench.load.shapes import SHAPES, planned
from bench.load.telling import rows_of, tell
from bench.load.trivial import own_cost_us
from bench.measuring import load_text, write

ROOT = Path(__file__).parents[2]


def main(given: Sequence[str] | None = None) -> int:
    """Run the shapes asked for, one after the other; 1 when an answer was wrong."""
    asked = _arguments().parse_args(given)
    cost = asyncio.run(own_cost_us())
    print(f"The driver needs {cost:.0f} µs of processor time for a page of 16 KB. {load_text()}", flush=True)
    runs = [_run(shape, asked) for shape in asked.shapes]
    rows = []
    for run in runs:
        tell(run, own_cost_us=cost)
        rows += rows_of(run, asked.where)
    for row in rows:
        mark = {True: "holds", False: "MISSES", None: "–"}[row.holds]
        print(f"{row.id:34} {row.value:10.2f} {row.unit:12} target {row.target}  {mark:7} {row.against}")
    if not asked.short:
        write(rows, ROOT / "build" / "bench.json", is_whole=False)
    missed = os.environ.get("STRICT") == "1" and any(row.holds is False for row in rows)
    return 1 if missed or any(run.book.faults_sum for run in runs) else 0


def _run(shape: str, asked: argparse.Namespace) -> Run:
    plan = planned(shape, is_short=asked.short, times=asked.times, seconds=asked.seconds)
    with copied(
        asked.state, database=asked.database, residents=plan.residents, is_fronted=asked.front
    ) as served:
        print(f"{shape}: first answer after {served.first_answer_seconds:.2f} s", flush=True)
        return asyncio.run(SHAPES[shape](served, plan))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("shapes", nargs="+", choices=sorted(SHAPES), metavar="SHAPE", help=", ".join(SHAPES))
    parser.add_argument("--state", type=Path, default=ROOT / "var", help="folder of the installation to copy")
    parser.add_argument("--database", default="", help="address of PostgreSQL; its database is copied too")
    parser.add_argument("--front", action="store_true", help="put nginx in front, as deploy/nginx says")
    parser.add_argument("--where", default="", help="end of the ids of rows, such as -1m-postgres")
    is_short = os.environ.get("SHORT") == "1"
    parser.add_argument("--short", action="store_true", default=is_short, help="some seconds, to try it out")
    parser.add_argument("--times", type=float, default=1.0, help="so many times the arrivals of the shape")
    parser.add_argument(
        "--seconds", type=float, default=0.0, help="how long, instead of the shape's own length"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
