"""Keeping looks from their person for a while: asked by one, approved by another, reviewed, lifted; auditors see."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.pages.request_words import StateChip
from cuudinh.engines.identity.types import (
    ConcealmentIncomplete,
    ConcealmentView,
    NewConcealment,
    UnknownConcealment,
)
from cuudinh.kernel.actor import Actor
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

KEEPERS: Final = seated("privacy-officer", "auditor")
Doing = Callable[[Actor, int, Mapping[str, str]], None]
_DIGITS_MOST: Final = 4


@route(
    "lam-viec/du-lieu/giu-kin",
    name="identity:concealments",
    who=KEEPERS,
    methods=("GET", "POST"),
    limit="act",
)
def concealments(request: Call) -> HttpResponse:
    """Show every concealment, and ask for one."""
    context: dict[str, Any] = {"faults": {}, "given": request.POST}
    if request.method == "POST":
        try:
            number = commands.ask_concealment(request.actor, _asked(request.POST))
            toast = _("Đã ghi đề nghị. Một người khác phải duyệt.")
            return redirect(request, url("identity:concealment", concealment_id=number), toast=toast)
        except ConcealmentIncomplete as refusal:
            context["faults"] = dict(faults_of(refusal))
    context |= {
        "is_officer": queries.may_answer(request.actor),
        "rows": [(one, chip_of(one)) for one in queries.concealments(request.actor)],
        "grounds": [(one.id, _choice(one.title, one.days)) for one in queries.grounds(request.actor)],
        "offices": [(one.code, one.name(request.actor.language)) for one in queries.offices_in_force()],
    }
    return page(request, "identity/concealments.html", context, status=422 if context["faults"] else 200)


def _choice(title: str, days: int) -> str:
    return _("%(title)s (nhiều nhất %(days)s ngày)") % {"title": title, "days": days}


def _asked(given: Mapping[str, str]) -> NewConcealment:
    days = given.get("days", "")
    return NewConcealment(
        number=given.get("number", ""),
        office=given.get("office", ""),
        ground=given.get("ground", ""),
        document=given.get("document", ""),
        days=int(days) if days.isdecimal() and len(days) <= _DIGITS_MOST else 0,
    )


@route("lam-viec/du-lieu/giu-kin/<int:concealment_id>", name="identity:concealment", who=KEEPERS)
def concealment(request: Call, concealment_id: int) -> HttpResponse:
    """Show one concealment; to auditors with every look it hides."""
    return _shown(request, concealment_id, {})


def _shown(request: Call, concealment_id: int, faults: Mapping[str, str]) -> HttpResponse:
    found, looks = queries.concealment(request.actor, concealment_id)
    context = {
        "one": found,
        "its": chip_of(found),
        "looks": looks,
        "sees_looks": queries.may_read_looks(request.actor),
        "faults": dict(faults),
        "given": request.POST,
    }
    return page(request, "identity/concealment.html", context, status=422 if faults else 200)


@route(
    "lam-viec/du-lieu/giu-kin/<int:concealment_id>/<str:deed>",
    name="identity:conceal_act",
    who=KEEPERS,
    methods=("POST",),
    limit="act",
)
def conceal_act(request: Call, concealment_id: int, deed: str) -> HttpResponse:
    """Approve, review or lift a concealment."""
    if deed not in _DOINGS:
        raise UnknownConcealment
    try:
        _DOINGS[deed](request.actor, concealment_id, request.POST.dict())
    except ConcealmentIncomplete as refusal:
        named = {f"{deed}-{key}": fault for key, fault in faults_of(refusal).items()}
        return _shown(request, concealment_id, named)
    address = url("identity:concealment", concealment_id=concealment_id)
    return redirect(request, address, toast=_("Đã ghi nhận."))


def _approve(actor: Actor, concealment_id: int, given: Mapping[str, str]) -> None:
    commands.approve_concealment(actor, concealment_id=concealment_id, number=given.get("duyet-number", ""))


def _review(actor: Actor, concealment_id: int, given: Mapping[str, str]) -> None:
    commands.review_concealment(actor, concealment_id=concealment_id, reason=given.get("ra-soat-reason", ""))


def _lift(actor: Actor, concealment_id: int, given: Mapping[str, str]) -> None:
    commands.lift_concealment(actor, concealment_id=concealment_id, reason=given.get("bo-reason", ""))


_DOINGS: Final[Mapping[str, Doing]] = {"duyet": _approve, "ra-soat": _review, "bo": _lift}


def chip_of(one: ConcealmentView) -> StateChip:
    """Give where a concealment stands, in words."""
    if one.is_review_late:
        return StateChip(_("Đang giữ kín, quá hạn rà soát"), "late")
    words = {
        "asked": StateChip(_("Chờ người thứ hai duyệt"), "soon"),
        "declined": StateChip(_("Không duyệt"), "note"),
        "in-force": StateChip(_("Đang giữ kín"), "note"),
        "lifted": StateChip(_("Đã bỏ giữ kín"), "good"),
        "over": StateChip(_("Đã hết hạn giữ kín"), "good"),
    }
    return words[one.state]
