"""The process of a conversion is killed between and within batches: it goes on, nothing is lost or done twice."""

from pathlib import Path

import pytest
from bench.faults.converting import kill_at_random
from django.db import connection


@pytest.mark.slow
def test_a_conversion_that_is_killed_again_and_again_ends_as_its_dry_run_said(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the installation is one of its own, on SQLite")
    killed = kill_at_random(tmp_path / "state", 5)
    assert not killed.wrong, killed.wrong
    assert len(killed.after) == 5
    assert killed.seen["members"]["converted"]
