"""Makes the tables of units and of offices of `packs/hue`, those of the Party and of the Front apart.

    python -m cuudinh.project.pack_sources.hue <folder of facts> [--pack packs/hue]

The folder holds `successors_hue.csv` and `organisations_hue.csv`, compiled from law texts and press.
"""

import argparse
import sys
from pathlib import Path

from cuudinh.project.pack_sources import hue_offices, hue_sides, hue_units, tables


def main(arguments: list[str]) -> int:
    """Write the tables and say how many rows each has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--pack", type=Path, default=Path("packs/hue"))
    given = parser.parse_args(arguments)
    made = {
        "units.csv": hue_units.units(given.facts),
        "successors.csv": hue_units.successors(given.facts),
        "offices.csv": hue_offices.offices(given.facts),
        "offices_party.csv": hue_sides.bodies(given.facts, "party"),
        "offices_front.csv": hue_sides.bodies(given.facts, "front"),
    }
    for name, rows in made.items():
        count = tables.write(given.pack / "organisation" / name, rows)
        sys.stdout.write(f"{name}: {count} rows\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
