"""What one simulated year costs: so many seeds fit into a minute."""

import resource
import subprocess
import sys
from pathlib import Path

from bench.measuring import Row, most_row
from bench.store import Store

SEEDS = 12
PROCESSORS = 2


def simulation(store: Store) -> Row:
    """Measure years of an invented province with everything watched, in CPU time of all their processes."""
    began = _used_seconds()
    command = Path(sys.executable).with_name("cuudinh")
    subprocess.run([command, "simulate", "--seeds", f"1-{SEEDS}"], check=True)
    each = (_used_seconds() - began) / SEEDS
    what = "one simulated year of some 40 cases, faults and all, everything that must hold watched; CPU"
    rate = f"{PROCESSORS * 60 / each:.0f} seeds a minute on {PROCESSORS} cores; 200 in five minutes"
    return most_row("simulation", what, each, "s", most=3.0, against=rate)


def _used_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
