"""The province of these tests."""

from collections.abc import Iterator

import pytest

from cuudinh.kernel import clock
from cuudinh.web import limits
from tests.dossiers.hall import Hall, at, settle


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    """Give the province on a Monday morning."""
    limits.forget_all()
    with clock.frozen(at("2026-11-30 08:00")):
        yield settle()
