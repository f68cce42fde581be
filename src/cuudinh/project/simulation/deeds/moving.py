"""People move: from offices that ended into those that took over, out of the service, and into an empty seat."""

from datetime import date, timedelta
from functools import partial
from typing import Final

from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor
from cuudinh.project.simulation.people import DOCUMENT
from cuudinh.project.simulation.stage import ZONE
from cuudinh.project.simulation.world import World

ROLES: Final = ("officer", "head")


def take_over(world: World) -> None:
    """Give the people of one office that ended seats where its work went, and end their old ones."""
    administrator = world.cast.of_centre("administrator")
    for code, accounts in list(world.cast.offices.items()):
        if identity.office(code) is None:
            for heir in _heirs(world, code):
                for account_id, role in zip(accounts, ROLES, strict=True):
                    _appoint(world, administrator, account_id, role, heir)
                world.cast.offices.setdefault(heir, list(accounts))
            for account_id in accounts:
                _end_seats(world, administrator, account_id, code)
            if _heirs(world, code):
                del world.cast.offices[code]
            return


def leave(world: World) -> None:
    """An officer leaves the service, and somebody else takes the seat."""
    if not world.cast.spare:
        return
    administrator = world.cast.of_centre("administrator")
    code = world.chance.choice(list(world.cast.offices))
    _end_seats(world, administrator, world.cast.offices[code][0], code)
    world.cast.offices[code][0] = world.cast.spare.pop()
    _appoint(world, administrator, world.cast.offices[code][0], "officer", code)


def _heirs(world: World, code: str) -> tuple[str, ...]:
    """Give the codes of the offices of today that took over from one that was."""
    for weeks in range(60):
        was = identity.office(code, _today(world) - timedelta(weeks=weeks))
        if was is not None:
            return tuple(office.code for office in identity.became(was.id))
    return ()


def _appoint(world: World, administrator: Actor, account_id: int, role: str, code: str) -> None:
    appoint = partial(
        identity_commands.appoint,
        administrator,
        account_id=account_id,
        office_code=code,
        role=role,
        since=_today(world),
        document=DOCUMENT,
    )
    world.attempt(administrator, f"appoint {account_id} as {role} of {code}", appoint)


def _end_seats(world: World, administrator: Actor, account_id: int, code: str) -> None:
    today = _today(world)
    for held in identity.memberships_of(account_id):
        is_held = held.valid_to is None and held.valid_from <= today
        if is_held and identity.office_by_id(held.office_id).code == code:
            end = partial(
                identity_commands.end_membership,
                administrator,
                membership_id=held.id,
                last_day=today,
                document=DOCUMENT,
            )
            world.attempt(administrator, f"end the seat of {account_id} in {code}", end)


def _today(world: World) -> date:
    return world.now.astimezone(ZONE).date()
