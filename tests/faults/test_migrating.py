"""Tables change while people act: no request fails, and the code of the version before goes on."""

from pathlib import Path

import pytest
from bench.faults.ground import made, served
from bench.faults.migrating import migrate
from django.db import connection


@pytest.mark.slow
def test_tables_change_under_load_and_the_version_before_goes_on(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the installation is one of its own, on SQLite")
    with served(made(tmp_path / "state", residents=16)) as ground:
        migrated = migrate(ground)
    assert not migrated.failed, migrated.failed[:5]
    assert not migrated.told.wrong, migrated.told.wrong[:3]
    assert migrated.rows
    assert migrated.read
    assert not any(migrated.found.values()), migrated.found
