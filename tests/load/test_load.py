"""Residents and officers act over HTTP on an installation that is served: nothing they are answered is wrong.

How fast it is says `bench/load`; here only that what each shape asks for is there, shown to whom it may be shown.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from bench.load.arriving import Stage
from bench.load.installation import Installation, copied
from bench.load.runs import Run
from bench.load.shapes import PLANS, SHAPES

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
COMMANDS = (("setup-database",), ("setup-files",), ("pack", "apply", "hue"))
RESIDENTS = 12
_LIVED = {"people", "steady", "wall", "dossiers"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A province without a single report, served as it always is, by two workers, a clerk and a stream."""
    state = tmp_path_factory.mktemp("load") / "state"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CUUDINH_")}
    made = {"CUUDINH_STATE": str(state), "DJANGO_SETTINGS_MODULE": "cuudinh.project.settings"}
    for command in COMMANDS:
        subprocess.run(
            [sys.executable, "-m", "cuudinh.project.cli", *command],
            env=kept | made,
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    with copied(state, residents=RESIDENTS) as installation:
        yield installation


def _run(served: Installation, shape: str, a_second: float, seconds: float, views: float = 0.0) -> Run:
    plan = replace(
        PLANS[shape][1],
        stages=(Stage(a_second, seconds),),
        views=(Stage(views, seconds),) if views else (),
        signs_in_first=False,
        viewers=20,
    )
    # In a thread of its own: where a browser of other tests is open, this one has a running loop already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(SHAPES[shape](served, plan))).result()


def test_whatever_people_and_programs_ask_for_is_what_they_are_shown(served: Installation) -> None:
    runs = [
        _run(served, "people", 2, 3),
        _run(served, "steady", 3, 2),
        _run(served, "flood", 2, 2, views=15),
        _run(served, "wall", 1, 4),
        _run(served, "storm", 3, 2, views=5),
        _run(served, "dossiers", 4, 1),
    ]
    assert [(run.shape, run.book.examples) for run in runs if run.book.faults_sum] == []
    assert all(run.book.counts["lives"] for run in runs if run.shape in _LIVED)
    assert runs[3].book.counts["snapshots shown"] >= 20
    assert runs[2].book.counts["views"]
    assert not [run.complaints for run in runs if run.complaints]


def test_every_process_of_the_platform_is_seen_by_its_name(served: Installation) -> None:
    run = _run(served, "storm", 1, 1)
    named = sorted(one.name for one in run.processes)
    workers = ["stream worker", "web worker", "web worker"]
    assert named == sorted(
        ["clerk", "keeper of minutes", "stream keeper", "supervisor", "web keeper", *workers]
    )
    assert run.private_mb > 0
