"""The desk where it is confirmed who acts for a child or an organisation, and where who comes is recorded."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.pages.privacy_desk import OFFICERS
from cuudinh.engines.identity.pages.representation_words import end_words, state_chip
from cuudinh.engines.identity.pages.representing import asked_of
from cuudinh.engines.identity.types.representing import (
    AlreadyRepresenting,
    RepresentationIncomplete,
    UnknownRepresentation,
)
from cuudinh.kernel.actor import Actor
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, url
from cuudinh.web.wording import sentence_of

_LISTED: Final = ("asked", "confirmed", "refused", "ended")
Doing = Callable[[Actor, str, Mapping[str, str]], None]


@route("lam-viec/dai-dien", name="identity:representation_desk", who=OFFICERS)
def desk(request: Call) -> HttpResponse:
    """Show representations in one state, those that wait first; who they are about stands on none."""
    wanted = request.GET.get("xem", "")
    state = wanted if wanted in _LISTED else "asked"
    found = queries.representations_desk(request.actor, state, request.GET.get("trang") or None)
    more = {"xem": state, "trang": found.next}
    context = {
        "rows": [(one, state_chip(one)) for one in found.rows],
        "state": state,
        "next": url("identity:representation_desk", more) if found.next else "",
    }
    return page(request, "identity/representation_desk.html", context)


@route(
    "lam-viec/dai-dien/ghi",
    name="identity:record_representation",
    who=OFFICERS,
    methods=("GET", "POST"),
    limit="act",
)
def record(request: Call) -> HttpResponse:
    """Record who came to the desk with the papers; it is confirmed with that."""
    given = request.POST if request.method == "POST" else request.GET
    rules = queries.representation_rules(request.actor)
    chosen = next((one for one in rules.bases if one.id == given.get("basis")), None)
    context: dict[str, Any] = {"rules": rules, "basis": chosen, "given": given, "faults": {}}
    if request.method == "POST":
        try:
            number = commands.record_representation(
                request.actor,
                asked_of(given),
                representative=given.get("representative", ""),
                evidence=given.get("evidence", ""),
            )
        except (RepresentationIncomplete, AlreadyRepresenting) as refusal:
            context["faults"] = faults_of(refusal) or {"": sentence_of(refusal)}
            return page(request, "identity/record_representation.html", context, status=refusal.status)
        address = url("identity:desk_representation", number=number)
        return redirect(request, address, toast=_("Đã ghi và xác nhận."))
    return page(request, "identity/record_representation.html", context)


@route("lam-viec/dai-dien/<str:number>", name="identity:desk_representation", who=OFFICERS)
def desk_representation(request: Call, number: str) -> HttpResponse:
    """Show one with what was stated; that it was read is a look its people see."""
    commands.open_representation(request.actor, number=number)
    return _shown(request, number, {})


def _shown(request: Call, number: str, faults: Mapping[str, str]) -> HttpResponse:
    found = queries.desk_representation(request.actor, number)
    context = {
        "one": found,
        "its": state_chip(found),
        "why": end_words(found),
        "faults": dict(faults),
        "given": request.POST,
    }
    return page(request, "identity/desk_representation.html", context, status=422 if faults else 200)


@route(
    "lam-viec/dai-dien/<str:number>/<str:deed>",
    name="identity:representation_act",
    who=OFFICERS,
    methods=("POST",),
    limit="act",
)
def desk_act(request: Call, number: str, deed: str) -> HttpResponse:
    """Confirm, refuse or end one."""
    if deed not in _DOINGS:
        raise UnknownRepresentation
    try:
        _DOINGS[deed](request.actor, number, request.POST.dict())
    except RepresentationIncomplete as refusal:
        return _shown(request, number, {f"{deed}-{key}": fault for key, fault in faults_of(refusal).items()})
    return redirect(request, url("identity:representation_desk"), toast=_("Đã ghi quyết định."))


def _confirm(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    evidence, agrees = given.get("xac-nhan-evidence", ""), given.get("xac-nhan-agrees") == "true"
    commands.confirm_representation(actor, number=number, evidence=evidence, agrees=agrees)


def _refuse(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.refuse_representation(actor, number=number, reason=given.get("tu-choi-reason", ""))


def _end(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.end_representation(actor, number=number, reason=given.get("cham-dut-reason", ""))


_DOINGS: Final[Mapping[str, Doing]] = {"xac-nhan": _confirm, "tu-choi": _refuse, "cham-dut": _end}
