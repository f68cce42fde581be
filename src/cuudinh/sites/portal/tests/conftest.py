"""The province and the browsers of these tests."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client

from cuudinh.kernel import clock
from cuudinh.sites.portal.tests.town import NEIGHBOUR, PHONE, Town, settle, signed_in
from cuudinh.web import limits

MORNING = datetime.fromisoformat("2026-11-23T08:00+07:00")


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """The province on a Monday morning."""
    limits.forget_all()
    with clock.frozen(MORNING):
        yield settle()


@pytest.fixture
def visitor() -> Client:
    """A browser of somebody nobody knows."""
    return Client()


@pytest.fixture
def resident(town: Town) -> Client:
    """A browser of the resident who reports."""
    return signed_in(PHONE)


@pytest.fixture
def neighbour(town: Town) -> Client:
    """A browser of another resident."""
    return signed_in(NEIGHBOUR)
