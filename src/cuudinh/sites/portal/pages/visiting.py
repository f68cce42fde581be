"""Filing without an account, where the service permits it: one page, and a code by which it is tracked."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.places import queries as places
from cuudinh.kernel.ids import token
from cuudinh.kernel.refusal import Incomplete
from cuudinh.sites.portal.pages.filling import PHOTOS_OF_STEP
from cuudinh.sites.portal.reporting import accept_photos
from cuudinh.web.answers import NOT_KEPT, faults_of, page
from cuudinh.web.calls import Call
from cuudinh.web.filling import read_step, rows_of
from cuudinh.web.routes import EVERYONE, route
from cuudinh.web.wording import sentence_of


@route(
    "dich-vu/<str:service>/gui",
    name="portal:visitor_form",
    who=EVERYONE,
    methods=("GET", "POST"),
    limit="report",
    pictures_most=PHOTOS_OF_STEP,
)
def visitor_form(request: Call, service: str) -> HttpResponse:
    """Show the whole form, or file the case and show number and tracking code; neither stays in any cache.

    Nothing is kept before it is sent. What is wrong comes back with everything that was typed, but pictures.
    """
    form = cases.visitor_form(service, request.actor.language, {})
    if request.method != "POST":
        return _form_page(request, form, {})
    answers = read_step(form.questions, request.POST)
    try:
        return _file(request, form, answers)
    except Incomplete as refused:
        faults = faults_of(refused) or {"": sentence_of(refused)}
        again = cases.visitor_form(service, request.actor.language, answers)
        return _form_page(request, again, faults)


def _file(request: Call, form: cases.VisitorForm, answers: Mapping[str, Any]) -> HttpResponse:
    cases.filing_admitted(request.actor, service_id=form.service_id)
    asked = next((one.shape for one in form.questions if one.shape.type == "photos"), None)
    photos = accept_photos(request, asked.id, asked.most or PHOTOS_OF_STEP) if asked is not None else ()
    filed = commands.file_case(
        request.actor,
        service_id=form.service_id,
        answers=answers,
        photos=photos,
        # A visitor has no name under which a key of sending could be kept apart from those of others.
        idempotency_key=request.POST.get("once", "") if request.actor.is_signed_in else "",
    )
    return _private(page(request, "portal/visitor_sent.html", {"filed": filed, "form": form}, status=201))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = NOT_KEPT
    return answer


def _form_page(request: Call, form: cases.VisitorForm, faults: Mapping[str, str]) -> HttpResponse:
    context = {
        "form": form,
        "faults": faults,
        "rows": {
            one.shape.id: rows_of(one, is_one_more=False)
            for one in form.questions
            if getattr(one.shape, "repeats", False)
        },
        "units": places.units_in_force(),
        "is_approximate": places.has_approximate_shapes(),
        "topics": cases.topics(form.service_id, request.actor.language),
        "once": token(),
    }
    return _private(page(request, "portal/visitor_form.html", context, status=422 if faults else 200))
