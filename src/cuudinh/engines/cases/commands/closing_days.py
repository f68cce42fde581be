"""Closing a day of the register of a desk: what stood in it is kept, and nobody closes it twice."""

from datetime import date
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.desk_days import desks_of, lines_of_day
from cuudinh.engines.cases.models import ClosedDay
from cuudinh.engines.cases.types import DayAlreadyClosed, DayNotOver
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours


@acting()
def close_day(actor: Actor, *, office_id: int, day: date) -> int:
    """Close a day of the register of one of the actor's desks; give how many dossiers stood in it.

    What comes in later on the day is told apart from what was closed. Raises `NotYours`, `DayNotOver` for a day that
    has not come, `DayAlreadyClosed`.
    """
    if office_id not in desks_of(actor):
        raise NotYours
    now, zone = clock.now(), ZoneInfo(identity.time_zone())
    if day > now.astimezone(zone).date():
        raise DayNotOver(day=day)
    if ClosedDay.objects.filter(office_id=office_id, day=day).exists():
        raise DayAlreadyClosed(day=day)
    lines = lines_of_day(office_id, day, zone, now)
    ClosedDay.objects.create(
        office_id=office_id,
        day=day,
        closed_at=now,
        account_id=actor.account_id or 0,
        taken_in=lines.taken_in,
        first_number=lines.first_number,
        last_number=lines.last_number,
        digest=lines.digest,
    )
    facts = {"day": day.isoformat(), "taken_in": lines.taken_in, "digest": lines.digest}
    about = ("office", identity.office_by_id(office_id).code)
    audit.record(actor, "register.close_day", about, facts=facts)
    return lines.taken_in
