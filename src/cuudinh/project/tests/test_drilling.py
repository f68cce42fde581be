"""A drill shows that a backup can be put back, and finds one that cannot; old backups go, the newest never."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cuudinh.engines.identity import commands as identity
from cuudinh.journal import clerk, files, sealing
from cuudinh.kernel.actor import VISITOR, system
from cuudinh.project import drilling, keeping, packing, thinning
from cuudinh.project.tallying import Tally, differences

NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)


def _silent(_: str) -> None:
    """Progress is for people."""


@pytest.fixture
def archive(tmp_path: Path, settings: Any) -> Path:
    """A backup of a province with a resident, a file and a sealed log."""
    settings.CUUDINH_STATE = tmp_path / "state"
    settings.CUUDINH_FILES = tmp_path / "state" / "files"
    settings.CUUDINH_KEYS = tmp_path / "state" / "keys"
    settings.CUUDINH_BACKUPS = tmp_path / "backups"
    settings.CUUDINH_STATE.mkdir()
    packing.apply_pack(system("tests"), "demo")
    identity.register_resident(VISITOR, name="An", phone="0905123456", password="mưa rào tháng sáu")
    files.store(b"a picture")
    clerk.run_until_idle()
    sealing.export_heads()
    return keeping.back_up(settings.CUUDINH_BACKUPS / "one.tar.gz", with_keys=False, say=_silent).path


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_drill_brings_everything_back_and_leaves_nothing(
    archive: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    # The commands that a drill starts are those of an installation.
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    identity.register_resident(VISITOR, name="Bình", phone="0905123457", password="mưa rào tháng bảy")
    clerk.run_until_idle()
    shown = drilling.drill(archive, _silent)
    assert shown.lines > 1
    assert shown.rows > 100
    assert [path.name for path in settings.CUUDINH_BACKUPS.iterdir()] == ["one.tar.gz"]


def test_a_missing_row_and_another_log_are_found() -> None:
    opened = sqlite3.connect(":memory:")
    opened.execute("CREATE TABLE journal_auditline (seq, chain)")
    opened.execute("INSERT INTO journal_auditline VALUES (0, 'aa'), (1, 'bb')")
    then = Tally({"identity_account": 2, "journal_auditline": 1}, lines=1, chain="aa")
    assert differences(then, Tally({"identity_account": 2, "journal_auditline": 2}, 2, "bb"), opened) == ()
    other = Tally(then.rows, lines=2, chain="cc")
    assert differences(other, Tally({"identity_account": 1}, 2, "bb"), opened) == (
        "identity_account: 1 rows, 2 in the backup",
        "the log is another one up to line 1",
    )


def test_of_a_year_of_nights_few_backups_are_left_and_the_newest_is_one(tmp_path: Path) -> None:
    made = [NOON - timedelta(days=days) for days in range(400)]
    for moment in made:
        (tmp_path / thinning.name_of(moment)).touch()
    (tmp_path / "before-the-elections.tar.gz").touch()
    thinning.thin(tmp_path, NOON)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert thinning.name_of(NOON) in left
    assert "before-the-elections.tar.gz" in left
    assert len(left) == 8 + 4 + 12 + 1
    assert thinning.to_keep(made[200:], NOON + timedelta(days=900)) == {made[200]}
