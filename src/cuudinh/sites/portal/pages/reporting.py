"""Reporting: the form in short steps, what is near, the topic suggested from words, and the receipt."""

from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext_noop

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import Filed, NearbyCase
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.journal.receipts import ReceiptMistyped, check_receipt
from cuudinh.kernel.ids import token
from cuudinh.kernel.refusal import BadInput, Incomplete
from cuudinh.sites.portal.reporting import accept_photos, photo_question, read_answers
from cuudinh.sites.portal.service import open_service
from cuudinh.sites.portal.writers import check_writer, mark_of
from cuudinh.web.answers import faults_of, json, page
from cuudinh.web.calls import Call, wants_json
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, url
from cuudinh.web.wording import sentence_of

# What one form may bring at most; a service asks for as many or fewer.
PHOTOS_OF_REPORT = 12
# The number of the representation by which a report is filed for somebody else; none: for oneself.
REPRESENTS = "lam_cho"
NO_POINT = gettext_noop("Vị trí cần hai số: vĩ độ và kinh độ.")


@route("phan-anh/moi", name="portal:report", who=SIGNED_IN)
def report_form(request: Call) -> HttpResponse:
    """Show the form, empty, with a key that makes sending it twice have one effect."""
    return page(request, "portal/report.html", form_context(request))


def form_context(request: Call) -> dict[str, Any]:
    """Give what the empty form shows."""
    language = request.actor.language
    service = open_service(language)
    return {
        "form": service,
        "topics": cases.topics(service.id, language),
        "units": places.units_in_force(),
        "is_approximate": places.has_approximate_shapes(),
        "answers": {},
        "faults": {},
        "key": token(),
        "is_kept_for_offline": False,
        "represented": identity.represented(request.actor),
        "represents": request.POST.get(REPRESENTS) or request.GET.get(REPRESENTS, ""),
    }


@route(
    "phan-anh/gui",
    name="portal:send",
    who=SIGNED_IN,
    methods=("POST",),
    limit="report",
    pictures_most=PHOTOS_OF_REPORT,
)
def send(request: Call) -> HttpResponse:
    """File the report and show number, tracking code and receipt; what is wrong comes back with the form filled.

    A report that waited on the phone for a connection is sent by a program: it gets the same as JSON.
    """
    service = open_service(request.actor.language)
    answers = read_answers(service, request.POST)
    try:
        filed = _file(request, service, answers)
    except Incomplete as refusal:
        if wants_json(request):
            raise
        wrong = {"answers": answers, "faults": faults_of(refusal) or {"": sentence_of(refusal)}}
        context = {**form_context(request), **wrong, "key": request.POST.get("once") or token()}
        return page(request, "portal/report.html", context, status=422)
    if wants_json(request):
        return json(_as_json(filed), status=201)
    return page(
        request, "portal/sent.html", {"filed": filed, "key": request.POST.get("once", "")}, status=201
    )


def _file(request: Call, service: cases.ServiceView, answers: dict[str, Any]) -> Filed:
    check_writer(request.actor, request.POST.get("writer", ""))
    cases.filing_admitted(request.actor, service_id=service.id)
    photos = accept_photos(request, photo_question(service), service.most_photos)
    return commands.file_case(
        request.actor,
        service_id=service.id,
        answers=answers,
        photos=photos,
        channel="app" if request.POST.get("from_queue") else "web",
        idempotency_key=request.POST.get("once", ""),
        represents=request.POST.get(REPRESENTS, ""),
    )


def _as_json(filed: Filed) -> dict[str, str]:
    return {
        "number": filed.number,
        "tracking_code": filed.tracking_code,
        "receipt": filed.receipt,
        "next_step": filed.next_step,
        "address": url("portal:case", number=filed.number),
    }


@route("phan-anh/goi-y", name="portal:suggest", who=EVERYONE, limit="search", speaks_json=True)
def suggest(request: Call) -> HttpResponse:
    """Suggest topics for words, say which questions follow, where a point lies and what was reported near it."""
    service = open_service(request.actor.language)
    asked = {question.id: request.GET.get(question.id, "") for question in service.questions}
    answer: dict[str, Any] = {
        "topics": cases.suggest_topics(service.id, request.GET.get("q", "")[:400]),
        "shown": cases.questions_shown(service.id, {name: value for name, value in asked.items() if value}),
        "unit": "",
        "is_approximate": False,
        "near": [],
    }
    if "lat" in request.GET:
        answer |= _around(request, service.id)
    return json(answer)


def _around(request: Call, service_id: str) -> dict[str, Any]:
    lat, lon = _point(request)
    located = places.unit_at(lat, lon)
    near = cases.nearby_cases(
        request.actor, service_id=service_id, lat=lat, lon=lon, topic=request.GET.get("topic", "")
    )
    return {
        "unit": located.unit.name(request.actor.language) if located else "",
        "is_approximate": bool(located and located.is_approximate),
        "near": [_neighbour(one) for one in near],
    }


def _point(request: Call) -> tuple[float, float]:
    try:
        lat, lon = float(request.GET["lat"]), float(request.GET["lon"])
    except (KeyError, ValueError) as fault:
        raise BadInput(NO_POINT) from fault
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise BadInput(NO_POINT)
    return lat, lon


def _neighbour(one: NearbyCase) -> dict[str, Any]:
    return {
        "number": one.row.number,
        "title": one.row.title,
        "state": one.row.state_label,
        "metres": one.distance_m,
        "address": url("portal:case", number=one.row.number),
        "follow": url("portal:follow", number=one.row.number),
    }


@route("bien-nhan", name="portal:receipt", who=EVERYONE, limit="search")
def receipt(request: Call) -> HttpResponse:
    """Check a receipt against the tamper-evident log; needs no account."""
    code = request.GET.get("ma", "").strip()
    context: dict[str, Any] = {"code": code, "found": None, "fault": ""}
    try:
        context["found"] = check_receipt(code) if code else None
    except ReceiptMistyped as refusal:
        context["fault"] = sentence_of(refusal)
    return page(request, "portal/receipt.html", context, status=422 if context["fault"] else 200)


@route("phan-anh/ket-noi", name="portal:ping", who=EVERYONE, speaks_json=True)
def ping(request: Call) -> HttpResponse:
    """Say that the platform can be reached, and with what a waiting report may be sent.

    Only a page of this origin can read the answer, so the token is as safe as in a form.
    """
    actor = request.actor
    answer = json({"is_signed_in": actor.is_signed_in, "writer": mark_of(actor), "csrf": get_token(request)})
    answer["Cache-Control"] = "no-store"
    return answer
