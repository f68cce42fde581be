"""Members of staff for administrators: who owes a second factor, who is invited to link VNeID, who lost what."""

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.queries import staff
from cuudinh.kernel.refusal import NotThere
from cuudinh.web.answers import page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

_ADMINISTRATORS: Final = seated("administrator")
_WORDS_MOST: Final = 80


@route("lam-viec/can-bo", name="identity:staff", who=_ADMINISTRATORS)
def staff_list(request: HttpRequest) -> HttpResponse:
    """Find members of staff by name or login; without words, show who still owes a second factor."""
    return _page(request, {})


def _page(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    call = cast(Call, request)
    words = request.GET.get("q", "").strip()[:_WORDS_MOST]
    context = {
        "words": words,
        "found": staff.staff_found(call.actor, words),
        "found_most": staff.FOUND_MOST,
        "sign_on": queries.sign_on_standing(call.actor),
        "code": "",
        **more,
    }
    answer = page(request, "identity/staff.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@route(
    "lam-viec/can-bo/<int:account_id>/<str:act>",
    name="identity:staff_act",
    who=_ADMINISTRATORS,
    methods=("POST",),
    limit="act",
)
def staff_act(request: HttpRequest, account_id: int, act: str) -> HttpResponse:
    """Invite somebody to link VNeID, which shows the code this once; take the link or lost factors away."""
    actor = cast(Call, request).actor
    if act == "moi-vneid":
        code = commands.invite_to_link(actor, account_id=account_id)
        return _page(request, {"code": code, "invited": staff.staff_member(actor, account_id)})
    if act == "go-vneid":
        commands.unlink_sign_on(actor, account_id=account_id)
        return redirect(request, url("identity:staff"), toast=_("Đã gỡ liên kết VNeID."))
    if act == "go-buoc-hai":
        commands.reset_factors(actor, account_id=account_id, reason=request.POST.get("ly_do", ""))
        told = _("Đã gỡ bước xác thực thứ hai; người đó đã được đăng xuất mọi nơi.")
        return redirect(request, url("identity:staff"), toast=told)
    raise NotThere
