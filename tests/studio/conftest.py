"""The workshop of these tests."""

from collections.abc import Iterator

import pytest

from cuudinh.kernel import clock
from cuudinh.web import limits
from tests.dossiers.hall import at
from tests.studio.workshop import Workshop, open_workshop


@pytest.fixture
def shop(db: None) -> Iterator[Workshop]:
    """Give the province with its designer and approvers on a Monday morning."""
    limits.forget_all()
    with clock.frozen(at("2026-11-30 08:00")):
        yield open_workshop()
