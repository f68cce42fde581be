"""Registers and process sheets: on a page, as a table for other programs, and as the paper of the form in force."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import RegisterEntry
from cuudinh.engines.documents import commands as documents
from cuudinh.engines.documents import queries as issued
from cuudinh.engines.documents.types import PaperView, ProcessSheet, Register, RegisterLine
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel import clock
from cuudinh.kernel.pages import Page
from cuudinh.kernel.refusal import BadInput, NotYours
from cuudinh.sites.office.exporting import as_csv
from cuudinh.sites.office.pages.case import READERS
from cuudinh.sites.office.pages.desk import DESK
from cuudinh.sites.office.papers import issue, papers_of, words_of_kinds
from cuudinh.web.answers import NOT_KEPT, page
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import route, seated, url

# How many dossiers one printed register holds; a longer period is printed in parts.
PRINTED_MOST: Final = 500
# A dossier is handed in once, however many papers it has.
COPIES: Final = 1


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which register is asked for: of which desk, from which day to which, and whether names are opened."""

    office_id: int
    since: date
    until: date
    with_names: bool

    def query(self, code: str) -> dict[str, str]:
        """Give what stands in the address."""
        return {
            "don-vi": code,
            "tu": self.since.isoformat(),
            "den": self.until.isoformat(),
            "ten": "1" if self.with_names else "",
        }


def _asked(request: Call) -> _Asked:
    """Read which register is asked for; nothing said, it is that of the first desk, of this month."""
    sent = request.POST if request.method == "POST" else request.GET
    desks = cases.desks_of(request.actor)
    office = identity.office(sent.get("don-vi", ""))
    if not desks or (office is not None and office.id not in desks):
        raise NotYours
    today = _today()
    return _Asked(
        office.id if office is not None else desks[0],
        _day(sent.get("tu", ""), today.replace(day=1)),
        _day(sent.get("den", ""), today),
        sent.get("ten") == "1",
    )


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


@route("lam-viec/mot-cua/so-theo-doi", name="office:register", who=seated(*DESK))
def register(request: Call) -> HttpResponse:
    """Show a page of the register of a desk; names only when they are asked for, which is logged."""
    asked = _asked(request)
    found = _rows(request, asked, request.GET.get("trang") or None)
    before = int(begun) if (begun := request.GET.get("tu-so", "")).isdecimal() and len(begun) < 8 else 0
    offices = [identity.office_by_id(one) for one in cases.desks_of(request.actor)]
    query = asked.query(identity.office_by_id(asked.office_id).code)
    context: dict[str, Any] = {
        "asked": asked,
        "page": found,
        "offices": [(one.code, one.name(request.actor.language)) for one in offices],
        "query": query,
        "before": before,
        "next": _next(query, found, before),
        "csv": url("office:register_csv", query),
        "closed": cases.closed_days(request.actor, asked.office_id, asked.since, asked.until),
        "is_one_day": asked.since == asked.until,
        "today": url("office:register", {**query, **dict.fromkeys(("tu", "den"), _today().isoformat())}),
        "papers": _papers_of(request, asked),
    }
    answer = page(request, "office/desk/register.html", context)
    answer["Cache-Control"] = NOT_KEPT
    return answer


def _next(query: dict[str, str], found: Page[RegisterEntry], before: int) -> str:
    """Give the address of the next page, whose lines are numbered on."""
    if not found.next:
        return ""
    return url("office:register", {**query, "trang": found.next, "tu-so": str(before + len(found.rows))})


def _papers_of(request: Call, asked: _Asked) -> tuple[PaperView, ...]:
    """Give the registers of just these days that were printed, the newest first."""
    return tuple(reversed(issued.papers_about(request.actor, _about(asked))))


def _about(asked: _Asked) -> tuple[str, str]:
    return "register", f"{asked.office_id}.{asked.since.isoformat()}.{asked.until.isoformat()}"


def _today() -> date:
    return clock.day_in(province().timezone)


def _rows(request: Call, asked: _Asked, cursor: str | None) -> Page[RegisterEntry]:
    return cases.register(
        request.actor, asked.office_id, asked.since, asked.until, cursor, with_names=asked.with_names
    )


def _all_rows(request: Call, asked: _Asked, first: Page[RegisterEntry]) -> Iterator[RegisterEntry]:
    """Give every row of a register, a page at a time."""
    found: Page[RegisterEntry] | None = first
    while found is not None:
        yield from found.rows
        found = _rows(request, asked, found.next) if found.next else None


@route("lam-viec/mot-cua/so-theo-doi.csv", name="office:register_csv", who=seated(*DESK), limit="act")
def register_csv(request: Call) -> StreamingHttpResponse:
    """Send a register as a table, however long it is."""
    asked = _asked(request)
    first = _rows(request, asked, None)
    names = (_("Người nộp"), _("Điện thoại")) if asked.with_names else ()
    heads = (_("STT"), _("Mã hồ sơ"), _("Thủ tục"), _("Số lượng (bộ)"), *names, _("Cơ quan giải quyết"))
    more = (_("Nhận lúc"), _("Hẹn trả"), _("Trả lúc"), _("Cách trả"), _("Trạng thái"))
    lines = enumerate(_all_rows(request, asked, first), 1)
    rows = ((order, *_cells(one, with_names=asked.with_names)) for order, one in lines)
    return as_csv("so-theo-doi-ho-so.csv", (*heads, *more), rows)


def _cells(one: RegisterEntry, *, with_names: bool) -> tuple[Any, ...]:
    names = (one.applicant, one.phone) if with_names else ()
    moments = (one.received_at, one.due_at, one.returned_at)
    received, due, returned = (_local(at) for at in moments)
    return (
        one.number,
        one.service_title,
        COPIES,
        *names,
        one.lead,
        received,
        due,
        returned,
        one.way,
        one.note,
    )


def _local(at: datetime | None) -> str:
    return at.astimezone(cases.zone()).isoformat(sep=" ", timespec="minutes")[:16] if at is not None else ""


@route(
    "lam-viec/mot-cua/so-theo-doi/in",
    name="office:print_register",
    who=seated(*DESK),
    methods=("POST",),
    limit="act",
)
def print_register(request: Call) -> HttpResponse:
    """Issue a register on the form in force, with the names; a period that holds too many is printed in parts."""
    asked = _asked(request)
    return _printed(request, asked, _filled(request, asked))


@route(
    "lam-viec/mot-cua/so-theo-doi/chot",
    name="office:close_day",
    who=seated(*DESK),
    methods=("POST",),
    limit="act",
)
def close_day(request: Call) -> HttpResponse:
    """Close the register of one day: what stands in it is kept, and goes out on the form in force."""
    asked = _asked(request)
    if asked.since != asked.until:
        raise BadInput(_ONE_DAY)
    paper = _filled(request, asked)
    commands.close_day(request.actor, office_id=asked.office_id, day=asked.since)
    return _printed(request, asked, paper)


def _filled(request: Call, asked: _Asked) -> Register:
    """Fill the form of a register, with the names."""
    asked = replace(asked, with_names=True)
    lines: list[RegisterLine] = []
    for one in _all_rows(request, asked, _rows(request, asked, None)):
        if len(lines) == PRINTED_MOST:
            raise BadInput(_TOO_MANY, most=PRINTED_MOST)
        lines.append(_line(one))
    return Register(
        place=province().name,
        desk=identity.office_name(asked.office_id, request.actor.language),
        field_name=_("Mọi lĩnh vực"),
        year=str(asked.since.year),
        book=asked.since.strftime("%d/%m/%Y") if asked.since == asked.until else "",
        rows=tuple(lines),
    )


def _printed(request: Call, asked: _Asked, paper: Register) -> HttpResponse:
    made = documents.issue(request.actor, paper, about=_about(asked), office_id=asked.office_id)
    back = url("office:register", asked.query(identity.office_by_id(asked.office_id).code))
    return page(request, "office/desk/printed.html", {"paper": made, "back": back})


_ONE_DAY: Final = gettext_noop("Mỗi lần chỉ chốt sổ của một ngày; hãy chọn cùng một ngày ở hai ô.")
_TOO_MANY: Final = gettext_noop("Sổ in tối đa {most} hồ sơ; hãy chọn khoảng ngày ngắn hơn.")


def _line(one: RegisterEntry) -> RegisterLine:
    return RegisterLine(
        code=one.number,
        service=one.service_title,
        applicant=one.applicant,
        contact=one.phone,
        lead=one.lead,
        received_at=one.received_at,
        due_at=one.due_at or one.received_at,
        returned_at=one.returned_at,
        delivery=one.way,
        note=one.note,
    )


@route("lam-viec/ho-so/<str:number>/phieu-kiem-soat", name="office:process", who=seated(*READERS))
def process(request: Call, number: str) -> HttpResponse:
    """Show every hand a dossier went through, and the papers that were issued with it."""
    found = cases.process_sheet(request.actor, number)
    context = {
        "sheet": found,
        "papers": papers_of(request.actor, found.number),
        "kinds": words_of_kinds(),
        "may_issue": request.actor.has_role(*DESK),
    }
    return page(request, "office/desk/process.html", context)


@route("lam-viec/ho-so/<str:number>/phieu-kiem-soat.csv", name="office:process_csv", who=seated(*READERS))
def process_csv(request: Call, number: str) -> StreamingHttpResponse:
    """Send a process sheet as a table."""
    found = cases.process_sheet(request.actor, number)
    heads = (
        _("Việc"),
        _("Đơn vị"),
        _("Người giao"),
        _("Người nhận"),
        _("Lúc"),
        _("Kết quả"),
        _("Trạng thái"),
    )
    rows = (
        (one.act, one.office, one.giver, one.taker, _local(one.given_at), one.result, one.note)
        for one in found.hands
    )
    return as_csv(f"phieu-kiem-soat-{found.number}.csv", heads, rows)


@route(
    "lam-viec/ho-so/<str:number>/giay/<str:kind>",
    name="office:issue_paper",
    who=seated(*DESK),
    methods=("POST",),
    limit="act",
)
def issue_paper(request: Call, number: str, kind: str) -> HttpResponse:
    """Issue a paper of a dossier and lead to where it is read."""
    paper = issue(request.actor, number, kind)
    name = "office:process" if kind == ProcessSheet.kind else "office:case"
    back = url(name, number=number)
    return page(request, "office/desk/printed.html", {"paper": paper, "back": back}, status=201)
