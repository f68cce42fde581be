"""A call to the hotline becomes the same case as a report from a phone."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import Caller
from cuudinh.engines.places import queries as places
from cuudinh.kernel.ids import token
from cuudinh.kernel.refusal import Incomplete, NotThere
from cuudinh.web.answers import page
from cuudinh.web.routes import route, seated


@route(
    "trung-tam/goi-dien", name="centre:call", who=seated("dispatcher", "supervisor"), methods=("GET", "POST")
)
def call(request: HttpRequest) -> HttpResponse:
    """Show the form of a call, or file it; the caller is told the number and the tracking code."""
    if request.method != "POST":
        return _form(request, {}, 200)
    try:
        filed = commands.file_case(
            request.actor,
            service_id=_service(request).id,
            answers=_answers(request),
            channel="hotline",
            idempotency_key=request.POST.get("key", ""),
            caller=_caller(request),
        )
    except Incomplete as refusal:
        return _form(request, refusal.faults, 422)
    return page(request, "centre/called.html", {"filed": filed}, status=201)


def _service(request: HttpRequest) -> cases.ServiceView:
    found = next(iter(cases.services(request.actor.language, "report")), None)
    if found is None:
        raise NotThere
    return found


def _form(request: HttpRequest, faults: dict[str, str], status: int) -> HttpResponse:
    service = _service(request)
    context = {
        "form": service,
        "topics": cases.topics(service.id, request.actor.language),
        "units": places.units_in_force(),
        "given": request.POST,
        "faults": faults,
        "key": request.POST.get("key") or token(),
    }
    return page(request, "centre/call.html", context, status=status)


def _answers(request: HttpRequest) -> dict[str, Any]:
    posted = request.POST
    place = {name: posted.get(f"location.{name}", "").strip() for name in ("lat", "lon", "unit", "label")}
    if not (place["lat"] and place["lon"]):
        place = {"unit": place["unit"], "label": place["label"]}
    answers = {"topic": posted.get("topic", ""), "description": posted.get("description", "").strip()}
    found: dict[str, Any] = {name: value for name, value in answers.items() if value}
    return {**found, "location": place} if any(place.values()) else found


def _caller(request: HttpRequest) -> Caller | None:
    name, phone = (request.POST.get(field, "").strip()[:120] for field in ("caller_name", "caller_phone"))
    return Caller(name=name, phone=phone) if name or phone else None
