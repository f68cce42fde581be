"""The centre's queues: intake with map and duplicates side by side, approval with before and after, and the rest."""

from typing import Any, Final

from django.http import HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter, OfficeCase
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import OfficeView
from cuudinh.engines.places import queries as places
from cuudinh.kernel.refusal import NotThere
from cuudinh.web.answers import part_or_page
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

READERS: Final = ("dispatcher", "supervisor", "leader")
# Queues by their name in addresses, and the ones that have a page of their own.
QUEUES: Final = ("intake", "approval", "extension", "waiting", "overdue", "all")
PAGES: Final = {"intake": "centre:intake", "approval": "centre:approval"}
TEXT_MOST = 120
CODE_MOST = 60


@route("trung-tam/tiep-nhan", name="centre:intake", who=seated(*READERS))
def intake(request: Call) -> HttpResponse:
    """Show what waits for verification, the first due first, with the chosen case beside it."""
    return _queue(request, "intake")


@route("trung-tam/duyet", name="centre:approval", who=seated(*READERS))
def approval(request: Call) -> HttpResponse:
    """Show the results that wait for approval."""
    return _queue(request, "approval")


@route("trung-tam/hang-doi/<str:queue>", name="centre:queue", who=seated(*READERS))
def other_queue(request: Call, queue: str) -> HttpResponse:
    """Show any queue of the centre by its name."""
    if queue not in QUEUES:
        raise NotThere
    return _queue(request, queue)


def address_of(queue: str, query: dict[str, str]) -> str:
    """Give the address of a queue with a query; empty values are left out."""
    return url(PAGES[queue], query) if queue in PAGES else url("centre:queue", query, queue=queue)


def _queue(request: Call, queue: str) -> HttpResponse:
    """Draw a queue; htmx asks for the chosen case alone, for the counts, or for the next rows."""
    wanted = request.headers.get("HX-Target", "")
    narrowing = _narrowing(request)
    after = address_of(queue, narrowing)
    context: dict[str, Any] = {
        "queue": queue,
        "narrowing": narrowing,
        "after": after,
        "address_of": address_of,
    }
    if wanted == "chosen":
        context |= _chosen(request, request.GET.get("chon", ""))
        return part_or_page(request, "centre/queue.html", "centre/parts/chosen.html", context)
    context["buckets"] = cases.centre_buckets(request.actor)
    if wanted == "queues":
        return part_or_page(request, "centre/queue.html", "centre/parts/queues.html", context)
    return _listed(request, queue, context)


def _listed(request: Call, queue: str, context: dict[str, Any]) -> HttpResponse:
    actor, narrowing = request.actor, context["narrowing"]
    office = _office(narrowing["don-vi"])
    narrowed = ListFilter(
        text=narrowing["q"], topic=narrowing["linh-vuc"], office_id=office.id if office else None
    )
    rows = cases.centre_queue(actor, queue, narrowed, request.GET.get("trang") or None)
    chosen = request.GET.get("chon", "") or (rows.rows[0].number if rows.rows else "")
    service = cases.field_report(actor.language)
    context |= {
        "page": rows,
        "next": address_of(queue, {**narrowing, "trang": rows.next}) if rows.next else "",
        "topics": cases.topics(service.id, actor.language) if service else (),
        "office_label": office.name(actor.language) if office else "",
        "is_asked_for": bool(request.GET.get("chon")),
    }
    context |= _chosen(request, chosen)
    return part_or_page(request, "centre/queue.html", "centre/parts/rows.html", context)


def _narrowing(request: Call) -> dict[str, str]:
    """Give what narrows the queue, by the names it has in the address."""
    query = request.GET
    return {
        "q": query.get("q", "").strip()[:TEXT_MOST],
        "linh-vuc": query.get("linh-vuc", "")[:CODE_MOST],
        "don-vi": query.get("don-vi", "")[:CODE_MOST],
    }


def _office(code: str) -> OfficeView | None:
    return identity.office(code) if code else None


def _chosen(request: Call, number: str) -> dict[str, Any]:
    """Give the case beside the queue with what its forms ask; one that is gone leaves the place empty."""
    units = [(unit.code, unit.name(request.actor.language)) for unit in places.units_in_force()]
    found = {"case": _found(request, number), "units": units, "heading": 2}
    return {**found, "is_approximate": places.has_approximate_shapes()}


def _found(request: Call, number: str) -> OfficeCase | None:
    try:
        return cases.office_case(request.actor, number) if number else None
    except NotThere:
        return None
