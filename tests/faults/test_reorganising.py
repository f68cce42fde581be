"""The clerk is killed while it moves the work of offices that ended: nothing is lost, nothing moved twice."""

from pathlib import Path

import pytest
from bench.faults.reorganising import kill_at_random
from django.db import connection


@pytest.mark.slow
def test_a_reorganisation_that_is_killed_again_and_again_ends_as_one_left_alone(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the installation is one of its own, on SQLite")
    killed = kill_at_random(tmp_path / "ground", 3)
    assert not killed.wrong, killed.wrong
    assert len(killed.after) == 3
    assert len(killed.seen["handed"]) == 3
