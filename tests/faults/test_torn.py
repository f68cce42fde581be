"""What the power leaves of the files of SQLite is what was acknowledged, whole, and of a picture all or nothing."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from bench.faults import torn
from django.conf import settings
from django.db import connection

from cuudinh.journal import files
from cuudinh.kernel import clock
from tests.desks import Town, picture_bytes

VARIANTS = 280


@pytest.mark.slow
def test_torn_and_lost_writes_leave_what_was_acknowledged_and_nothing_by_half(
    town: Town, tmp_path: Path
) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL looks after its own files; this is about those of SQLite")
    kept = torn.recorded(torn.acts(town), tmp_path)
    assert len({one.digest for one in kept}) == torn.REPORTS * (1 + len(torn.HANDLED)) + 1
    found = torn.replay(kept, VARIANTS, tmp_path)
    assert not found.wrong, found.wrong[:5]
    assert found.next_act_too < VARIANTS / 2, "most variants spoil what was under way"
    seen = list(torn.looked(kept[::6], tmp_path))
    assert not seen, seen[:5]


def test_a_file_that_was_torn_while_it_was_written_is_never_given_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "CUUDINH_FILES", tmp_path)
    content = picture_bytes()
    sha = files.store(content)
    files.path_of(sha).unlink()
    half = tmp_path / "half" / "of-the-dead"
    for cut in range(0, len(content) + 1, 16):
        # Whatever a disk kept of it, it has no name under which anybody asks.
        half.write_bytes(content[:cut])
        os.utime(half, (0, 0))
        with pytest.raises(files.FileNotThere):
            files.read(sha)
    assert files.store(content) == sha
    assert files.read(sha) == content
    files.drop_halves(clock.now() - timedelta(days=1))
    assert not half.exists()
