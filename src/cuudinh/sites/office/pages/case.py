"""One case on one screen: facts, pictures, map, duplicates, history, the acts possible now, the clock's ledger."""

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.kernel.refusal import Incomplete, NotNow
from cuudinh.sites.office.acting import accept_photos, act_of, read_inputs
from cuudinh.web.answers import own_address, part_or_page, redirect
from cuudinh.web.routes import route, seated, url

READERS = ("officer", "head", "dispatcher", "supervisor", "leader")


def _show(
    request: HttpRequest, number: str, *, status: int = 200, failed: str = "", said: object = None
) -> HttpResponse:
    case = cases.office_case(request.actor, number)
    context = {
        "case": case,
        "open_act": failed or request.GET.get("viec", ""),
        "faults": getattr(said, "faults", {}),
        "fault": str(said) if said is not None and not getattr(said, "faults", {}) else "",
        "given": request.POST if failed else {},
        "back": own_address(request.GET.get("tu", ""), ""),
    }
    return part_or_page(request, "office/case.html", "office/parts/case.html", context, status=status)


@route("lam-viec/ho-so/<str:number>", name="office:case", who=seated(*READERS))
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case to those whose office leads or cooperates, to the centre and to leaders."""
    return _show(request, number)


@route(
    "lam-viec/ho-so/<str:number>/viec/<str:act>", name="office:act", who=seated(*READERS), methods=("POST",)
)
def act_page(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do an act. What is missing comes back on the same screen with everything that was typed."""
    case = cases.office_case(request.actor, number)
    possible = act_of(case, act)
    rev = request.POST.get("rev", "")
    try:
        photos = accept_photos(request)
        commands.perform_act(
            request.actor,
            number=number,
            act=act,
            inputs=read_inputs(request, possible.inputs),
            rev=int(rev) if rev.isdecimal() else None,
            photos=photos,
        )
    except (Incomplete, NotNow) as refusal:
        return _show(request, number, status=refusal.status, failed=act, said=refusal)
    return redirect(request, url("office:case", number=number), toast=f"{possible.label}: {number}")


@route(
    "lam-viec/ho-so/<str:number>/anh/<str:picture>/che",
    name="office:mark",
    who=seated("dispatcher", "supervisor"),
    methods=("POST",),
)
def mark(request: HttpRequest, number: str, picture: str) -> HttpResponse:
    """Hide the marked areas of a picture from everyone but the centre."""
    areas = [
        tuple(float(part) for part in text.split(","))
        for text in request.POST.getlist("area")
        if text.count(",") == 3
    ]
    commands.mark_areas(request.actor, number=number, picture=picture, areas=areas)
    return redirect(request, url("office:case", number=number), toast="Đã che vùng được đánh dấu.")


@route(
    "lam-viec/ho-so/<str:number>/anh/<str:picture>/cong-khai",
    name="office:show_picture",
    who=seated("dispatcher", "supervisor"),
    methods=("POST",),
)
def show_picture(request: HttpRequest, number: str, picture: str) -> HttpResponse:
    """Publish one picture, or withhold it."""
    is_public = request.POST.get("public") == "1"
    commands.show_picture(request.actor, number=number, picture=picture, is_public=is_public)
    return redirect(request, url("office:case", number=number))


@route(
    "lam-viec/ho-so/<str:number>/nguoi-phan-anh",
    name="office:reveal",
    who=seated("dispatcher", "supervisor"),
    methods=("POST",),
    limit="reveal",
)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show who reported, for a reason that goes into the log. Never kept by the browser."""
    found = commands.reveal_reporter(request.actor, number=number, reason=request.POST.get("reason", ""))
    answer = part_or_page(
        request, "office/reveal.html", "office/parts/reporter.html", {"reporter": found, "number": number}
    )
    answer["Cache-Control"] = "no-store"
    return answer
