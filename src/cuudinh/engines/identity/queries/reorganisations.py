"""Acts of reorganisation and the offices they end. Nothing here is personal, so nothing needs the actor."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import Membership
from cuudinh.engines.identity.seats import on_day
from cuudinh.engines.identity.types import Ending, ReorganisationView
from cuudinh.kernel.actor import STATE


def ending(office_id: int, domain: str = STATE) -> Ending | None:
    """Give what becomes of an office whose end is known; None of one that goes on."""
    return snapshot.current(domain).endings.get(office_id)


def endings(until: date | None = None, domain: str = STATE) -> tuple[Ending, ...]:
    """Give the offices that are gone on a day (today by default), those that ended first in front."""
    day = until or snapshot.today()
    found = (one for one in snapshot.current(domain).endings.values() if one.since <= day)
    return tuple(sorted(found, key=lambda one: (one.since, one.code)))


def reorganisations() -> tuple[ReorganisationView, ...]:
    """Give every act, those of the pack and those that follow from successors, oldest first.

    Offices that end on one day in one way and are named by no act share one.
    """
    now = snapshot.current()
    found = {act.id: act for act in now.reorganisations}
    derived: dict[str, list[str]] = {}
    for one in sorted(now.endings.values(), key=lambda one: one.code):
        if one.act.is_derived:
            found.setdefault(one.act.id, one.act)
            derived.setdefault(one.act.id, []).append(one.code)
    whole = (_with(act, derived[act.id]) if act.is_derived else act for act in found.values())
    return tuple(sorted(whole, key=lambda act: (act.since, act.id)))


def _with(act: ReorganisationView, codes: list[str]) -> ReorganisationView:
    return ReorganisationView(
        act.id, act.title, act.since, act.kind, tuple(codes), "", None, act.divide, None, act.seats, True
    )


def today() -> date:
    """Give the day it is in the province."""
    return snapshot.today()


def organisation_stamp() -> tuple[date, str]:
    """Give what changes when the day does, or the offices do: who looked at both before need not look again."""
    return snapshot.today(), snapshot.tokens()[0]


def seats_in(office_ids: Iterable[int], day: date) -> int:
    """Give how many seats are held in offices when they end, or still are."""
    return _held(office_ids, day).count()


def holders(office_ids: Iterable[int], day: date) -> tuple[int, ...]:
    """Give the accounts that hold seats in offices when they end, or still do."""
    return tuple(
        _held(office_ids, day).values_list("account_id", flat=True).distinct().order_by("account_id")
    )


def _held(office_ids: Iterable[int], day: date) -> QuerySet[Membership]:
    return Membership.objects.filter(on_day(day), office_id__in=list(office_ids))
