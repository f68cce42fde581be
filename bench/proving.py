"""What it costs to prove all packs: read from nothing, every check, every example, a thousand walks of each service."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.measuring import Row, most_row
from bench.store import Store

WALKS: Final = 1_000
SECONDS_MOST: Final = 60.0


def proving(store: Store) -> Row:
    """Measure the command as a person runs it, on the clock of the wall: it takes what processors there are."""
    command = Path(sys.executable).with_name("cuudinh")
    began = time.monotonic()
    done = subprocess.run(
        [command, "pack", "check", "--walks", str(WALKS)], capture_output=True, text=True, check=True
    )
    took = time.monotonic() - began
    packs = sum(line.startswith("✓") for line in done.stdout.splitlines())
    what = f"check {packs} packs from nothing, with {WALKS:,} walks of each service"
    return most_row("proving", what, took, "s", most=SECONDS_MOST, against="the wall clock, two processors")


PROVING: Final[dict[str, Callable[[Store], Row]]] = {"proving": proving}
