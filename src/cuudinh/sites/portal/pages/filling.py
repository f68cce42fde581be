"""Filling in the form of a service: may I apply, step by step, looked over, sent; what is begun and remembered."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import Filed, FiledAlready, NotEligible, QuotaSpent, ServiceNotOpen
from cuudinh.engines.places import queries as places
from cuudinh.kernel.refusal import Incomplete
from cuudinh.sites.portal.pages.services import fee_of
from cuudinh.sites.portal.reporting import accept_files, accept_photos, limits_of
from cuudinh.web.answers import NOT_KEPT, faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.filling import read_step, rows_of
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, url
from cuudinh.web.wording import sentence_of

PHOTOS_OF_STEP: Final = 12
_SENT: Final = frozenset({"photos", "file", "signature"})


@route(
    "dich-vu/<str:service>/nop",
    name="portal:form_start",
    who=EVERYONE,
    methods=("GET", "POST"),
    limit="search",
)
def form_start(request: Call, service: str) -> HttpResponse:
    """Ask what decides whether somebody may apply, and say so; without such questions only say how it goes on.

    The answers are posted, never part of an address. What takes nothing today leads to its page, which says so.
    """
    language = request.actor.language
    found = cases.service_page(service, language)
    if not found.is_open:
        return redirect(request, url("portal:service", service=service))
    asked = cases.eligibility(service, language)
    if request.method == "POST":
        asked = cases.eligibility(service, language, read_step(asked.questions, request.POST))
    context = {
        "asked": asked,
        "service": found,
        "fee": fee_of(found.fee_table, language),
        "drafts": cases.my_drafts(request.actor, service),
    }
    return _private(page(request, "portal/form/start.html", context, status=422 if asked.faults else 200))


def _private(answer: HttpResponse) -> HttpResponse:
    """What somebody answered about themselves stays in no cache."""
    answer["Cache-Control"] = NOT_KEPT
    return answer


@route(
    "dich-vu/<str:service>/bat-dau",
    name="portal:form_begin",
    who=SIGNED_IN,
    methods=("POST",),
    limit="report",
)
def form_begin(request: Call, service: str) -> HttpResponse:
    """Begin a form, with what is known filled in, and lead to its first step."""
    asked = cases.eligibility(service, request.actor.language)
    answers = read_step(asked.questions, request.POST)
    linked = request.POST.getlist("lien_thong")
    if linked:
        draft = commands.begin_bundle(request.actor, service_id=service, linked=linked)
    else:
        draft = commands.begin_form(request.actor, service_id=service, answers=answers)
    return redirect(
        request, url("portal:form_step", draft=draft, step=cases.form_step(request.actor, draft).id)
    )


@route("to-khai", name="portal:forms", who=SIGNED_IN, methods=("GET", "POST"))
def forms(request: Call) -> HttpResponse:
    """List the forms I began, and what I need not answer again; a POST forgets one such answer."""
    if request.method == "POST":
        commands.forget_answer(request.actor, question=request.POST.get("cau_hoi", ""))
        return redirect(request, url("portal:forms"))
    context = {"drafts": cases.my_drafts(request.actor), "known": cases.my_known_answers(request.actor)}
    return _private(page(request, "portal/form/mine.html", context))


@route(
    "to-khai/<slug:draft>/buoc/<slug:step>",
    name="portal:form_step",
    who=SIGNED_IN,
    methods=("GET", "POST"),
    pictures_most=PHOTOS_OF_STEP,
)
def form_step(request: Call, draft: str, step: str) -> HttpResponse:
    """Show one step of a form, or save it and lead on; what is wrong comes back with everything that was typed."""
    view = cases.form_step(request.actor, draft, step)
    if request.method != "POST":
        return _step_page(request, view, {})
    faults = _save(request, view)
    go = request.POST.get("di", "tiep")
    if go.startswith(("them:", "giu")):
        return _step_page(request, cases.form_step(request.actor, draft, step), {}, one_more=go[5:])
    if go == "lui" or (faults and go == "xem"):
        return redirect(request, _before(view))
    if faults:
        return _step_page(request, cases.form_step(request.actor, draft, step), faults)
    after = cases.form_step(request.actor, draft, step)
    return redirect(request, _onward(request, draft, after.next_step))


def _onward(request: Call, draft: str, step: str) -> str:
    """Give where a form goes on: its next step, the next form of its bundle that asks anything, or the review."""
    together = cases.bundle_of(request.actor, draft)
    if step or len(together) == 1:
        return _address(draft, step)
    for one in together[together.index(draft) + 1 :]:
        if first := cases.first_step(request.actor, one):
            return _address(one, first)
    return url("portal:form_bundle", draft=together[0])


def _save(request: Call, view: cases.StepView) -> Mapping[str, str]:
    try:
        photos = {
            one.shape.id: accept_files(request, one.shape)
            if one.shape.type == "file"
            else accept_photos(request, one.shape.id, one.shape.most or PHOTOS_OF_STEP)
            for one in view.questions
            if one.shape.type in _SENT
        }
        commands.save_step(
            request.actor,
            draft=view.draft,
            step=view.id,
            answers=read_step(view.questions, request.POST),
            photos=photos,
        )
    except Incomplete as refused:
        return faults_of(refused) or {"": sentence_of(refused)}
    return {}


def _before(view: cases.StepView) -> str:
    return _address(view.draft, view.steps[max(view.at - 2, 0)][0])


def _address(draft: str, step: str) -> str:
    return url("portal:form_step", draft=draft, step=step) if step else url("portal:form_review", draft=draft)


def _step_page(
    request: Call, view: cases.StepView, faults: Mapping[str, str], *, one_more: str = ""
) -> HttpResponse:
    rows = {
        one.shape.id: rows_of(one, is_one_more=one.shape.id == one_more)
        for one in view.questions
        if getattr(one.shape, "repeats", False)
    }
    context = {
        "view": view,
        "faults": faults,
        "rows": rows,
        "units": places.units_in_force(),
        "is_approximate": places.has_approximate_shapes(),
        "topics": cases.topics(view.service_id, request.actor.language),
        "limits": {one.shape.id: limits_of(one.shape) for one in view.questions if one.shape.type == "file"},
        "addresses": [_address(view.draft, step) for step, _title in view.steps],
    }
    return _private(page(request, "portal/form/step.html", context, status=422 if faults else 200))


@route(
    "to-khai/<slug:draft>", name="portal:form_review", who=SIGNED_IN, methods=("GET", "POST"), limit="report"
)
def form_review(request: Call, draft: str) -> HttpResponse:
    """Look a form over, and send it; what is missing leads to its step. Forms of a bundle are looked over together."""
    if len(cases.bundle_of(request.actor, draft)) > 1:
        return redirect(request, url("portal:form_bundle", draft=draft))
    if request.method == "POST":
        try:
            is_remembered = request.POST.get("nho") == "true"
            looked_over = cases.form_review(request.actor, draft)
            filed = commands.send_form(request.actor, draft=draft, is_remembered=is_remembered)
        except (NotEligible, FiledAlready, QuotaSpent, ServiceNotOpen) as refused:
            return _review_page(request, draft, {"": sentence_of(refused)}, refused.status)
        except Incomplete as refused:
            return _review_page(request, draft, faults_of(refused) or {"": sentence_of(refused)})
        return _sent(request, filed, looked_over)
    return _review_page(request, draft, {})


def _review_page(
    request: Call, draft: str, faults: Mapping[str, str], status: int = Incomplete.status
) -> HttpResponse:
    view = cases.form_review(request.actor, draft)
    context: dict[str, Any] = {
        "papers": cases.form_papers(request.actor, draft),
        "view": view,
        "faults": {**view.faults, **faults} if faults else view.faults,
    }
    return _private(page(request, "portal/form/review.html", context, status=status if faults else 200))


def _sent(request: Call, filed: Filed, view: cases.ReviewView) -> HttpResponse:
    context = {"filed": filed, "view": view, "sheet": url("portal:sheet", number=filed.number)}
    return _private(page(request, "portal/form/sent.html", context, status=201))


@route(
    "to-khai/<slug:draft>/giay-to",
    name="portal:form_papers",
    who=SIGNED_IN,
    methods=("GET", "POST"),
    pictures_most=PHOTOS_OF_STEP,
)
def form_papers(request: Call, draft: str) -> HttpResponse:
    """Hand in papers with a form: as files, or again what one has here, which a POST with `dung` agrees to."""
    papers = cases.form_papers(request.actor, draft)
    faults: Mapping[str, str] = {}
    if request.method == "POST":
        question, _sign, ref = request.POST.get("dung", "").partition("|")
        if ref:
            commands.reuse_paper(request.actor, draft=draft, question=question, paper=ref)
            step = request.POST.get("buoc", "")
            back = _address(draft, step) if step else url("portal:form_papers", draft=draft)
            return redirect(request, back, toast=_("Đã lấy giấy tờ có sẵn cho tờ khai này."))
        faults = _add_papers(request, draft, papers)
        if not faults:
            return redirect(request, url("portal:form_review", draft=draft), toast=_("Đã lưu giấy tờ."))
        papers = cases.form_papers(request.actor, draft)
    context = {
        "draft": draft,
        "papers": papers,
        "faults": faults,
        "limits": {one.shape.id: limits_of(one.shape) for one in papers},
    }
    return _private(page(request, "portal/form/papers.html", context, status=422 if faults else 200))


def _add_papers(request: Call, draft: str, papers: Sequence[cases.AskedView]) -> Mapping[str, str]:
    try:
        sent = {one.shape.id: accept_files(request, one.shape) for one in papers}
        commands.add_papers(
            request.actor, draft=draft, photos={name: numbers for name, numbers in sent.items() if numbers}
        )
    except Incomplete as refused:
        return faults_of(refused) or {"": sentence_of(refused)}
    return {}


@route("giay-to-cua-toi", name="portal:papers", who=SIGNED_IN)
def own_papers(request: Call) -> HttpResponse:
    """List the papers I have here: results given to me, and what I handed in that a desk took in."""
    return _private(page(request, "portal/papers.html", {"papers": cases.own_papers(request.actor)}))


@route("to-khai/<slug:draft>/bo", name="portal:form_drop", who=SIGNED_IN, methods=("POST",))
def form_drop(request: Call, draft: str) -> HttpResponse:
    """Throw away a form that was begun, or one picture in it."""
    picture = request.POST.get("anh", "")
    if not picture:
        commands.drop_form(request.actor, draft=draft)
        return redirect(request, url("portal:forms"), toast=_("Đã bỏ biểu mẫu."))
    if picture.isascii() and picture.isdecimal():
        commands.drop_file(request.actor, draft=draft, picture_id=int(picture))
    if request.POST.get("trang") == "giay-to":
        return redirect(request, url("portal:form_papers", draft=draft))
    return redirect(request, _address(draft, request.POST.get("buoc", "")))


@route("phan-anh/<case:number>/to-khai", name="portal:sheet", who=SIGNED_IN)
def sheet(request: Call, number: str) -> HttpResponse:
    """Show the form of my case as I filled it in, to be printed."""
    found = cases.own_sheet(request.actor, number)
    return _private(page(request, "portal/form/sheet.html", {"sheet": found}))
