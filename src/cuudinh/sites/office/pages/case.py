"""One case on one screen: facts, pictures, map, duplicates, history, the acts possible now, the clock's ledger."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import OfficeCase
from cuudinh.engines.identity.types import LookObjected, ProcessingRestricted
from cuudinh.engines.places import queries as places
from cuudinh.kernel.refusal import Incomplete, NotNow, Refusal
from cuudinh.sites.office.acting import (
    PHOTOS_MOST,
    accept_photos,
    faults_by_field,
    given_of,
    read_areas,
    read_inputs,
)
from cuudinh.web.answers import NOT_KEPT, own_address, page, part_or_page, redirect
from cuudinh.web.calls import Call, wants_part
from cuudinh.web.routes import route, seated, url
from cuudinh.web.wording import mending_of, sentence_of

READERS = ("officer", "head", "receiver", "dispatcher", "supervisor", "leader")
CENTRE = ("dispatcher", "supervisor")
REV_DIGITS_MOST = 9


@route("lam-viec/ho-so/<str:number>", name="office:case", who=seated(*READERS))
def case_page(request: Call, number: str) -> HttpResponse:
    """Show a case to those whose office leads or cooperates, to the centre and to leaders."""
    case = cases.office_case(request.actor, number)
    context = {**_context(request, case), "open_act": request.GET.get("viec", "")}
    return part_or_page(request, "office/case.html", "office/parts/case.html", context)


def _context(request: Call, case: OfficeCase) -> dict[str, Any]:
    back = own_address(request.GET.get("tu", ""), "")
    return {
        "case": case,
        "back": back,
        "after": own_address(request.POST.get("tiep", ""), "")
        or url("office:case", {"tu": back}, number=case.row.number),
        "units": [(unit.code, unit.name(request.actor.language)) for unit in places.units_in_force()],
        "is_approximate": places.has_approximate_shapes(),
    }


@route("lam-viec/ho-so/<str:number>/to-khai", name="office:sheet", who=seated(*READERS))
def sheet(request: Call, number: str) -> HttpResponse:
    """Show the form of a case as it was filled in, to be printed; what is under seal is opened, which is logged."""
    found = cases.office_sheet(request.actor, number)
    answer = page(request, "office/sheet.html", {"sheet": found, "number": number})
    answer["Cache-Control"] = NOT_KEPT
    return answer


@route(
    "lam-viec/ho-so/<str:number>/thong-tin-rieng",
    name="office:open_answers",
    who=seated(*READERS),
    methods=("POST",),
    limit="act",
)
def open_answers(request: Call, number: str) -> HttpResponse:
    """Open what the applicant answered of their own, for a reason that goes into the log and to them."""
    reason = request.POST.get("reason", "").strip()
    try:
        commands.open_own_answers(request.actor, number=number, reason=reason)
    except Incomplete as refusal:
        case = cases.office_case(request.actor, number)
        context = {**_context(request, case), "own_fault": sentence_of(refusal), "own_reason": reason}
        return page(request, "office/case.html", context, status=refusal.status)
    return redirect(request, url("office:case", number=number), toast=_("Đã mở và ghi nhật ký."))


@route(
    "lam-viec/ho-so/<str:number>/viec/<str:act>",
    name="office:act",
    who=seated(*READERS),
    methods=("POST",),
    pictures_most=PHOTOS_MOST,
)
def act_page(request: Call, number: str, act: str) -> HttpResponse:
    """Do an act. What is missing, or was done by others meanwhile, comes back on the same screen as it was typed."""
    asked = cases.act_form(request.actor, number=number, act=act)
    rev = request.POST.get("rev", "")
    try:
        if request.FILES:
            cases.act_admitted(request.actor, number=number, act=act)
        commands.perform_act(
            request.actor,
            number=number,
            act=act,
            inputs=read_inputs(request, act, asked.inputs),
            rev=int(rev) if rev.isdecimal() and len(rev) <= REV_DIGITS_MOST else None,
            photos=accept_photos(request, act, asked.inputs),
        )
    except (Incomplete, NotNow) as refusal:
        case = cases.office_case(request.actor, number)
        return _refused(request, case, act, refusal)
    toast = f"{asked.label}: {number}" if asked.label else number
    return _onward(request, number, toast)


def _refused(request: Call, case: OfficeCase, act: str, refusal: Refusal) -> HttpResponse:
    """Show the case as it is now, with the act still open; if it can no longer be done, its words to be copied."""
    faults, given = faults_by_field(refusal, act), given_of(request, act)
    is_open = any(one.act == act and one.is_possible for one in case.acts)
    context = {
        **_context(request, case),
        "open_act": act,
        "faults": faults,
        "fault": "" if faults else sentence_of(refusal),
        "given": given if is_open else {},
        "kept": {} if is_open else {name: text for name, text in given.items() if isinstance(text, str)},
    }
    return part_or_page(request, "office/case.html", "office/parts/case.html", context, status=refusal.status)


def _onward(request: Call, number: str, toast: str) -> HttpResponse:
    """Lead on after an act: where the form asked to, else the case, else the list if the case went elsewhere.

    htmx follows a redirect by itself and would put a whole page into the place of a part, so it is told where
    to go instead.
    """
    here = url("office:case", number=number)
    address = own_address(request.POST.get("tiep", ""), "") or here
    if address.partition("?")[0] == here and not cases.is_office_case(request.actor, number):
        address = url("office:worklist")
    answer = redirect(request, address, toast=toast)
    if wants_part(request):
        answer.status_code = 200
        answer["HX-Redirect"] = answer["Location"]
        del answer["Location"]
    return answer


@route(
    "lam-viec/ho-so/<str:number>/anh/<str:picture>/che",
    name="office:mark",
    who=seated(*CENTRE),
    methods=("POST",),
)
def mark(request: Call, number: str, picture: str) -> HttpResponse:
    """Hide the marked areas of a picture from everyone but the centre."""
    areas = read_areas(request.POST.get("areas", ""))
    commands.mark_areas(request.actor, number=number, picture=picture, areas=areas)
    return _onward(
        request, number, _("Đã che vùng được đánh dấu.") if areas else _("Ảnh không còn vùng che.")
    )


@route(
    "lam-viec/ho-so/<str:number>/anh/<str:picture>/cong-khai",
    name="office:show_picture",
    who=seated(*CENTRE),
    methods=("POST",),
)
def show_picture(request: Call, number: str, picture: str) -> HttpResponse:
    """Publish one picture, or withhold it."""
    is_public = request.POST.get("public") == "1"
    commands.show_picture(request.actor, number=number, picture=picture, is_public=is_public)
    return _onward(request, number, _("Đã công khai ảnh.") if is_public else _("Đã ngừng công khai ảnh."))


@route(
    "lam-viec/ho-so/<str:number>/anh/cong-khai",
    name="office:show_pictures",
    who=seated(*CENTRE),
    methods=("POST",),
)
def show_pictures(request: Call, number: str) -> HttpResponse:
    """Publish every picture of a case at once, for who has looked at all of them."""
    commands.show_pictures(request.actor, number=number, is_public=True)
    return _onward(request, number, _("Đã công khai mọi ảnh."))


@route(
    "lam-viec/ho-so/<str:number>/nguoi-phan-anh",
    name="office:reveal",
    who=seated(*CENTRE),
    methods=("POST",),
    limit="reveal",
)
def reveal(request: Call, number: str) -> HttpResponse:
    """Show who reported, for a reason that goes into the log. Never kept by the browser."""
    reason = request.POST.get("reason", "").strip()
    context: dict[str, Any] = {"number": number, "reason": reason, "fault": "", "stopped": "", "mending": ""}
    status = 200
    try:
        context["reporter"] = commands.reveal_reporter(request.actor, number=number, reason=reason)
    except Incomplete as refusal:
        context["fault"], status = sentence_of(refusal), refusal.status
    except (LookObjected, ProcessingRestricted) as refusal:
        context |= {"stopped": sentence_of(refusal), "mending": mending_of(refusal)}
        status = refusal.status
    answer = part_or_page(request, "office/reveal.html", "office/parts/reveal.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    if context["stopped"]:
        # What stops it takes the place of the form, whatever the status.
        answer["HX-Retarget"] = "[data-reveal]"
    return answer
