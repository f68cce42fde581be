"""People I act for: who they are, asking to act for another, ending it, and who looked at a child's data."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.pages.representation_words import end_words, state_chip
from cuudinh.engines.identity.types.representing import (
    AlreadyRepresenting,
    AskedRepresentation,
    RepresentationIncomplete,
)
from cuudinh.kernel.refusal import Refusal
from cuudinh.web.answers import faults_of, page, part_or_page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import SIGNED_IN, route, url
from cuudinh.web.wording import sentence_of

FIELDS = ("basis", "name", "code", "document", "birth", "kind", "until")


@route("tai-khoan/dai-dien", name="identity:representations", who=SIGNED_IN)
def representations(request: Call) -> HttpResponse:
    """Show for whom one acts and asked to, and who acts for oneself."""
    found = [(one, state_chip(one)) for one in queries.own_representations(request.actor)]
    context = {
        "mine": [(one, its) for one, its in found if one.is_mine],
        "for_me": [(one, its) for one, its in found if not one.is_mine],
        "is_offered": queries.offers_representation(),
    }
    return page(request, "identity/representations.html", context)


@route(
    "tai-khoan/dai-dien/moi",
    name="identity:ask_representation",
    who=SIGNED_IN,
    methods=("GET", "POST"),
    limit="register",
)
def ask(request: Call) -> HttpResponse:
    """Show what is asked on a basis, and take the request."""
    if request.method != "POST":
        return _form(request, request.GET)
    try:
        number = commands.ask_representation(request.actor, asked_of(request.POST))
    except (RepresentationIncomplete, AlreadyRepresenting) as refusal:
        return _form(request, request.POST, refusal)
    told = _("Đã gửi. Bàn dữ liệu cá nhân sẽ xem giấy tờ và trả lời bạn.")
    return redirect(request, url("identity:representation", number=number), toast=told)


def asked_of(given: Mapping[str, str]) -> AskedRepresentation:
    """Give what a form states of whom somebody acts for."""
    return AskedRepresentation(
        **{name: given.get(name, "") for name in FIELDS}, agrees=given.get("agrees") == "true"
    )


def _form(request: Call, given: Mapping[str, str], refusal: Refusal | None = None) -> HttpResponse:
    rules = queries.representation_rules(request.actor)
    chosen = next((one for one in rules.bases if one.id == given.get("basis")), None)
    context: dict[str, Any] = {
        "rules": rules,
        "basis": chosen,
        "given": given,
        "actor": request.actor,
        "faults": (faults_of(refusal) or {"": sentence_of(refusal)}) if refusal else {},
    }
    return page(
        request, "identity/ask_representation.html", context, status=refusal.status if refusal else 200
    )


@route("tai-khoan/dai-dien/<str:number>", name="identity:representation", who=SIGNED_IN)
def representation(request: Call, number: str) -> HttpResponse:
    """Show one of them, and for a child who looked at its data."""
    found = queries.own_representation(request.actor, number)
    acts = any(one.number == number for one in queries.represented(request.actor))
    looks = queries.looks_at_represented(request.actor, number).rows[:3] if acts else ()
    context = {"one": found, "acts": acts, "its": state_chip(found), "why": end_words(found), "looks": looks}
    return page(request, "identity/representation.html", context)


@route("tai-khoan/dai-dien/<str:number>/luot-xem", name="identity:represented_looks", who=SIGNED_IN)
def looks(request: Call, number: str) -> HttpResponse:
    """Show who looked at the data of a child one acts for, the last first."""
    found = queries.looks_at_represented(request.actor, number, request.GET.get("trang") or None)
    more = url("identity:represented_looks", {"trang": found.next}, number=number) if found.next else ""
    context = {"looks": found.rows, "next": more, "is_for_another": True, "number": number}
    return part_or_page(request, "identity/represented_looks.html", "identity/parts/looks.html", context)


@route(
    "tai-khoan/dai-dien/<str:number>/cham-dut",
    name="identity:end_representation",
    who=SIGNED_IN,
    methods=("POST",),
    limit="act",
)
def end(request: Call, number: str) -> HttpResponse:
    """End what one does for another, or what another does for oneself."""
    queries.own_representation(request.actor, number)
    commands.end_representation(request.actor, number=number)
    return redirect(request, url("identity:representations"), toast=_("Đã chấm dứt việc đại diện."))
