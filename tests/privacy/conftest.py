"""The province of the portal's tests, with a privacy officer."""

from collections.abc import Iterator

import pytest
from django.test import Client

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.sites.portal.tests.conftest import MORNING
from cuudinh.sites.portal.tests.town import NEIGHBOUR, PASSWORD, PHONE, SINCE, Town, settle, signed_in
from cuudinh.web import limits


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """The province on a Monday morning."""
    limits.forget_all()
    with clock.frozen(MORNING):
        yield settle()


@pytest.fixture
def resident(town: Town) -> Client:
    """A browser of the resident."""
    return signed_in(PHONE)


@pytest.fixture
def neighbour(town: Town) -> Client:
    """A browser of another resident."""
    return signed_in(NEIGHBOUR)


@pytest.fixture
def officer(town: Town) -> Actor:
    """The privacy officer."""
    seat = NewSeat("ubnd", "privacy-officer", SINCE)
    asked = NewAccount("staff", "Cán bộ Bảo Vệ", PASSWORD, login="bvdl", seats=(seat,))
    return queries.staff_actor(commands.open_accounts(system("tests"), [asked])[0])
