"""The desk of the privacy officer: what people ask of their own data, answered and carried out in time."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.pages.request_words import state_chip
from cuudinh.engines.identity.types import RequestFor, RequestIncomplete, UnknownRequest
from cuudinh.kernel.actor import Actor
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

OFFICERS: Final = seated("privacy-officer")
Doing = Callable[[Actor, str, Mapping[str, str]], None]


@route("lam-viec/du-lieu", name="identity:desk", who=OFFICERS)
def desk(request: Call) -> HttpResponse:
    """Show the requests of everybody, the open ones by what is due first; who asks stands on none."""
    is_open = request.GET.get("xem") != "xong"
    found = queries.requests_desk(request.actor, is_open=is_open, cursor=request.GET.get("trang") or None)
    context = {
        "rows": [(one, state_chip(one)) for one in found.rows],
        "is_open": is_open,
        "next": url("identity:desk", {"xem": "xong", "trang": found.next}) if found.next else "",
    }
    return page(request, "identity/desk.html", context)


@route(
    "lam-viec/du-lieu/yeu-cau-thay",
    name="identity:record_request",
    who=OFFICERS,
    methods=("GET", "POST"),
    limit="act",
)
def record_request(request: Call) -> HttpResponse:
    """Record what a parent, a guardian or an heir asks for somebody that cannot ask."""
    given = request.POST
    context: dict[str, Any] = {
        "faults": {},
        "given": given,
        "relations": queries.representatives(request.actor),
        "rights": [(one.id, one.title) for one in queries.rights(request.actor)],
    }
    if request.method == "POST":
        try:
            number = commands.record_request(request.actor, _asked(given))
            address = url("identity:desk_request", number=number)
            return redirect(request, address, toast=_("Đã ghi yêu cầu."))
        except RequestIncomplete as refusal:
            context["faults"] = dict(faults_of(refusal))
    return page(request, "identity/record_request.html", context, status=422 if context["faults"] else 200)


def _asked(given: Mapping[str, str]) -> RequestFor:
    names = ("number", "relation", "right", "evidence", "words", "wanted")
    return RequestFor(**{name: given.get(name, "") for name in names})


@route("lam-viec/du-lieu/yeu-cau/<str:number>", name="identity:desk_request", who=OFFICERS)
def desk_request(request: Call, number: str) -> HttpResponse:
    """Show a request with who asks; that it was read is a look its person sees."""
    commands.open_request(request.actor, number=number)
    return _shown(request, number, {})


def _shown(request: Call, number: str, faults: Mapping[str, str], given: Any = None) -> HttpResponse:
    found = queries.desk_request(request.actor, number)
    context = {
        "one": found,
        "its": state_chip(found),
        "refusals": [(key, f"{title} ({source})") for key, title, source in found.right.refusals],
        "faults": dict(faults),
        "given": given or {},
    }
    return page(request, "identity/desk_request.html", context, status=422 if faults else 200)


@route(
    "lam-viec/du-lieu/yeu-cau/<str:number>/<str:deed>",
    name="identity:desk_act",
    who=OFFICERS,
    methods=("POST",),
    limit="act",
)
def desk_act(request: Call, number: str, deed: str) -> HttpResponse:
    """Do one step of a request."""
    if deed not in _DOINGS:
        raise UnknownRequest
    try:
        _DOINGS[deed](request.actor, number, request.POST.dict())
    except RequestIncomplete as refusal:
        named = {f"{deed}-{key}": fault for key, fault in faults_of(refusal).items()}
        return _shown(request, number, named, request.POST)
    return redirect(request, url("identity:desk_request", number=number), toast=_("Đã ghi nhận."))


def _check(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.check_identity(actor, number=number, evidence=given.get("kiem-tra-evidence", ""))


def _accept(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.accept_request(actor, number=number, answer=given.get("nhan-answer", ""))


def _extend(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.extend_request(actor, number=number, reason=given.get("gia-han-reason", ""))


def _refuse(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    answer, reason = given.get("tu-choi-answer", ""), given.get("tu-choi-reason", "")
    commands.refuse_request(actor, number=number, reason=reason, answer=answer)


def _carry_out(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.carry_out_request(actor, number=number, answer=given.get("thuc-hien-answer", ""))


def _end(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.end_effect(actor, number=number, reason=given.get("cham-dut-reason", ""))


_DOINGS: Final[Mapping[str, Doing]] = {
    "kiem-tra": _check,
    "nhan": _accept,
    "gia-han": _extend,
    "tu-choi": _refuse,
    "thuc-hien": _carry_out,
    "cham-dut": _end,
}
