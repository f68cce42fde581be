"""Does faults to an installation of its own and counts what does not hold: `python -m bench.faults kill twice disks`.

Prints a row for each figure and writes it into `build/bench.json`. `--short` does each a few times, to try it out;
`--times N` says how often. With `STRICT=1` a row that misses its target makes the run fail. The installation is one
on SQLite.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.faults import kinds
from bench.faults.ground import made
from bench.measuring import load_text, write

ROOT = Path(__file__).parents[2]


def main(given: Sequence[str] | None = None) -> int:
    """Do the faults asked for, one after the other; 1 when a row misses its target and that was asked."""
    asked = _arguments().parse_args(given)
    rows = []
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder:
        base = made(Path(folder) / "base", residents=asked.residents)
        for name in asked.faults:
            kind = kinds.KINDS[name]
            times = asked.times or (kind.short if asked.short else kind.times)
            print(f"{name}: {times} times. {load_text()}", flush=True)
            room = Path(folder) / name
            room.mkdir()
            found = kind.do(kinds.Task(base, times, room))
            rows += found
            for row in found:
                print(row, flush=True)
    if not asked.short:
        write(rows, ROOT / "build" / "bench.json", is_whole=False)
    return 1 if os.environ.get("STRICT") == "1" and any(row.holds is False for row in rows) else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("faults", nargs="+", choices=sorted(kinds.KINDS), metavar="FAULT")
    parser.add_argument("--short", action="store_true", help="a few times each, to try it out")
    parser.add_argument("--times", type=int, default=0, help="how often, instead of the fault's own number")
    parser.add_argument("--residents", type=int, default=48, help="how many residents act")
    return parser


if __name__ == "__main__":
    sys.exit(main())
