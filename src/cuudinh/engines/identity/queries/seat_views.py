"""Who held which seats on a day, all of the province at once: for those who ask who could see something."""

from collections import defaultdict
from datetime import date

from cuudinh.engines.identity import seats, snapshot
from cuudinh.engines.identity.freshness import NEVER_ENDS
from cuudinh.engines.identity.models import Membership
from cuudinh.kernel.actor import STATE, Actor, Seat


def seats_held_on(day: date) -> dict[tuple[int, str], tuple[str, ...]]:
    """Give the names of staff of the State by office and role on a day. Residents are not here."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = Membership.objects.filter(
        seats.on_day(day), account__kind="staff", account__is_active=True, office__domain=STATE
    )
    for office_id, role, name in rows.order_by("office_id", "role", "account__name").values_list(
        "office_id", "role", "account__name"
    ):
        found[office_id, role].append(name)
    return {key: tuple(names) for key, names in found.items()}


def in_seat(office_id: int, role: str, day: date) -> Actor:
    """Give somebody who holds one seat on a day, with the offices below it, and brings all that a rule may ask for."""
    held = snapshot.current().periods.get(office_id)
    code = held[0].code if held else str(office_id)
    under = seats.scopes({office_id}, day)[office_id] | {office_id}
    return Actor(
        "staff", seats=(Seat(office_id, code, role, under),), assurance=3, strength=2, strong_until=NEVER_ENDS
    )


def role_title(role: str, language: str) -> str:
    """Give what a role is called."""
    found = snapshot.current().roles.get(role)
    return (found.title.get(language) or next(iter(found.title.values()))) if found else role
