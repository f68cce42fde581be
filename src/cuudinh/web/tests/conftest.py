"""Every test of this floor stands alone: its own addresses, its own people, no engine above it."""

import pytest
from pytest_django import SettingsWrapper

from cuudinh.web import limits


@pytest.fixture(autouse=True)
def _own_house(settings: SettingsWrapper) -> None:
    settings.ROOT_URLCONF = "cuudinh.web.tests.urls"
    settings.CUUDINH_ACTOR_FINDER = "cuudinh.web.tests.views.actor_of"
    limits.forget_all()
