"""Incidents with personal data: the register, the clock, drafts of what is told; and how long data are kept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.pages.privacy_desk import OFFICERS
from cuudinh.engines.identity.types import IncidentIncomplete, UnknownIncident
from cuudinh.kernel.actor import Actor
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import route, url

Doing = Callable[[Actor, str, Mapping[str, str]], None]


@route("lam-viec/du-lieu/luu-giu", name="identity:retention", who=OFFICERS)
def retention(request: Call) -> HttpResponse:
    """Show how long each class of personal data is kept, by what source, and what was dropped."""
    return page(request, "identity/retention.html", {"classes": queries.retention(request.actor)})


@route(
    "lam-viec/du-lieu/su-co", name="identity:incidents", who=OFFICERS, methods=("GET", "POST"), limit="act"
)
def incidents(request: Call) -> HttpResponse:
    """Show the register of incidents, and record one."""
    context: dict[str, Any] = {"faults": {}, "given": request.POST}
    if request.method == "POST":
        try:
            what, found_at = request.POST.get("what", ""), _moment(request.POST.get("found_at", ""))
            number = commands.record_incident(request.actor, what=what, found_at=found_at)
            return redirect(request, url("identity:incident", number=number), toast=_("Đã ghi sự cố."))
        except IncidentIncomplete as refusal:
            context["faults"] = dict(faults_of(refusal))
    context["rows"] = queries.incidents(request.actor)
    return page(request, "identity/incidents.html", context, status=422 if context["faults"] else 200)


def _moment(text: str) -> datetime:
    """Read what a field of a form for moments gives, on the clocks of the province."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(province().timezone))
    except ValueError as fault:
        wrong = {"found_at": _("Vui lòng ghi ngày và giờ.")}
        raise IncidentIncomplete(faults=wrong) from fault


@route("lam-viec/du-lieu/su-co/<str:number>", name="identity:incident", who=OFFICERS)
def incident(request: Call, number: str) -> HttpResponse:
    """Show an incident with its clock and the drafts of what is told."""
    return _shown(request, number, {})


def _shown(request: Call, number: str, faults: Mapping[str, str]) -> HttpResponse:
    context = {"one": queries.incident(request.actor, number), "faults": dict(faults), "given": request.POST}
    return page(request, "identity/incident.html", context, status=422 if faults else 200)


@route(
    "lam-viec/du-lieu/su-co/<str:number>/<str:deed>",
    name="identity:incident_act",
    who=OFFICERS,
    methods=("POST",),
    limit="act",
)
def incident_act(request: Call, number: str, deed: str) -> HttpResponse:
    """Do one step of an incident."""
    if deed not in _DOINGS:
        raise UnknownIncident
    try:
        _DOINGS[deed](request.actor, number, request.POST.dict())
    except IncidentIncomplete as refusal:
        return _shown(request, number, faults_of(refusal))
    return redirect(request, url("identity:incident", number=number), toast=_("Đã ghi nhận."))


def _count(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.count_people(actor, number=number, login=given.get("login", "").strip())


def _measures(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.note_measures(actor, number=number, measures=given.get("measures", ""))


def _authority(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.tell_authority(actor, number=number, document=given.get("document", ""))


def _people(actor: Actor, number: str, _given: Mapping[str, str]) -> None:
    commands.tell_people(actor, number=number)


def _close(actor: Actor, number: str, _given: Mapping[str, str]) -> None:
    commands.close_incident(actor, number=number)


_DOINGS: Final[Mapping[str, Doing]] = {
    "dem": _count,
    "bien-phap": _measures,
    "bao-co-quan": _authority,
    "bao-nguoi-dan": _people,
    "dong": _close,
}
