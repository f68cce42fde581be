"""The worklist: cases by remaining working time, saved filters, many selected and acted on once."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import CaseRow, ListFilter
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import BadInput
from cuudinh.sites.office.exporting import as_csv
from cuudinh.web.answers import own_address, part_or_page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

OFFICE_ROLES = ("officer", "head", "receiver", "dispatcher", "supervisor")
# The acts that make sense on many cases at once, and the one field each asks for.
ACTS_ON_MANY: Final = {"accept": "", "receive": "", "note": "note"}
MANY_MOST = 100
TEXT_MOST = 120
NAME_MOST = 60
QUERY_MOST = 500
ID_DIGITS_MOST = 18
PARTS: Final = {"views": "office/parts/views.html"}


def read_filter(request: Call) -> ListFilter:
    """Read the filter of the address: view, text, topic, mine; of dossiers service, state, desk, office, officer."""
    query = request.GET
    officer = query.get("can-bo", "")
    begin, end = _today() if query.get("han") == "hom-nay" else (None, None)
    return ListFilter(
        kind=query.get("loai", "")[:16],
        service=query.get("thu-tuc", "")[:60],
        state=query.get("trang-thai", "")[:24],
        desk_id=_office_id(query.get("noi-nhan", "")),
        office_id=_office_id(query.get("don-vi", "")),
        officer_id=int(officer) if officer.isdecimal() and len(officer) <= ID_DIGITS_MOST else None,
        due_since=begin,
        due_until=end,
        text=query.get("q", "").strip()[:TEXT_MOST],
        topic=query.get("linh-vuc", "")[:40],
        bucket=query.get("muc", "")[:24],
        mine=query.get("cua-toi") == "1",
    )


def _office_id(code: str) -> int | None:
    """Give the office of a code; 0, which is nobody's, for a code that there is not."""
    if not code:
        return None
    office = identity.office(code)
    return office.id if office is not None else 0


def _today() -> tuple[datetime, datetime]:
    """Give when today begins and ends where the province is."""
    zone = cases.zone()
    begin = datetime.combine(clock.now().astimezone(zone).date(), time(), zone)
    return begin, begin + timedelta(days=1)


def _code(office_id: int | None) -> str:
    return identity.office_by_id(office_id).code if office_id else ""


def _address(narrowed: ListFilter, name: str = "office:worklist", **more: str) -> str:
    """Give the address of the list as it is narrowed, the inverse of `read_filter`."""
    query = {
        "muc": narrowed.bucket,
        "q": narrowed.text,
        "linh-vuc": narrowed.topic,
        "cua-toi": "1" if narrowed.mine else "",
        "loai": narrowed.kind,
        "thu-tuc": narrowed.service,
        "trang-thai": narrowed.state,
        "noi-nhan": _code(narrowed.desk_id),
        "don-vi": _code(narrowed.office_id),
        "can-bo": str(narrowed.officer_id or ""),
        "han": "hom-nay" if narrowed.due_since else "",
    }
    return url(name, {**query, **more})


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
        "services": cases.desk_services(actor.language),
        "states": cases.dossier_states(actor.language),
        "desks": cases.offices_for_choice(actor.language),
        "desk_code": _code(narrowed.desk_id),
        "office_code": _code(narrowed.office_id),
        "csv": _address(narrowed, "office:worklist_csv"),
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


@route("lam-viec/danh-sach.csv", name="office:worklist_csv", who=seated(*OFFICE_ROLES), limit="act")
def worklist_csv(request: Call) -> StreamingHttpResponse:
    """Send the list as it is narrowed as a table, a page of it at a time, however long it is."""
    narrowed = read_filter(request)
    first = cases.worklist(request.actor, narrowed)
    heads = (_("Mã hồ sơ"), _("Nội dung"), _("Lĩnh vực"), _("Trạng thái"), _("Đơn vị"), _("Người xử lý"))
    more = (_("Nhận lúc"), _("Hạn xử lý"))

    def rows() -> Iterator[CaseRow]:
        found = first
        while found.rows:
            yield from found.rows
            if not found.next:
                return
            found = cases.worklist(request.actor, narrowed, found.next)

    return as_csv("danh-sach-viec.csv", (*heads, *more), map(_cells, rows()))


def _cells(row: CaseRow) -> tuple[str, ...]:
    moments = (row.filed_at, row.clock.due_at)
    filed, due = (at.astimezone(cases.zone()).strftime("%Y-%m-%d %H:%M") if at else "" for at in moments)
    return (
        row.number,
        row.title,
        row.topic_label,
        row.state_label,
        row.office_label,
        row.officer_label,
        filed,
        due,
    )
