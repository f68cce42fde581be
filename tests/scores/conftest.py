"""The province of these tests: that of the dossiers, with somebody who leads it."""

import pytest

from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel.actor import Actor, system
from tests.dossiers.conftest import hall
from tests.dossiers.hall import PASSWORD, SINCE, Hall

__all__ = ["hall", "leader"]


@pytest.fixture
def leader(hall: Hall) -> Actor:
    """Give a leader of the province."""
    seat = NewSeat("ubnd", "leader", SINCE)
    asked = [NewAccount("staff", "Lãnh đạo tỉnh", PASSWORD, login="leader", seats=(seat,))]
    (number,) = identity_commands.open_accounts(system("tests"), asked)
    return identity.staff_actor(number)
