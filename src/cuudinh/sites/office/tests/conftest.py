"""The province of these tests."""

from collections.abc import Iterator

import pytest
from tests.desks import Town, monday_morning


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """Give the invented street province on a Monday morning."""
    with monday_morning() as settled:
        yield settled
