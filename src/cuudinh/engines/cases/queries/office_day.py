"""The day of one office with its dossiers: maintained counters made into a view.

Only how its dossiers are spread over procedures is counted here, of what the office has in hand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext, gettext_noop

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.desk_days import desks_of
from cuudinh.engines.cases.models import PHASES, Case
from cuudinh.engines.cases.queries.figures import zone
from cuudinh.engines.cases.queries.permitting import desk_offices
from cuudinh.engines.cases.rules.buckets import due_name, view_bits
from cuudinh.engines.cases.rules.desks import day_name, phase_names
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import BucketCount, Load, OfficeDay, OfficerLoad, ServiceLoad
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
    ("in_time", gettext_noop("Còn trong hạn"), "good"),
    ("waiting", gettext_noop("Chờ người nộp"), "info"),
    ("consulting", gettext_noop("Đang lấy ý kiến nơi khác"), "info"),
    ("awaiting_approval", gettext_noop("Chờ duyệt kết quả"), "info"),
    ("open", gettext_noop("Đang giải quyết"), "plain"),
    ("to_hand_over", gettext_noop("Chờ trả kết quả"), "good"),
)
_IN_HAND: Final = ("open", "due_soon", "overdue", "waiting")


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
    names |= {"to_hand_over": next(phase_names(office_id, "done", is_far=False))}
    found = counters.read(names.values())
    counts = {bucket: found[name] for bucket, name in names.items()}
    counts["in_time"] = counts["open"] - counts["due_soon"] - counts["overdue"]
    return OfficeDay(
        code=office.code,
        label=office.name(actor.language),
        day=day,
        figures=tuple(
            BucketCount(id=bucket, label=gettext(label), count=counts[bucket], tone=tone)
            for bucket, label, tone in FIGURES
        ),
        officers=_of_officers(office_id),
        services=_of_services(office_id, actor.language),
    )


def _of_officers(office_id: int) -> tuple[OfficerLoad, ...]:
    people = identity.members(office_id, ("officer", "head"))
    found = counters.read(f"dossiers:officer:{one}:{what}" for one in people for what in _IN_HAND)
    loads = (
        OfficerLoad(
            one,
            identity.staff_name(one),
            Load(*(found[f"dossiers:officer:{one}:{what}"] for what in _IN_HAND)),
        )
        for one in people
    )
    return tuple(sorted(loads, key=lambda one: (-one.load.overdue, -one.load.open, one.name)))


def _of_services(office_id: int, language: str) -> tuple[ServiceLoad, ...]:
    """Give what the office has in hand of each procedure, the one with most that is late in front."""
    held = Case.objects.filter(
        owner_office_id=office_id, phase__in=(PHASES["open"], PHASES["paused"]), kind="dossier"
    )
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    versions = dict[str, int]()
    rows = held.order_by().values_list("service_id", "version", "phase", "buckets").annotate(n=Count("id"))
    for service_id, version, phase, bits, n in rows:
        versions[service_id] = max(version, versions.get(service_id, 0))
        for what in _stands_in(phase, bits):
            counted[service_id][what] += n
    loads = (
        ServiceLoad(
            service_id,
            words(definitions.service(service_id, versions[service_id]).shape.title, language),
            Load(*(counts[what] for what in _IN_HAND)),
        )
        for service_id, counts in counted.items()
    )
    return tuple(sorted(loads, key=lambda one: (-one.load.overdue, -one.load.open, one.title)))


def _stands_in(phase: int, bits: int) -> Iterator[str]:
    if phase == PHASES["paused"]:
        yield "waiting"
        return
    yield "open"
    yield from (what for what in ("due_soon", "overdue") if bits & view_bits(what))
