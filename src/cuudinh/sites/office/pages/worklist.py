"""The worklist: cases by remaining working time, saved filters, many selected and acted on once."""

from typing import Any, Final

from django.http import HttpResponse

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.refusal import BadInput
from cuudinh.web.answers import own_address, part_or_page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

OFFICE_ROLES = ("officer", "head", "receiver", "dispatcher", "supervisor")
# The acts that make sense on many cases at once, and the one field each asks for.
ACTS_ON_MANY: Final = {"accept": "", "note": "note"}
MANY_MOST = 100
TEXT_MOST = 120
NAME_MOST = 60
QUERY_MOST = 500
PARTS: Final = {"views": "office/parts/views.html"}


def read_filter(request: Call) -> ListFilter:
    """Read the filter of the address: view, text, topic, mine."""
    query = request.GET
    return ListFilter(
        text=query.get("q", "").strip()[:TEXT_MOST],
        topic=query.get("linh-vuc", "")[:40],
        bucket=query.get("muc", "")[:24],
        mine=query.get("cua-toi") == "1",
    )


def _address(narrowed: ListFilter, **more: str) -> str:
    """Give the address of the list as it is narrowed, the inverse of `read_filter`."""
    query = {
        "muc": narrowed.bucket,
        "q": narrowed.text,
        "linh-vuc": narrowed.topic,
        "cua-toi": "1" if narrowed.mine else "",
    }
    return url("office:worklist", {**query, **more})


@route("lam-viec", name="office:worklist", who=seated(*OFFICE_ROLES))
def worklist(request: Call) -> HttpResponse:
    """Show the worklist: saved views with counts, the list by remaining working time.

    htmx asks for one part by the place it is for: the views with their counts, or the next rows.
    """
    narrowed = read_filter(request)
    part = PARTS.get(request.headers.get("HX-Target", ""), "office/parts/rows.html")
    return part_or_page(request, "office/worklist.html", part, _context(request, narrowed))


def _context(request: Call, narrowed: ListFilter) -> dict[str, Any]:
    actor = request.actor
    rows = cases.worklist(actor, narrowed, request.GET.get("trang") or None)
    service = cases.field_report(actor.language)
    return {
        "buckets": cases.worklist_buckets(actor),
        "bucket": narrowed.bucket or "open",
        "filter": narrowed,
        "saved": cases.saved_filters(actor),
        "page": rows,
        "next": _address(narrowed, trang=rows.next) if rows.next else "",
        "topics": cases.topics(service.id, actor.language) if service else (),
        "standing_in": identity.standing_in(actor),
        "absent_ids": actor.absent_ids,
        "query": _address(narrowed).partition("?")[2],
        "list_address": _address(narrowed),
    }


@route("lam-viec/bo-loc", name="office:filters", who=seated(*OFFICE_ROLES), methods=("POST",))
def filters(request: Call) -> HttpResponse:
    """Keep the present filter under a name, or forget one."""
    name = request.POST.get("name", "").strip()[:NAME_MOST]
    query = request.POST.get("query", "")[:QUERY_MOST]
    if not query.isprintable():
        raise BadInput
    if request.POST.get("drop"):
        commands.drop_filter(request.actor, name=name)
    else:
        commands.save_filter(request.actor, name=name, query=query)
    return redirect(request, f"{url('office:worklist')}?{query}")


@route("lam-viec/hang-loat", name="office:many", who=seated(*OFFICE_ROLES), methods=("POST",))
def many(request: Call) -> HttpResponse:
    """Do one act on all selected cases; of each that could not be done, say why."""
    act = request.POST.get("act", "")
    if act not in ACTS_ON_MANY:
        raise BadInput
    field = ACTS_ON_MANY[act]
    typed = request.POST.get(field, "").strip() if field else ""
    results = commands.perform_many(
        request.actor,
        numbers=request.POST.getlist("number")[:MANY_MOST],
        act=act,
        inputs={field: typed} if typed else {},
    )
    context = {
        "results": results,
        "done": sum(one.is_done for one in results),
        "back": own_address(request.POST.get("back", ""), url("office:worklist")),
    }
    return part_or_page(request, "office/many.html", "office/parts/many_results.html", context)
