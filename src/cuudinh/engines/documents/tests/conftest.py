"""A province with the papers of the national frame, its people, and the clock on one morning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from cuudinh.engines.documents import commands
from cuudinh.engines.documents.tests.worlds import MORNING, papers_world
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.web import limits

PASSWORD = "một mật khẩu đủ dài 2026"


@dataclass(frozen=True)
class Town:
    """Who is there: officers of two offices, the resident whose papers they are, and another."""

    office_id: int
    officer: Actor
    stranger: Actor
    resident: Actor
    neighbour: Actor


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """The province on a Friday morning."""
    limits.forget_all()
    world = papers_world()
    with clock.frozen(MORNING):
        identity_commands.apply_organisation(world)
        identity_commands.apply_policy(world)
        commands.apply_papers(world)
        yield _settled()


def _settled() -> Town:
    since = date(2026, 1, 1)
    seats = {"officer": "p-phu-xuan", "stranger": "so-xd"}
    asked = [
        NewAccount(
            "staff", f"Cán bộ {name}", PASSWORD, login=name, seats=(NewSeat(office, "officer", since),)
        )
        for name, office in seats.items()
    ]
    asked += [NewAccount("resident", "Hường", PASSWORD, phone="0905123456")]
    asked += [NewAccount("resident", "Láng giềng", PASSWORD, phone="0905123457")]
    officer, stranger, resident, neighbour = identity_commands.open_accounts(system("tests"), asked)
    office = identity.office("p-phu-xuan")
    assert office, "the small province has this ward"
    return Town(
        office.id,
        identity.staff_actor(officer),
        identity.staff_actor(stranger),
        Actor("resident", resident, assurance=1),
        Actor("resident", neighbour, assurance=1),
    )
