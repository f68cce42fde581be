"""Measures the rows, prints them with the load, and writes `build/bench.json`; `ONLY=id` measures one."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORTS = 300


def main() -> int:
    """Measure what is asked for; 2 when the id is unknown."""
    os.environ["CUUDINH_STATE"] = tempfile.mkdtemp(prefix="bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    import django

    django.setup()
    from bench.measuring import load_text, write
    from bench.rows import ROWS
    from bench.store import filled

    only = os.environ.get("ONLY", "").strip()
    if only and only not in ROWS:
        print(f"There is no row {only}; there are {', '.join(ROWS)}.")
        return 2
    print(f"Filling a store of {REPORTS} reports …", flush=True)
    store = filled(REPORTS)
    wanted = {only: ROWS[only]} if only else ROWS
    print(load_text())
    rows = [measure(store) for measure in wanted.values()]
    for row in rows:
        mark = {True: "holds", False: "MISSES", None: "–"}[row.holds]
        print(
            f"{row.id:15} {row.value:10.2f} {row.unit:7} ratio {row.ratio} target {row.target}  {mark:7} {row.against}"
        )
    write(rows, ROOT / "build" / "bench.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
