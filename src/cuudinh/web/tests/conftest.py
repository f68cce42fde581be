"""Every test of this floor stands alone: its own addresses, its own people, no engine above it."""

from typing import Any

import pytest

from cuudinh.web import answers, limits


@pytest.fixture(autouse=True)
def _own_house(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # Sites that another test imported must not put their navigation onto pages of this floor.
    monkeypatch.setattr(answers, "_providers", [])
    settings.ROOT_URLCONF = "cuudinh.web.tests.urls"
    settings.CUUDINH_ACTOR_FINDER = "cuudinh.web.tests.views.actor_of"
    limits.forget_all()
