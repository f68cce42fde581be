"""The day of one office with its dossiers: maintained counters made into a view, nothing is counted here."""

from typing import Final

from django.utils.translation import gettext, gettext_noop

from cuudinh.engines.cases.queries.desks import desks_of
from cuudinh.engines.cases.queries.figures import zone
from cuudinh.engines.cases.queries.permitting import desk_offices
from cuudinh.engines.cases.rules.buckets import due_name
from cuudinh.engines.cases.rules.desks import day_name
from cuudinh.engines.cases.types import BucketCount, OfficeDay, OfficerLoad
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import counters
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours

FIGURES: Final = (
    ("taken_in", gettext_noop("Tiếp nhận hôm nay"), "plain"),
    ("due_today", gettext_noop("Đến hạn hôm nay"), "soon"),
    ("overdue", gettext_noop("Quá hạn"), "late"),
    ("due_soon", gettext_noop("Sắp đến hạn"), "soon"),
    ("waiting", gettext_noop("Chờ người nộp"), "info"),
    ("consulting", gettext_noop("Đang lấy ý kiến nơi khác"), "info"),
    ("awaiting_approval", gettext_noop("Chờ duyệt kết quả"), "info"),
    ("open", gettext_noop("Đang giải quyết"), "plain"),
)
_OF_OFFICERS: Final = ("open", "due_soon", "overdue", "waiting")


def offices_of_day(actor: Actor) -> tuple[int, ...]:
    """Give the offices whose day the actor may see: those whose worklist is theirs, and whose desk they work at."""
    return tuple(sorted({*desk_offices(actor), *desks_of(actor)}))


def office_day(actor: Actor, office_id: int) -> OfficeDay:
    """Give the day of an office with dossiers. Raises `NotYours` for who has no seat there."""
    if office_id not in offices_of_day(actor):
        raise NotYours
    office, day = identity.office_by_id(office_id), clock.now().astimezone(zone()).date()
    apart = f"dossiers:office:{office_id}:"
    names = {bucket: f"{apart}{bucket}" for bucket, _label, _tone in FIGURES}
    names |= {"taken_in": day_name(office_id, day), "due_today": f"dossiers:{due_name(day, office_id)}"}
    found = counters.read(names.values())
    return OfficeDay(
        code=office.code,
        label=office.name(actor.language),
        day=day,
        figures=tuple(
            BucketCount(id=bucket, label=gettext(label), count=found[names[bucket]], tone=tone)
            for bucket, label, tone in FIGURES
        ),
        officers=_loads(office_id),
    )


def _loads(office_id: int) -> tuple[OfficerLoad, ...]:
    people = identity.members(office_id, ("officer", "head"))
    found = counters.read(f"dossiers:officer:{one}:{what}" for one in people for what in _OF_OFFICERS)
    loads = (
        OfficerLoad(
            one,
            identity.staff_name(one),
            *(found[f"dossiers:officer:{one}:{what}"] for what in _OF_OFFICERS),
        )
        for one in people
    )
    return tuple(sorted(loads, key=lambda one: (-one.overdue, -one.open, one.name)))
