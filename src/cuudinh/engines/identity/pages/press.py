"""Reporters: asking for a card and showing it; the information office that checks; what anybody reads from a QR."""

from typing import Any, cast

import segno
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity.api.asking import issuer_of
from cuudinh.engines.identity.commands import press as commands
from cuudinh.engines.identity.queries import press as queries
from cuudinh.engines.identity.types import PressCardView, PressIncomplete
from cuudinh.kernel.refusal import Refusal
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, seated, url
from cuudinh.web.wording import sentence_of

_CHECKS = seated("officer", "head")
_LISTED = ("submitted", "verified", "withdrawn", "refused")


@route("bao-chi", name="identity:press", who=SIGNED_IN, methods=("GET", "POST"), limit="act")
def own(request: HttpRequest) -> HttpResponse:
    """Show one's own requests and card, and take a request."""
    if request.method != "POST":
        return _own_page(request)
    outlet, kind = request.POST.get("co_quan", ""), request.POST.get("loai", "")
    try:
        commands.ask_press_card(_call(request).actor, outlet=outlet, kind=kind)
    except PressIncomplete as refusal:
        return _own_page(request, refusal)
    return redirect(request, url("identity:press"), toast=_("Đã gửi. Cơ quan quản lý báo chí sẽ kiểm tra."))


def _own_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    call = _call(request)
    cards, rules = queries.own_press_cards(call.actor), queries.press_rules()
    held = next((card for card in cards if card.state == "verified"), None)
    names = {"outlet": "co_quan", "kind": "loai"}
    faults = {names[key]: fault for key, fault in faults_of(refusal).items()} if refusal else {}
    context: dict[str, Any] = {
        "cards": cards,
        "held": held,
        "qr": _qr(request, held) if held else "",
        "is_waiting": any(card.state == "submitted" for card in cards),
        "kinds": [(key, _in(words, call.language)) for key, words in rules.kinds.items()],
        "kind_names": {key: _in(words, call.language) for key, words in rules.kinds.items()},
        "rules": rules,
        "is_low": call.actor.assurance < rules.least_level,
        "outlet": request.POST.get("co_quan", ""),
        "kind": request.POST.get("loai", ""),
        "faults": faults,
    }
    return page(request, "identity/press.html", context, status=refusal.status if refusal else 200)


def _qr(request: HttpRequest, card: PressCardView) -> str:
    address = issuer_of(request) + url("identity:press_card", code=card.code)
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2, dark="#1d1a24", light="#fff"))


@route("the-bao-chi/<str:code>", name="identity:press_card", who=EVERYONE, limit="track")
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """Show anybody whether a card holds: its state, name, outlet and last day, and nothing else."""
    answer = page(request, "identity/press_card.html", {"card": queries.public_card(code)})
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@route("lam-viec/bao-chi", name="identity:press_desk", who=_CHECKS)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the information office who asks, who holds a card, and whether VNeID vouches for all of them."""
    return _desk_page(request)


def _desk_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    call = _call(request)
    state = request.GET.get("trang_thai", "submitted")
    state = state if state in _LISTED else "submitted"
    rules = queries.press_rules()
    context: dict[str, Any] = {
        "state": state,
        "cards": queries.press_cards(call.actor, state),
        "figures": queries.press_figures(call.actor),
        "kind_names": {key: _in(words, call.language) for key, words in rules.kinds.items()},
        "rules": rules,
        "refusal": sentence_of(refusal) if refusal else "",
        "faults": faults_of(refusal) if refusal else {},
    }
    return page(request, "identity/press_desk.html", context, status=refusal.status if refusal else 200)


@route(
    "lam-viec/bao-chi/<int:card_id>/<str:act>",
    name="identity:press_decide",
    who=_CHECKS,
    methods=("POST",),
    limit="act",
)
def decide(request: HttpRequest, card_id: int, act: str) -> HttpResponse:
    """Verify a reporter, refuse a request, or withdraw a card."""
    actor, reason = _call(request).actor, request.POST.get("ly_do", "")
    try:
        if act == "xac-minh":
            commands.verify_press_card(actor, card_id=card_id)
        elif act == "tu-choi":
            commands.refuse_press_card(actor, card_id=card_id, reason=reason)
        else:
            commands.withdraw_press_card(actor, card_id=card_id, reason=reason)
    except PressIncomplete as refusal:
        return _desk_page(request, refusal)
    return redirect(request, url("identity:press_desk"), toast=_("Đã ghi quyết định."))


def _in(words: Any, language: str) -> str:
    return str(words.get(language) or next(iter(words.values()), ""))


def _call(request: HttpRequest) -> Call:
    return cast(Call, request)
