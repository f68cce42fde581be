"""A call to the hotline becomes the same case as a report from a phone."""

from typing import Any

from django.http import HttpResponse

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import Caller, NearbyCase
from cuudinh.engines.places import queries as places
from cuudinh.kernel.ids import token
from cuudinh.kernel.refusal import Incomplete, NotThere
from cuudinh.web.answers import faults_of, page, part_or_page
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated
from cuudinh.web.wording import sentence_of

CENTRE = ("dispatcher", "supervisor")
CALLER_MOST = 120
PLACE_FIELDS = ("lat", "lon", "unit", "label")


@route("trung-tam/goi-dien", name="centre:call", who=seated(*CENTRE), methods=("GET", "POST"))
def call(request: Call) -> HttpResponse:
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
        return _form(request, faults_of(refusal) or {"": sentence_of(refusal)}, refusal.status)
    return page(request, "centre/called.html", {"filed": filed}, status=201)


@route("trung-tam/goi-dien/gan-day", name="centre:near", who=seated(*CENTRE))
def near(request: Call) -> HttpResponse:
    """Show, while the caller still speaks, what was reported near the place already."""
    place = _place(request.GET)
    found: tuple[NearbyCase, ...] = ()
    if place.get("lat"):
        found = cases.nearby_cases(
            request.actor,
            service_id=_service(request).id,
            lat=float(place["lat"]),
            lon=float(place["lon"]),
            topic=request.GET.get("topic", ""),
        )
    return part_or_page(request, "centre/near.html", "centre/parts/near.html", {"near": found})


def _service(request: Call) -> cases.ServiceView:
    found = cases.field_report(request.actor.language)
    if found is None:
        raise NotThere
    return found


def _form(request: Call, faults: dict[str, str], status: int) -> HttpResponse:
    language = request.actor.language
    service = _service(request)
    posted = request.POST
    context = {
        "form": service,
        "labels": {one.id: one.label for one in service.questions},
        "topics": [(one.id, one.title) for one in cases.topics(service.id, language)],
        "units": [(unit.code, unit.name(language)) for unit in places.units_in_force()],
        "is_approximate": places.has_approximate_shapes(),
        "given": posted,
        "place": {name: posted.get(f"location.{name}", "") for name in PLACE_FIELDS},
        "faults": faults,
        "key": posted.get("key") or token(),
        "near": (),
    }
    return page(request, "centre/call.html", context, status=status)


def _answers(request: Call) -> dict[str, Any]:
    posted = request.POST
    answers = {
        "topic": posted.get("topic", ""),
        "description": posted.get("description", "").strip(),
        "location": _place(posted),
    }
    return {name: value for name, value in answers.items() if value}


def _place(sent: Any) -> dict[str, str]:
    """Give the point that was set on the map, else the commune that was chosen; nothing when neither was."""
    found = {name: sent.get(f"location.{name}", "").strip() for name in PLACE_FIELDS}
    if _is_within(found["lat"], 90) and _is_within(found["lon"], 180):
        return {name: found[name] for name in ("lat", "lon", "label")}
    return {"unit": found["unit"], "label": found["label"]} if found["unit"] else {}


def _is_within(text: str, most: int) -> bool:
    try:
        return abs(float(text)) <= most
    except ValueError:
        return False


def _caller(request: Call) -> Caller:
    """Give who called, as far as they said; a caller who gave nothing is a reporter nobody knows."""
    fields = ("caller_name", "caller_phone")
    name, phone = (request.POST.get(field, "").strip()[:CALLER_MOST] for field in fields)
    return Caller(name=name, phone=phone)
