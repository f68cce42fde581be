"""What others reported: list with filters and search, map with its list, one case."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_noop

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import CaseRow
from cuudinh.engines.places import queries as places
from cuudinh.kernel.geo import Bounds
from cuudinh.kernel.refusal import BadInput, NotThere
from cuudinh.sites.portal.filters import PublicFilter, read_filter, to_list_filter
from cuudinh.sites.portal.paying import pay_pictures
from cuudinh.sites.portal.service import main_service
from cuudinh.web import limits
from cuudinh.web.answers import json, page, part_or_page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import EVERYONE, route, url

ROWS_BESIDE_MAP = 30
NO_WINDOW = gettext_noop("Khung bản đồ cần bốn số: nam, tây, bắc, đông.")


def _choices(request: Call, found: PublicFilter, name: str) -> dict[str, Any]:
    """Give what the filter offers, and what narrows the list now, each with the address without it."""
    language = request.actor.language
    service = main_service(language)
    topics = tuple((one.id, one.title) for one in cases.topics(service.id, language)) if service else ()
    states = cases.public_states(service.id, language) if service else ()
    units = tuple((one.code, one.name(language)) for one in places.units_to_choose(found.tree_day))
    words = {**dict(topics), **dict(states), **dict(units)}
    return {
        "filter": found,
        "topics": topics,
        "states": states,
        "units": units,
        "trees": places.tree_days(),
        "here": url(name),
        "is_placed_roughly": bool(found.unit) and places.has_approximate_shapes(found.tree_day),
        "chosen": [
            (words.get(value, value), url(name, found.without(key))) for key, value in found.narrowing
        ],
    }


@route("phan-anh", name="portal:cases", who=EVERYONE, is_shared=True)
def case_list(request: Call) -> HttpResponse:
    """List published reports; `trang` carries the cursor of the next page."""
    found = _counted_filter(request)
    narrowed = to_list_filter(found, province().timezone)
    rows = cases.public_cases(request.actor, narrowed, request.GET.get("trang") or None)
    context = {**_choices(request, found, "portal:cases"), "page": rows, "next": _next(found, rows.next)}
    return part_or_page(request, "portal/cases.html", "portal/parts/case_rows.html", context)


def _counted_filter(request: Call) -> PublicFilter:
    """Read the filter of the address; one with words is a search, and counted as one."""
    found = read_filter(request.GET)
    if found.text:
        limits.spend(request, "search")
    return found


def _next(found: PublicFilter, cursor: str | None) -> str:
    return url("portal:cases", {**found.in_address, "trang": cursor}) if cursor else ""


@route("phan-anh/ban-do", name="portal:map", who=EVERYONE, limit="map", is_shared=True)
def case_map(request: Call) -> HttpResponse:
    """Show published reports on the map of communes, with the same reports in a list beside it."""
    found = _counted_filter(request)
    narrowed = to_list_filter(found, province().timezone)
    context = {
        **_choices(request, found, "portal:map"),
        "page": cases.public_cases(request.actor, narrowed, limit=ROWS_BESIDE_MAP),
        "points_most": cases.POINTS_MOST,
        "is_approximate": places.has_approximate_shapes(found.tree_day),
        "shapes": url("portal:communes", {"cay": found.tree} if found.tree else {}),
    }
    return page(request, "portal/map.html", context)


@route(
    "phan-anh/diem.json", name="portal:points", who=EVERYONE, limit="map", speaks_json=True, is_shared=True
)
def points(request: Call) -> HttpResponse:
    """Give the points of a map window as GeoJSON, at most 600, the newest first."""
    narrowed = to_list_filter(_counted_filter(request), province().timezone)
    rows = cases.public_points(request.actor, *_window(request.GET), narrowed)
    return json({"type": "FeatureCollection", "features": [_feature(row) for row in rows]})


def _window(query: Mapping[str, str]) -> Bounds:
    try:
        south, west, north, east = (float(part) for part in query.get("khung", "").split(","))
    except ValueError as fault:
        raise BadInput(NO_WINDOW) from fault
    if not all(map(isfinite, (south, west, north, east))):
        raise BadInput(NO_WINDOW)
    return Bounds(south, west, north, east)


def _feature(row: CaseRow) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
        "properties": {
            "number": row.number,
            "address": url("portal:case", number=row.number),
            "title": row.title,
            "topic": row.topic_label,
            "state": row.state_label,
            "tone": row.clock.tone,
        },
    }


@route("dia-ban.json", name="portal:communes", who=EVERYONE, speaks_json=True, is_shared=True)
def communes(request: Call) -> HttpResponse:
    """Give the communes of a day (`cay`, today by default) as GeoJSON for every map; browsers keep it."""
    shapes = places.commune_shapes(read_filter(request.GET).tree_day)
    quoted = f'"{shapes.etag}"'
    if request.headers.get("If-None-Match") == quoted:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(shapes.body, content_type="application/geo+json")
    response["ETag"] = quoted
    response["Cache-Control"] = "public, max-age=3600"
    return response


@route(
    "dia-ban/tim", name="portal:unit_search", who=EVERYONE, limit="search", speaks_json=True, is_shared=True
)
def unit_search(request: Call) -> HttpResponse:
    """Give the communes whose name, or former name, matches; for the place picker."""
    language = request.actor.language
    return json(
        [
            {
                "code": one.unit.code,
                "name": one.unit.name(language),
                "was": one.was.name(language) if one.was else "",
                "lat": one.unit.lat,
                "lon": one.unit.lon,
            }
            for one in places.search_units(request.GET.get("q", "")[:80])
        ]
    )


@route("phan-anh/<case:number>", name="portal:case", who=EVERYONE, is_shared=True)
def case_page(request: Call, number: str) -> HttpResponse:
    """Show one report: to its reporter with what they may do now, to everybody else what is published.

    The address of a report that became part of a public one leads to that one.
    """
    try:
        case = cases.reporter_case(request.actor, number)
    except NotThere:
        master = cases.public_master(number)
        if not master:
            raise
        return redirect(request, url("portal:case", number=master))
    return page(request, "portal/case.html", {"case": case, "pay_pictures": pay_pictures(case)})
