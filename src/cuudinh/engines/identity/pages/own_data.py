"""One's own data: who looked at them with the receipt of each look, what one agreed to, and the way to one's rights."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.pages.request_words import state_chip, use_words
from cuudinh.web.answers import page, part_or_page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import SIGNED_IN, route, url


@route("tai-khoan/du-lieu", name="identity:own_data", who=SIGNED_IN)
def own_data(request: Call) -> HttpResponse:
    """Show what one can see, agree to and ask of one's own data."""
    actor = request.actor
    context = {
        "looks": queries.own_looks(actor).rows[:3],
        "consents": [(one, use_words(one.uses)) for one in queries.own_consents(actor)],
        "rights": [right for right in queries.rights(actor) if right.does != "object"],
        "requests": [(one, state_chip(one)) for one in queries.own_requests(actor)],
    }
    return page(request, "identity/own_data.html", context)


@route("tai-khoan/luot-xem", name="identity:looks", who=SIGNED_IN)
def looks(request: Call) -> HttpResponse:
    """Show who looked at one's own data, the last first."""
    found = queries.own_looks(request.actor, request.GET.get("trang") or None)
    context = {
        "looks": found.rows,
        "next": url("identity:looks", {"trang": found.next}) if found.next else "",
    }
    return part_or_page(request, "identity/looks.html", "identity/parts/looks.html", context)


@route("tai-khoan/luot-xem/<int:look_id>", name="identity:look", who=SIGNED_IN)
def look(request: Call, look_id: int) -> HttpResponse:
    """Show one look at one's own data: for whom, what, why, by what right, its receipt, and how to object."""
    found = queries.own_look(request.actor, look_id)
    objected = [one for one in queries.own_requests(request.actor) if one.look_id == look_id]
    context = {
        "look": found,
        "objection": next((right for right in queries.rights(request.actor) if right.does == "object"), None),
        "objected": [(one, state_chip(one)) for one in objected],
    }
    return page(request, "identity/look.html", context)


@route("tai-khoan/dong-y/<str:purpose>", name="identity:agree", who=SIGNED_IN, methods=("POST",), limit="act")
def agree(request: Call, purpose: str) -> HttpResponse:
    """Agree to a purpose, or take one's consent back."""
    if request.POST.get("dong_y") == "1":
        commands.give_consent(request.actor, purpose=purpose, digest=request.POST.get("noi_dung", ""))
        return redirect(
            request, url("identity:own_data"), toast=_("Đã ghi nhận đồng ý. Bạn rút lại được bất cứ lúc nào.")
        )
    commands.withdraw_consent(request.actor, purpose=purpose)
    return redirect(request, url("identity:own_data"), toast=_("Đã rút đồng ý."))
