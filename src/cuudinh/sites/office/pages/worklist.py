"""The worklist: cases by remaining working time, saved filters, many selected and acted on once."""

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter
from cuudinh.web.answers import own_address, part_or_page, redirect
from cuudinh.web.routes import route, seated, url

OFFICE_ROLES = ("officer", "head", "dispatcher", "supervisor")
MANY_MOST = 100
TEXT_MOST = 120


def read_filter(request: HttpRequest) -> ListFilter:
    """Read the filter of the address: view, text, topic, mine."""
    query = request.GET
    return ListFilter(
        text=query.get("q", "").strip()[:TEXT_MOST],
        topic=query.get("linh-vuc", "")[:40],
        bucket=query.get("muc", "")[:24],
        mine=query.get("cua-toi") == "1",
    )


@route("lam-viec", name="office:worklist", who=seated(*OFFICE_ROLES))
def worklist(request: HttpRequest) -> HttpResponse:
    """Show the worklist: saved views with counts, the list by remaining working time."""
    actor = request.actor
    narrowed = read_filter(request)
    service = next(iter(cases.services(actor.language, "report")), None)
    context = {
        "buckets": cases.worklist_buckets(actor),
        "bucket": narrowed.bucket or "open",
        "filter": narrowed,
        "saved": cases.saved_filters(actor),
        "page": cases.worklist(actor, narrowed, request.GET.get("trang") or None),
        "topics": cases.topics(service.id, actor.language) if service else (),
        "query": request.GET.urlencode(),
    }
    return part_or_page(request, "office/worklist.html", "office/parts/rows.html", context)


@route("lam-viec/bo-loc", name="office:filters", who=seated(*OFFICE_ROLES), methods=("POST",))
def filters(request: HttpRequest) -> HttpResponse:
    """Keep the present filter under a name, or forget one."""
    name = request.POST.get("name", "").strip()[:60]
    if request.POST.get("drop"):
        commands.drop_filter(request.actor, name=name)
    elif name:
        commands.save_filter(request.actor, name=name, query=request.POST.get("query", "")[:500])
    return redirect(request, f"{url('office:worklist')}?{request.POST.get('query', '')[:500]}")


@route("lam-viec/hang-loat", name="office:many", who=seated(*OFFICE_ROLES), methods=("POST",))
def many(request: HttpRequest) -> HttpResponse:
    """Do one act on all selected cases; of each that could not be done, say why."""
    numbers = request.POST.getlist("number")[:MANY_MOST]
    inputs = {
        name: value
        for name, value in request.POST.items()
        if name not in {"number", "act", "back", "csrfmiddlewaretoken"} and value
    }
    results = commands.perform_many(
        request.actor, numbers=numbers, act=request.POST.get("act", ""), inputs=inputs
    )
    context = {
        "results": results,
        "done": sum(one.is_done for one in results),
        "back": own_address(request.POST.get("back", ""), url("office:worklist")),
    }
    return part_or_page(request, "office/many.html", "office/parts/many_results.html", context)
