"""An installation of its own for every test of the journal."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from cuudinh.journal import jobs, outbox


@pytest.fixture(autouse=True)
def state(settings: Any, tmp_path: Path) -> Path:
    """Keys, files and heads go into a folder that only this test sees."""
    settings.CUUDINH_STATE = tmp_path
    settings.CUUDINH_FILES = tmp_path / "files"
    settings.CUUDINH_KEYS = tmp_path / "keys"
    return tmp_path


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(outbox, "_types", dict(outbox._types))
    listeners = {name: dict(known) for name, known in outbox._listeners.items()}
    monkeypatch.setattr(outbox, "_listeners", defaultdict(dict, listeners))
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))
