"""Near in place, time and topic: possible duplicates, and the points of a map window."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.queries.rows import COLUMNS, reader, rows_of
from cuudinh.engines.cases.rules.likeness import duplicate_score
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.shapes import Duplicates
from cuudinh.engines.cases.types import CaseRow, ListFilter, NearbyCase
from cuudinh.kernel import clock, geo
from cuudinh.kernel.actor import Actor

CANDIDATES = 60
POINTS_MOST = 2000


@dataclass(frozen=True, slots=True)
class Seeking:
    """What duplicates are sought for: a place, a moment and a topic (may be empty)."""

    lat: float
    lon: float
    topic: str
    at: datetime
    leaving_out: int | None = None


def nearby_cases(
    actor: Actor, *, service_id: str, lat: float, lon: float, topic: str = "", limit: int = 5
) -> tuple[NearbyCase, ...]:
    """Give open reports that may be the same: to residents the public ones only, to the centre all."""
    is_public = not actor.has_role("dispatcher", "supervisor")
    seeking = Seeking(lat=lat, lon=lon, topic=topic, at=clock.now())
    return _near(actor, definitions.service(service_id), seeking, is_public=is_public)[:limit]


def nearby_of(actor: Actor, case: Case, limit: int = 5) -> tuple[NearbyCase, ...]:
    """Give the open reports that may be the same as a case, for officers."""
    if case.lat is None or case.lon is None:
        return ()
    seeking = Seeking(case.lat, case.lon, case.topic, case.filed_at, leaving_out=case.id)
    is_public = not actor.has_role("dispatcher", "supervisor")
    return _near(actor, definitions.service(case.service_id, case.version), seeking, is_public=is_public)[
        :limit
    ]


def _near(
    actor: Actor, service: ServiceDefinition, seeking: Seeking, *, is_public: bool
) -> tuple[NearbyCase, ...]:
    rule = service.shape.duplicates
    if rule is None:
        return ()
    found = Case.objects.filter(
        cell__in=geo.cells_within(seeking.lat, seeking.lon, rule.within_m),
        filed_at__gte=seeking.at - timedelta(days=rule.within_days),
        filed_at__lte=seeking.at + timedelta(days=rule.within_days),
        phase__lt=3,
    ).exclude(id=seeking.leaving_out or 0)
    if is_public:
        found = found.filter(is_public=True)
    if rule.same_topic and seeking.topic:
        found = found.filter(topic=seeking.topic)
    records = list(found.order_by("-filed_at").values_list("lat", "lon", *COLUMNS)[:CANDIDATES])
    rows = rows_of([record[2:] for record in records], reader(actor.language, is_public=is_public))
    scored = (_scored(row, record, seeking, rule) for row, record in zip(rows, records, strict=True))
    near = [one for one in scored if one.score > 0]
    return tuple(sorted(near, key=lambda one: -one.score))


def _scored(row: CaseRow, record: tuple[float, float], seeking: Seeking, rule: Duplicates) -> NearbyCase:
    metres = geo.metres_between(seeking.lat, seeking.lon, record[0], record[1])
    days = abs((seeking.at - row.filed_at).total_seconds()) / 86_400
    score = duplicate_score(metres, days, within_m=rule.within_m, within_days=rule.within_days)
    return NearbyCase(row=row, distance_m=round(metres), score=score)


def public_points(
    actor: Actor, south: float, west: float, north: float, east: float, narrowed: ListFilter
) -> tuple[CaseRow, ...]:
    """Give the newest public cases in a window of the map, at most 2,000, with their places rounded."""
    found = Case.objects.filter(is_public=True, lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)
    exact = {"topic": narrowed.topic, "state": narrowed.state}
    found = found.filter(**{key: value for key, value in exact.items() if value})
    if narrowed.unit_ids:
        found = found.filter(unit_id__in=narrowed.unit_ids)
    records = found.order_by("-published_at", "-id").values_list(*COLUMNS)[:POINTS_MOST]
    return rows_of(list(records), reader(actor.language, is_public=True))
