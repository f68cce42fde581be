"""Every test begins without what an earlier one left in memory."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from cuudinh.engines.identity import commands, queries, snapshot
from cuudinh.engines.identity.tests.worlds import small_world
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel.actor import Actor, system
from cuudinh.web import limits

CONSOLE = system("console")
PASSWORD = "Cửu Đỉnh 1836"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    snapshot.forget()
    limits.forget_all()
    yield
    snapshot.forget()


@pytest.fixture
def province(db: None) -> None:
    """The small province with the national policy."""
    world = small_world()
    commands.apply_organisation(world)
    commands.apply_policy(world)
    commands.apply_provisions(world)


Staffer = Callable[..., Actor]


@pytest.fixture
def staff(province: None) -> Staffer:
    """A function that opens an account with one seat and gives it as an actor."""

    def open_one(login: str, office: str, role: str, since: date = date(2025, 7, 1)) -> Actor:
        seat = NewSeat(office, role, since, "QĐ 1")
        asked = NewAccount("staff", f"Người {login}", PASSWORD, login=login, seats=(seat,))
        (account_id,) = commands.open_accounts(CONSOLE, [asked])
        return queries.staff_actor(account_id)

    return open_one
