"""Near in place, time and topic: possible duplicates, and the points of a map window."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.queries import hot
from cuudinh.engines.cases.queries.rows import COLUMNS, Reader, Record, position_of, reader, rows_of
from cuudinh.engines.cases.rules import likeness
from cuudinh.engines.cases.rules.likeness import duplicate_score
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.shapes_limits import Duplicates
from cuudinh.engines.cases.store import AREA_M
from cuudinh.engines.cases.types import CaseRow, ListFilter, NearbyCase
from cuudinh.kernel import clock, geo
from cuudinh.kernel.actor import Actor

CANDIDATES = 500
# What a map on an old phone still draws at once.
POINTS_MOST = hot.MAP_PAGE
# How many cells of a grid a window may touch to be read by them.
CELLS_MOST = 1_000


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
    """Give open reports that may be the same: to residents the public ones only, to the centre all.

    For residents distances are measured to the published places, which are rounded.
    """
    seeking = Seeking(lat=lat, lon=lon, topic=topic, at=clock.now())
    return _near(_reader(actor), definitions.service(service_id), seeking, limit)


def nearby_of(actor: Actor, case: Case, limit: int = 5) -> tuple[NearbyCase, ...]:
    """Give the open reports that may be the same as a case, for officers."""
    if case.lat is None or case.lon is None:
        return ()
    seeking = Seeking(case.lat, case.lon, case.topic, case.filed_at, leaving_out=case.id)
    return _near(_reader(actor), definitions.service(case.service_id, case.version), seeking, limit)


def _reader(actor: Actor) -> Reader:
    return reader(actor.language, is_public=not actor.has_role("dispatcher", "supervisor"))


def _near(who: Reader, service: ServiceDefinition, seeking: Seeking, limit: int) -> tuple[NearbyCase, ...]:
    rule = service.shape.duplicates
    if rule is None:
        return ()
    scored = [(record, *_scored(record, seeking, rule, who)) for record in _candidates(service, seeking, who)]
    best = sorted((one for one in scored if one[2] > 0), key=lambda one: -one[2])[:limit]
    rows = rows_of([record for record, _metres, _score in best], who)
    return tuple(
        NearbyCase(row, round(metres), score) for row, (_, metres, score) in zip(rows, best, strict=True)
    )


def _candidates(service: ServiceDefinition, seeking: Seeking, who: Reader) -> list[Record]:
    """Give what may be near. A place moves when it is rounded, so for the public the cells reach further."""
    rule = service.shape.duplicates
    assert rule is not None, "duplicates are sought only where a rule says what they are"
    publication = service.shape.publication
    moved = publication.round_m if who.is_public and publication is not None else 0
    found = Case.objects.filter(
        cell__in=geo.cells_within(seeking.lat, seeking.lon, rule.within_m + moved),
        filed_at__gte=seeking.at - timedelta(days=rule.within_days),
        filed_at__lte=seeking.at + timedelta(days=rule.within_days),
        phase__lt=3,
    ).exclude(id=seeking.leaving_out or 0)
    if who.is_public:
        found = found.filter(is_public=True)
    if rule.same_topic and seeking.topic:
        found = found.filter(topic=seeking.topic)
    return [Record._make(one) for one in found.order_by("-filed_at").values_list(*COLUMNS)[:CANDIDATES]]


def _scored(record: Record, seeking: Seeking, rule: Duplicates, who: Reader) -> tuple[float, float]:
    lat, lon = _place(record, who)
    metres = geo.metres_between(seeking.lat, seeking.lon, lat, lon)
    days = abs((seeking.at - record.filed_at).total_seconds()) / 86_400
    return metres, duplicate_score(metres, days, within_m=rule.within_m, within_days=rule.within_days)


def public_points(
    actor: Actor, south: float, west: float, north: float, east: float, narrowed: ListFilter
) -> tuple[CaseRow, ...]:
    """Give the newest public cases in a window of the map, at most 600, with their places rounded.

    The window is laid over the rounded places. The exact ones only narrow what is read, by a window that is
    wider, and nothing is cut off before the rounded places decided: a cut would show where the exact ones lie.
    """
    window, who = geo.Bounds(south, west, north, east), reader(actor.language, is_public=True)
    if not (south <= north and west <= east):
        return ()
    wide = likeness.window_around(window, definitions.coarsest_place_m())
    shown = (record for record in _published_in(wide, narrowed) if _is_shown_in(window, record, who))
    return rows_of(islice(shown, POINTS_MOST), who)


def _published_in(wide: geo.Bounds, narrowed: ListFilter) -> Iterator[Record]:
    """Give what is published in a window, the newest first: by the cells of the ground where few lie in them.

    Where many do, enough of them are found soon by walking from the newest on.
    """
    grid, cells = (None, ()) if narrowed.unit_ids else _few_cells(wide)
    given = wide._asdict() | ({"cells": list(cells)} if grid is not None else {})
    while True:
        read = [Record._make(one) for one in _page_of(given, grid, narrowed)]
        yield from read
        if len(read) < hot.MAP_PAGE:
            return
        given |= {"at": read[-1].published_at, "last": read[-1].id}


def _few_cells(wide: geo.Bounds) -> tuple[str | None, Collection[int]]:
    """Give the finest grid whose cells in a window are few enough to be asked for, unless too much lies in them."""
    for grid, size_m in (("cell", geo.CELL_M), ("area", AREA_M)):
        cells = geo.cells_in(wide, CELLS_MOST, size_m)
        if cells is not None:
            is_few = len(hot.IN_CELLS[grid].run(cells=list(cells))) <= hot.MAP_MOST
            return (grid, cells) if is_few else (None, ())
    return None, ()


def _page_of(given: Mapping[str, Any], grid: str | None, narrowed: ListFilter) -> Iterable[tuple[Any, ...]]:
    exact = {"topic": narrowed.topic, "state": narrowed.state, "placings__unit_id__in": narrowed.unit_ids}
    exact = {key: value for key, value in exact.items() if value}
    if not exact:
        return hot.MAP[grid, "at" in given].run(**given)
    return hot.in_window(given, grid).filter(**exact).values_list(*COLUMNS)[: hot.MAP_PAGE]


def _is_shown_in(window: geo.Bounds, record: Record, who: Reader) -> bool:
    lat, lon = _place(record, who)
    return window.south <= lat <= window.north and window.west <= lon <= window.east


def _place(record: Record, who: Reader) -> tuple[float, float]:
    """Give the place as the reader may see it, of a case that was found by its place."""
    lat, lon = position_of(record, who)
    assert lat is not None, "what is found by its place has one"
    assert lon is not None, "a latitude never comes alone"
    return lat, lon
