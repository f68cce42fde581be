"""PostgreSQL is killed in each way while people act: a clear refusal, nothing acknowledged lost, and on it goes."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.faults import postgres
from django.db import connection

from cuudinh.project.postgres_server import programs


@pytest.fixture
def state() -> Iterator[Path]:
    """A folder with a name short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="cuudinh-dies-"))
    yield folder / "state"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.skipif(programs() is None, reason="no PostgreSQL on this machine")
def test_the_server_is_killed_in_each_way_and_nothing_acknowledged_is_lost(state: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the installation is one of its own, on PostgreSQL")
    with postgres.installed(state, residents=16) as ground:
        died = postgres.kill(ground, len(postgres.WAYS))
    assert not died.told.wrong, died.told.wrong[:3]
    assert died.told.filed
    assert not any(died.found.values()), died.found
