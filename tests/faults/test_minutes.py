"""Backups and chosen minutes of a served installation whose keeper is killed: what is put back is what was told."""

from pathlib import Path

import pytest
from bench.faults import backups
from bench.faults.ground import copy_of, made, served
from django.db import connection


@pytest.mark.slow
def test_a_chosen_minute_has_all_that_was_acknowledged_and_nothing_after(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the installation is one of its own, on SQLite")
    base = made(tmp_path / "base", residents=8)
    with served(copy_of(base, tmp_path / "served")) as ground:
        rows = backups.rows(ground, base, 1, tmp_path)
    assert [row.value for row in rows] == [0, 0], [row.against for row in rows]
