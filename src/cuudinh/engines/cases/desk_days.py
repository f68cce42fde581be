"""At which desks somebody works, and what stood in the register of one on a day: for closing it and for reading it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.models import Dossier
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.actor import Actor

# The roles in whose seats people work at a desk.
DESK_ROLES: Final = ("receiver", "officer", "head")


@dataclass(frozen=True, slots=True)
class DayLines:
    """How many dossiers a desk took in on a day until a moment, the first and the last, and the digest of them."""

    taken_in: int
    first_number: str
    last_number: str
    digest: str


def desks_of(actor: Actor) -> tuple[int, ...]:
    """Give the offices at whose desks the actor works: those whose dossiers the policy lets them read as a desk."""
    scope = identity.scope(actor, "case.read_office")
    return tuple(sorted(scope.receiving_office_ids & actor.office_ids(*DESK_ROLES)))


def lines_of_day(office_id: int, day: date, zone: ZoneInfo, until: datetime) -> DayLines:
    """Give what stood in the register of a desk for a day, of what was taken in until a moment.

    The digest is of what never changes of a line: number, procedure, and when it was taken in.
    """
    begin = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    found = Dossier.objects.filter(desk_office_id=office_id, filed_at__gte=begin, filed_at__lt=end)
    rows = found.filter(filed_at__lte=until).order_by("filed_at", "case_id")
    digest, numbers = hashlib.sha256(), list[str]()
    for number, service, at in rows.values_list("case__number", "case__service_id", "filed_at").iterator(500):
        numbers.append(number)
        digest.update(f"{number}|{service}|{int(at.timestamp())}\n".encode())
    first, last = (numbers[0], numbers[-1]) if numbers else ("", "")
    return DayLines(len(numbers), first, last, digest.hexdigest())
