"""Processes of a served installation are killed while people act: nothing acknowledged is lost or done twice."""

from pathlib import Path

import pytest
from bench.faults.ground import made, served
from bench.faults.killing import VICTIMS, kill_at_random
from django.db import connection


@pytest.mark.slow
def test_each_process_is_killed_once_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the installation is one of its own, on SQLite")
    with served(made(tmp_path / "state", residents=16)) as ground:
        killed = kill_at_random(ground, len(VICTIMS))
    assert not killed.told.wrong, killed.told.wrong[:3]
    assert killed.told.filed
    assert not any(killed.found.values()), killed.found
