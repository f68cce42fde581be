"""The log of who did what, for auditors: page by page, one line with its proof, and who could see a case."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext_noop

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import CaseNotThere
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import UnknownPerson
from cuudinh.journal import acts, logbook, proofs
from cuudinh.journal.logbook import LogFilter
from cuudinh.kernel import clock
from cuudinh.web.answers import page
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import route, seated, url
from cuudinh.web.wording import sentence_of

WATCHING = ("auditor", "supervisor")
_NAME = re.compile(r"[a-z0-9_.:-]{1,80}", re.IGNORECASE)


@route("trung-tam/nhat-ky-viec", name="centre:log", who=seated(*WATCHING))
def log(request: Call) -> HttpResponse:
    """Show the log of who did what, the newest first, by act, office, thing and period."""
    asked = {key: request.GET.get(key, "").strip() for key in ("viec", "don-vi", "ve", "tu", "den")}
    before = request.GET.get("truoc", "")
    narrowed = LogFilter(
        act=_name(asked["viec"]),
        office=_name(asked["don-vi"]),
        about=_name(asked["ve"]),
        since=_midnight(asked["tu"]),
        until=_midnight(asked["den"], days=1),
    )
    found = identity.log_page(request.actor, narrowed, int(before) if before.isdecimal() else None)
    onward = {**asked, "truoc": found.before}
    context = {
        "lines": found.lines,
        "role_title": _titles_for(request),
        "asked": asked,
        "acts": _choices(asked["viec"]),
        "next": url("centre:log", onward) if found.before is not None else "",
        "looked_to": found.before,
    }
    return page(request, "centre/log.html", context)


@route("trung-tam/nhat-ky-viec/<int:seq>", name="centre:line", who=seated(*WATCHING))
def line(request: Call, seq: int) -> HttpResponse:
    """Show one line with the proof that it is in the log, and that the log has only grown since."""
    found = identity.proved_line(request.actor, seq)
    context = {"found": found, "line": found.proof.line, "role_title": _titles_for(request)}
    return page(request, "centre/line.html", context)


@route("trung-tam/nhat-ky-viec/<int:seq>/bang-chung.json", name="centre:proof", who=seated(*WATCHING))
def proof(request: Call, seq: int) -> HttpResponse:
    """Give the proof of one line as a file to take away."""
    content = proofs.written(identity.proved_line(request.actor, seq).proof)
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="bang-chung-{seq}.json"'
    return answer


@route("trung-tam/ai-xem-duoc", name="centre:could_see", who=seated(*WATCHING))
def could_see(request: Call) -> HttpResponse:
    """Show who could see a case on a day: offices, roles and people, each with the rule."""
    number, given = request.GET.get("so", "").strip(), request.GET.get("ngay", "")
    day = _day(given) or clock.day_in(province().timezone)
    context: dict[str, Any] = {"number": number, "day": day.isoformat(), "readers": None, "fault": ""}
    if number:
        try:
            context["readers"] = cases.who_could_see(request.actor, number, day)
        except CaseNotThere as refusal:
            context["fault"] = sentence_of(refusal)
    return page(request, "centre/could_see.html", context)


ACT_NAMES: Final = {
    "case.read_original": gettext_noop("Đọc nguyên văn trước khi che"),
    "identity.reveal": gettext_noop("Mở họ tên, số điện thoại người phản ánh"),
    "privacy.answer": gettext_noop("Trả lời yêu cầu về dữ liệu cá nhân"),
}


@route(
    "trung-tam/ai-xem-duoc-nguoi",
    name="centre:could_see_person",
    who=seated(*WATCHING),
    methods=("GET", "POST"),
    limit="act",
)
def could_see_person(request: Call) -> HttpResponse:
    """Show who could see somebody's data on a day, and who looked; the number is posted and stands in no address."""
    day = _day(request.POST.get("ngay", "")) or clock.day_in(province().timezone)
    context: dict[str, Any] = {"day": day.isoformat(), "reach": None, "fault": "", "acts": ACT_NAMES}
    if request.method == "POST":
        try:
            number = request.POST.get("so", "")
            context["reach"] = identity.who_could_see_person(request.actor, number, day)
        except UnknownPerson as refusal:
            context["fault"] = sentence_of(refusal)
    status = 404 if context["fault"] else 200
    return page(request, "centre/could_see_person.html", context, status=status)


def _choices(asked: str) -> list[tuple[str, str]]:
    """Give the acts of the newest lines and the one that is asked for, each with its name, by name."""
    found = {*logbook.acts(), *filter(None, [_name(asked)])}
    return sorted(((act, acts.name_of(act)) for act in found), key=lambda one: one[1].casefold())


def _titles_for(request: Call) -> Callable[[str], str]:
    """Give what names a role in the language of the page; a role that is no more keeps its code."""
    return partial(identity.role_title, language=request.language)


def _name(text: str) -> str:
    return text if _NAME.fullmatch(text) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(text: str, *, days: int = 0) -> datetime | None:
    """Give the first moment of a day of the province, so many days later; None for what is no day."""
    found = _day(text)
    if found is None or not 1900 <= found.year < 9000:
        return None
    return datetime.combine(found + timedelta(days=days), time(), ZoneInfo(province().timezone))
