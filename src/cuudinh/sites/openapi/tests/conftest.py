"""The invented street province, and the programs that call it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.desks import PHONE, Town, monday_morning, token_of


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """Give the province on a Monday morning; its service is offered by Open311."""
    with monday_morning() as settled:
        yield settled


@pytest.fixture
def program(town: Town) -> Client:
    """A program without a key. As outside, forms of other sites are refused where a cookie could count."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def key(town: Town) -> str:
    """The key of the resident who reports."""
    return token_of(PHONE)
