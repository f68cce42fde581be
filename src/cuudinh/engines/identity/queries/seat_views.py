"""Who held which seats on a day, all of the province at once: for those who ask who could see something."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext

from cuudinh.engines.identity import seats, snapshot
from cuudinh.engines.identity.freshness import NEVER_ENDS
from cuudinh.engines.identity.models import Absence, Delegation, Membership
from cuudinh.engines.identity.queries.accounts import staff_name
from cuudinh.kernel.actor import STATE, Actor, Seat


def seats_held_on(day: date) -> dict[tuple[int, str], tuple[str, ...]]:
    """Give the names of staff of the State by office and role on a day, those who acted from seats of others too."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = Membership.objects.filter(
        seats.on_day(day), account__kind="staff", account__is_active=True, office__domain=STATE
    )
    for office_id, role, name in rows.order_by("office_id", "role", "account__name").values_list(
        "office_id", "role", "account__name"
    ):
        found[office_id, role].append(name)
    for office_id, role, name in _lent_on(day):
        found[office_id, role].append(name)
    return {key: tuple(names) for key, names in found.items()}


def _lent_on(day: date) -> Iterator[tuple[int, str, str]]:
    """Give who acted from whose seats on a day, on the side of the State: as substitutes, or by delegation."""
    away = Absence.objects.filter(seats.on_day(day), domain=STATE, revoked_at__isnull=True)
    taken = Delegation.objects.filter(seats.on_day(day), giver__office__domain=STATE, revoked_at__isnull=True)
    people = {
        *away.values_list("substitute_id", flat=True),
        *taken.values_list("taker__account_id", flat=True),
    }
    for account_id in sorted(people):
        for seat in seats.read_seats(account_id, day):
            if seat.behalf is not None and (seat.acts is None or "case.read_office" in seat.acts):
                absent = staff_name(seat.behalf.account_id)
                words = gettext("{who} thay {whom}").format(who=staff_name(account_id), whom=absent)
                yield seat.office_id, seat.role, words


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
