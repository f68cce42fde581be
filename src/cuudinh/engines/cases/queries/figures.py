"""Figures: maintained counters made into views. Nothing here counts rows; each figure leads to its list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.queries import hot
from cuudinh.engines.cases.queries.permitting import counted_offices, delegated, office_scope, permitted
from cuudinh.engines.cases.queries.rows import (
    COLUMNS,
    Reader,
    office_label,
    reader,
    rows_of,
    tone_of,
)
from cuudinh.engines.cases.types import BucketCount, OfficeFigures, WallSnapshot
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.journal import counters
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

OFFICES_ON_WALL = 12
HOURS = range(24)
OUTCOMES = ("on_time", "late_extended", "late")
WORKLIST = (
    ("open", gettext_noop("Đang xử lý"), "plain"),
    ("due_soon", gettext_noop("Sắp đến hạn"), "soon"),
    ("overdue", gettext_noop("Quá hạn"), "late"),
    ("awaiting_approval", gettext_noop("Chờ duyệt kết quả"), "info"),
    ("waiting", gettext_noop("Chờ bổ sung"), "info"),
    ("consulting", gettext_noop("Đang lấy ý kiến"), "info"),
    ("tasks", gettext_noop("Phối hợp"), "info"),
)

DELEGATED = (
    ("delegated", gettext_noop("Được ủy quyền"), "info"),
    ("decisions", gettext_noop("Được ủy quyền quyết định"), "info"),
)


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """One line of figures for everybody: today and this month."""

    day: date
    filed_today: int
    resolved_today: int
    open: int
    on_time_month: int
    resolved_month: int


def zone() -> ZoneInfo:
    """Give the time zone in which days are counted: that of the first service that has a calendar."""
    first = next((one for one in definitions.services() if not one.only_tells), None)
    return places.calendar(first.shape.calendar).zone if first is not None else ZoneInfo("UTC")


def _local_now() -> datetime:
    return clock.now().astimezone(zone())


def public_figures() -> PublicFigures:
    """Give today's figures for the portal."""
    local = _local_now()
    day, month = f"day:{local:%Y-%m-%d}", f"month:{local:%Y-%m}"
    names = [f"{day}:filed", f"{day}:resolved", "all:open", *(f"{month}:{one}" for one in OUTCOMES)]
    found = counters.read(names)
    outcomes = [found[f"{month}:{one}"] for one in OUTCOMES]
    return PublicFigures(
        day=local.date(),
        filed_today=found[f"{day}:filed"],
        resolved_today=found[f"{day}:resolved"],
        open=found["all:open"],
        on_time_month=outcomes[0],
        resolved_month=sum(outcomes),
    )


def worklist_buckets(actor: Actor) -> tuple[BucketCount, ...]:
    """Give the saved views of the worklist with their counts, over the own offices whose cases the policy lists.

    What was delegated to the actor by document has views of its own, which nobody else has.
    """
    office_scope(actor)
    leading, helping = counted_offices(actor)
    names = {
        bucket: [
            name
            for office in (helping if bucket == "tasks" else leading)
            for name in _counters_of(office, bucket)
        ]
        for bucket, _label, _tone in WORKLIST
    } | _delegated_counters(actor)
    found = counters.read(name for of_bucket in names.values() for name in of_bucket)
    return tuple(
        BucketCount(id=bucket, label=_(label), count=sum(found[name] for name in names[bucket]), tone=tone)
        for bucket, label, tone in (*WORKLIST, *DELEGATED)
        if bucket in names
    )


def _counters_of(office_id: int, bucket: str) -> tuple[str, ...]:
    """Give the counters of a view of one office: what is told apart by urgency is counted by kind."""
    name = f"office:{office_id}:{bucket}"
    return (name,) if bucket in {"open", "waiting", "tasks"} else (name, f"dossiers:{name}")


def _delegated_counters(actor: Actor) -> dict[str, list[str]]:
    """Give the counters of the views of what was delegated to the actor; none where nothing was."""
    lent, found = delegated(actor), {}
    if lent.office_ids:
        found["delegated"] = [f"office:{office}:open" for office in lent.office_ids]
    if lent.is_centre:
        found["decisions"] = ["all:awaiting_approval", "all:extension_asked"]
    return found


CENTRE = (
    ("intake", gettext_noop("Chờ tiếp nhận"), ("all:intake",), "info"),
    ("approval", gettext_noop("Chờ duyệt kết quả"), ("all:awaiting_approval",), "info"),
    ("extension", gettext_noop("Xin gia hạn"), ("all:extension_asked",), "info"),
    ("waiting", gettext_noop("Chờ bổ sung"), ("all:waiting",), "plain"),
    ("overdue", gettext_noop("Quá hạn"), ("all:overdue",), "late"),
    ("all", gettext_noop("Tất cả đang mở"), ("all:open", "all:waiting"), "plain"),
)


def centre_buckets(actor: Actor) -> tuple[BucketCount, ...]:
    """Give the queues of the centre with their counts."""
    office_scope(actor, "dispatcher", "supervisor", "leader")
    found = counters.read(name for _id, _label, names, _tone in CENTRE for name in names)
    return tuple(
        BucketCount(id=queue, label=_(label), count=sum(found[name] for name in names), tone=tone)
        for queue, label, names, tone in CENTRE
    )


def office_figures(actor: Actor, month: str | None = None) -> tuple[OfficeFigures, ...]:
    """Give how each office does in a month (`2026-11`, this one by default), the most overdue first.

    A head sees the own offices; the centre and leaders see all. The three outcomes are kept apart: on time,
    late with an accepted extension, late. An office is judged by its own time: what the centre took, another
    office, or the reporter who was asked, is not counted against it.
    """
    permitted(actor, "case.figures")
    month = month or f"{_local_now():%Y-%m}"
    own = None if actor.has_role("dispatcher", "supervisor", "leader") else actor.office_ids("head")
    now = _by_office(counters.read_prefix("office:"), 1)
    then = _by_office(counters.read_prefix(f"month:{month}:office:"), 3)
    ids = (set(now) | set(then)) if own is None else own
    figures = [_figures(office, now.get(office, {}), then.get(office, {}), actor.language) for office in ids]
    return tuple(sorted(figures, key=lambda one: (-one.overdue, -one.open, one.office_label)))


def _by_office(found: Mapping[str, int], place: int) -> dict[int, dict[str, int]]:
    """Sort counters by the office whose number stands at a place of their name."""
    sorted_out: dict[int, dict[str, int]] = {}
    for name, value in found.items():
        parts = name.split(":", place + 1)
        sorted_out.setdefault(int(parts[place]), {})[parts[place + 1]] = value
    return sorted_out


def _figures(office_id: int, now: Mapping[str, int], then: Mapping[str, int], language: str) -> OfficeFigures:
    return OfficeFigures(
        office_id=office_id,
        office_label=office_label(office_id, language),
        open=now.get("open", 0),
        due_soon=now.get("due_soon", 0),
        overdue=now.get("overdue", 0),
        on_time=then.get("own.on_time", 0),
        late_extended=then.get("own.late_extended", 0),
        late=then.get("own.late", 0),
        case_on_time=then.get("on_time", 0),
        case_late_extended=then.get("late_extended", 0),
        case_late=then.get("late", 0),
        office_minutes=then.get("minutes.office", 0),
        reporter_minutes=then.get("minutes.reporter", 0),
        good_ratings=then.get("rated_good", 0),
        ratings=then.get("rated", 0),
    )


def wall_snapshot(language: str = "vi") -> WallSnapshot:
    """Give everything the wall shows; made once a tick for all who watch."""
    local = _local_now()
    day, month = f"{local:%Y-%m-%d}", f"{local:%Y-%m}"
    found = counters.read(_wall_names(day, month))
    who = reader(language, is_public=False)
    return WallSnapshot(
        as_of=who.now,
        filed_today=found[f"day:{day}:filed"],
        resolved_today=found[f"day:{day}:resolved"],
        open=found["all:open"],
        overdue=found["all:overdue"],
        due_soon=found["all:due_soon"],
        awaiting_intake=found["all:intake"],
        awaiting_approval=found["all:awaiting_approval"],
        on_time_month=found[f"month:{month}:on_time"],
        late_extended_month=found[f"month:{month}:late_extended"],
        late_month=found[f"month:{month}:late"],
        good_ratings_month=found[f"month:{month}:rated_good"],
        ratings_month=found[f"month:{month}:rated"],
        by_hour=_by_hour(found, day, local.hour),
        late_by_office=_late_by_office(language),
        points=tuple(_points(who)),
        newest=rows_of(_reports(hot.NEWEST.run(), COLUMNS), who),
    )


def _reports(records: Iterable[Sequence[Any]], columns: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Give what a wall may show: what is apart is nobody's but of its offices."""
    service, version = columns.index("service_id"), columns.index("version")
    known: dict[tuple[str, int], bool] = {}
    for record in records:
        key = record[service], record[version]
        if key not in known:
            known[key] = definitions.service(*key).is_apart
        if not known[key]:
            yield record


def _points(who: Reader) -> Iterator[tuple[float, float, str, str]]:
    for lat, lon, number, phase, flags, track, due_at, left, service_id, version in _reports(
        hot.POINTS.run(), hot.POINT_COLUMNS
    ):
        if lat is None or lon is None:
            continue
        if phase:
            # What runs no more, for good or for a while, has one colour.
            yield lat, lon, "done" if phase > 1 else "paused", number
            continue
        yield lat, lon, tone_of(phase, flags, due_at, left, (service_id, version, track), who), number


@lru_cache(maxsize=4)
def _wall_names(day: str, month: str) -> tuple[str, ...]:
    return tuple(_names_of_wall(day, month))


def _names_of_wall(day: str, month: str) -> Iterable[str]:
    yield from ("all:open", "all:overdue", "all:due_soon", "all:intake", "all:awaiting_approval")
    for what in ("filed", "resolved"):
        yield f"day:{day}:{what}"
        yield from (f"hour:{day}T{hour:02d}:{what}" for hour in HOURS)
    yield from (f"month:{month}:{what}" for what in (*OUTCOMES, "rated", "rated_good"))


def _by_hour(found: Mapping[str, int], day: str, last: int) -> tuple[tuple[int, int, int], ...]:
    return tuple(
        (hour, found[f"hour:{day}T{hour:02d}:filed"], found[f"hour:{day}T{hour:02d}:resolved"])
        for hour in HOURS
        if hour <= last
    )


def _late_by_office(language: str) -> tuple[tuple[str, str, int, int], ...]:
    overdue = _by_office(counters.read_prefix("office:", ":overdue"), 1)
    open_now = counters.read(f"office:{office}:open" for office in overdue)
    late = sorted(
        ((now["overdue"], open_now[f"office:{office}:open"], office) for office, now in overdue.items()),
        reverse=True,
    )
    return tuple(
        (identity.office_by_id(office).code, office_label(office, language), late_now, open_now)
        for late_now, open_now, office in late[:OFFICES_ON_WALL]
    )
