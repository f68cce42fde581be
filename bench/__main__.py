"""Measures the rows, prints them with the load, and writes `build/bench.json`.

`ONLY=id` measures one row, `ONLY=id,id` several; `CASES=100000` measures on a store of that size, built once and
kept under `build`. With `STRICT=1` a row that misses its target makes the run fail; without, a miss is only told,
since a loaded machine proves little.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORTS = 300


def main() -> int:
    """Measure what is asked for; 1 when a row misses its target and that was asked, 2 when the id is unknown."""
    cases = int(os.environ.get("CASES") or 0)
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as state:
        os.environ["CUUDINH_STATE"] = str(ROOT / "build" / f"store-{cases}") if cases else state
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
        import django

        django.setup()
        return _measured(os.environ.get("ONLY", "").strip(), cases)


def _measured(only: str, cases: int) -> int:
    from bench.measuring import load_text, write
    from bench.rows import ROWS
    from bench.store import at_size, filled

    asked = [one.strip() for one in only.split(",") if one.strip()]
    unknown = [one for one in asked if one not in ROWS]
    if unknown:
        print(f"There is no row {', '.join(unknown)}; there are {', '.join(ROWS)}.")
        return 2
    print(f"Filling a store of {cases or REPORTS} reports …", flush=True)
    store = at_size(cases, cases) if cases else filled(REPORTS)
    wanted = {one: ROWS[one] for one in asked} or ROWS
    print(load_text())
    rows = [measure(store) for measure in wanted.values()]
    for row in rows:
        mark = {True: "holds", False: "MISSES", None: "–"}[row.holds]
        target = f"target of {row.target_of} {row.target}"
        print(
            f"{row.id:15} {row.value:10.2f} {row.unit:7} ratio {row.ratio} {target}  {mark:7} {row.against}"
        )
    write(rows, ROOT / "build" / "bench.json", is_whole=not asked)
    misses = any(row.holds is False for row in rows)
    return 1 if misses and os.environ.get("STRICT") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
