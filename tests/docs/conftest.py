"""A reader with a fresh installation, on a morning that all pages share."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from cuudinh.kernel import clock
from cuudinh.web import limits
from tests.docs.pages import ROOT
from tests.docs.reader import Reader

MORNING = datetime.fromisoformat("2026-11-30T08:00+07:00")


@pytest.fixture
def reader(db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """Somebody who starts from nothing on Monday 30/11/2026 at 8:00, with the packs `vn`, `demo` and `thai-nguyen`."""
    for name in ("vn", "demo", "thai-nguyen"):
        shutil.copytree(ROOT / "packs" / name, tmp_path / "packs" / name)
    settings.CUUDINH_PACKS = tmp_path / "packs"
    settings.CUUDINH_STATE = tmp_path / "var"
    settings.CUUDINH_FILES = tmp_path / "var" / "files"
    settings.CUUDINH_KEYS = tmp_path / "var" / "keys"
    settings.CUUDINH_STATE.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    limits.forget_all()
    with clock.frozen(MORNING):
        yield Reader(tmp_path)
