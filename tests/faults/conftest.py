"""The invented street province, in tables that commit."""

from collections.abc import Iterator

import pytest

from tests.desks import Town, monday_morning
from tests.vneid import agreed, fake, served_fake, visitor  # noqa: F401  fixtures


@pytest.fixture
def town(transactional_db: None) -> Iterator[Town]:
    """Give the province on a Monday morning."""
    with monday_morning() as settled:
        yield settled
