"""Invented years: the same seed does the same, a planted fault is found, and years of many seeds hold."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cuudinh.project.simulation.apart import environment
from cuudinh.project.simulation.seeds import STEPS

PACKS = Path(__file__).resolve().parents[5] / "packs"
# How many seeds the suite plays; `make simulate` plays two hundred after it, and a nightly run asks for more.
SEEDS = int(os.environ.get("CUUDINH_TEST_SEEDS", "6"))
CHUNKS = 2
# The processes do not look at the databases of the tests: one run of them is enough.
once = pytest.mark.skipif(os.environ.get("CUUDINH_TEST_DB") == "postgres", reason="simulations run on SQLite")
FORGETFUL = """
import sys
import django
django.setup()
from cuudinh.engines.cases.commands import writing
kept = writing.begin_clock
writing.begin_clock = lambda scene, case_id, case: case.state == "in_progress" or kept(scene, case_id, case)
from cuudinh.project.simulation.__main__ import main
sys.exit(main())
"""


def _simulated(
    folder: Path, seeds: list[int], *, steps: int = STEPS, program: str = "", hashing: str = "0"
) -> subprocess.CompletedProcess[str]:
    """Play seeds in a process of their own, one after the other, as the command does."""
    asked = {
        "seeds": seeds,
        "steps": steps,
        "processes": 1,
        "shows_trail": len(seeds) == 1,
        "folder": str(folder),
        "packs": str(PACKS),
    }
    runs = ["-c", program] if program else ["-m", "cuudinh.project.simulation"]
    return subprocess.run(
        [sys.executable, *runs, json.dumps(asked)],
        env={**environment(folder), "PYTHONHASHSEED": hashing},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@once
def test_the_same_seed_leaves_the_same_trail_to_the_last_bit(tmp_path: Path) -> None:
    said = []
    for hashing in ("1", "2"):
        folder = tmp_path / hashing
        folder.mkdir()
        done = _simulated(folder, [5], steps=90, hashing=hashing)
        assert done.returncode == 0, done.stdout + done.stderr
        said.append(done.stdout.partition("✓")[0])
    assert said[0] == said[1]
    assert re.search(r"digest [0-9a-f]{64}", said[0])
    assert said[0].count(" → ") > 90


@once
def test_a_planted_fault_is_found_with_its_seed_and_step_and_what_led_to_it(tmp_path: Path) -> None:
    done = _simulated(tmp_path, [1, 2, 3], program=FORGETFUL)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"✗ seed \d, step \d+: [A-Z0-9-]+: 0 clocks run in phase open", done.stdout)
    assert re.search(r"accept \S+ in assigned → done", done.stdout)
    assert re.search(r"cuudinh simulate --seed \d", done.stdout)


@once
@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_in_years_of_many_seeds_everything_holds(tmp_path: Path, chunk: int) -> None:
    done = _simulated(tmp_path, list(range(1 + chunk, 1 + SEEDS, CHUNKS)))
    assert done.returncode == 0, done.stdout + done.stderr
