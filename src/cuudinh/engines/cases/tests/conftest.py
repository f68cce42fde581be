"""The invented province put in force, with its people."""

from collections.abc import Iterator

import pytest

from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import Town, settle
from cuudinh.kernel import clock


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """Give the province with its offices, its staff and two residents, on a Monday morning."""
    with clock.frozen(at("2026-11-23 08:00")):
        yield settle()
