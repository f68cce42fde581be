"""Prints what was measured as a table for a page: `python -m bench.capacity`, after `make bench`."""

import json
import sys
from pathlib import Path

MEASURED = Path(__file__).parents[1] / "build" / "bench.json"


def main() -> int:
    """Print the rows of the last measurement; 1 when nothing was measured yet."""
    if not MEASURED.is_file():
        print("Nothing was measured yet: make bench", file=sys.stderr)
        return 1
    print("| what | measured | target |\n|---|---|---|")
    for row in json.loads(MEASURED.read_text("utf-8")):
        print(f"| {row['what']} | {row['value']:.2f} {row['unit']} | {row['target_of']} {row['target']} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
