"""The centre's queues: intake with map and duplicates side by side, approval with before and after, and the rest."""

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter, OfficeCase
from cuudinh.kernel.refusal import NotThere
from cuudinh.web.answers import part_or_page
from cuudinh.web.routes import route, seated

STAFF = ("dispatcher", "supervisor")
QUEUES = ("intake", "approval", "extension", "waiting", "overdue", "all")
TEXT_MOST = 120


def _queue(request: HttpRequest, queue: str) -> HttpResponse:
    actor = request.actor
    narrowed = ListFilter(
        text=request.GET.get("q", "").strip()[:TEXT_MOST], topic=request.GET.get("linh-vuc", "")[:40]
    )
    rows = cases.centre_queue(actor, queue, narrowed, request.GET.get("trang") or None)
    chosen = request.GET.get("chon", "") or (rows.rows[0].number if rows.rows else "")
    service = next(iter(cases.services(actor.language, "report")), None)
    context = {
        "queue": queue,
        "buckets": cases.centre_buckets(actor),
        "filter": narrowed,
        "page": rows,
        "case": _chosen(request, chosen),
        "topics": cases.topics(service.id, actor.language) if service else (),
    }
    return part_or_page(request, "centre/queue.html", "centre/parts/queue.html", context)


def _chosen(request: HttpRequest, number: str) -> OfficeCase | None:
    """Give the case beside the queue; one that is gone leaves the place empty."""
    try:
        return cases.office_case(request.actor, number) if number else None
    except NotThere:
        return None


@route("trung-tam/tiep-nhan", name="centre:intake", who=seated(*STAFF))
def intake(request: HttpRequest) -> HttpResponse:
    """Show what waits for verification, the first due first, with the chosen case beside it."""
    return _queue(request, "intake")


@route("trung-tam/duyet", name="centre:approval", who=seated(*STAFF))
def approval(request: HttpRequest) -> HttpResponse:
    """Show the results that wait for approval."""
    return _queue(request, "approval")


@route("trung-tam/hang-doi/<str:queue>", name="centre:queue", who=seated(*STAFF, "leader"))
def other_queue(request: HttpRequest, queue: str) -> HttpResponse:
    """Show any queue of the centre by its name."""
    if queue not in QUEUES:
        raise NotThere
    return _queue(request, queue)
