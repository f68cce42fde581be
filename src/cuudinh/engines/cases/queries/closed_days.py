"""The days of the register of a desk that were closed, and whether the register still says what it said then."""

from datetime import date
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.desk_days import desks_of, lines_of_day
from cuudinh.engines.cases.models import ClosedDay
from cuudinh.engines.cases.types import ClosedDayView
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours

CLOSED_MOST = 31


def closed_days(actor: Actor, office_id: int, since: date, until: date) -> tuple[ClosedDayView, ...]:
    """Give the closed days of a desk from a day to a day, the newest first, at most a month of them.

    Raises `NotYours` for who does not work there.
    """
    if office_id not in desks_of(actor):
        raise NotYours
    found = ClosedDay.objects.filter(office_id=office_id, day__gte=since, day__lte=until)
    return tuple(_view(row) for row in found.order_by("-day")[:CLOSED_MOST])


def _view(row: ClosedDay) -> ClosedDayView:
    zone = ZoneInfo(identity.time_zone())
    then = lines_of_day(row.office_id, row.day, zone, row.closed_at)
    now = lines_of_day(row.office_id, row.day, zone, clock.now())
    return ClosedDayView(
        day=row.day,
        closed_at=row.closed_at,
        closed_by=identity.staff_name(row.account_id or None),
        taken_in=row.taken_in,
        first_number=row.first_number,
        last_number=row.last_number,
        digest=row.digest,
        later=now.taken_in - then.taken_in,
        is_as_closed=then.digest == row.digest,
    )
