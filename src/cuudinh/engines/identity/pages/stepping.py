"""Proving again who one is, before an act that asks for it; what was being sent goes on from there."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.pages.entrance import with_new_token
from cuudinh.engines.identity.pages.factors import site_of, takes_passkeys, terms
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.types import NotConfirmed, PasskeyRefused, WrongFactor, WrongPassword
from cuudinh.kernel.refusal import Refusal
from cuudinh.web import cookies, measuring
from cuudinh.web.answers import own_address, page, redirect, steps_up
from cuudinh.web.calls import Call
from cuudinh.web.kept import Kept
from cuudinh.web.routes import SIGNED_IN, route
from cuudinh.web.wording import sentence_of

# The fields of this page itself; everything else belongs to the form that waits.
OWN = "xn_"


@steps_up
def instead(call: Call, kept: Kept, refusal: Refusal) -> HttpResponse:
    """Show the page in place of a form that was refused, with everything that was typed into it."""
    return _form(call, kept=kept, status=refusal.status)


@route(
    "xac-nhan",
    name="identity:step_up",
    who=SIGNED_IN,
    methods=("GET", "POST"),
    limit="sign-in",
    hashes_passwords=True,
)
def step_up(request: HttpRequest) -> HttpResponse:
    """Ask for a proof; once it is right, go on to the page that was asked for, or send what waits."""
    call = cast(Call, request)
    if request.method != "POST":
        return _form(call, back=own_address(request.GET.get("tiep", "")))
    kept = Kept.of(request, beside=OWN, to=own_address(request.POST.get(f"{OWN}gui", ""), ""))
    back = own_address(request.POST.get(f"{OWN}tiep", ""))
    try:
        _prove(call)
    except (WrongPassword, WrongFactor, PasskeyRefused, NotConfirmed) as refusal:
        measuring.refused(refusal)
        return _form(call, kept=kept, back=back, refusal=refusal, status=refusal.status)
    if not kept.to:
        return with_new_token(request, redirect(request, back, toast=_("Đã xác nhận danh tính.")))
    # The browser sends the same fields by the same method to where they were going (RFC 9110, 15.4.8).
    return with_new_token(request, HttpResponseRedirect(kept.to, preserve_request=True))


def _prove(call: Call) -> None:
    """Take whichever proof was sent. Raises `WrongPassword`, `WrongFactor`, `PasskeyRefused`, `NotConfirmed`."""
    token, given = cookies.of(call, COOKIE), call.POST
    if given.get(f"{OWN}dap"):
        site, answer = site_of(call), given[f"{OWN}dap"]
        commands.confirm_by_passkey(call.actor, site=site, answer=answer, token=token)
    elif given.get(f"{OWN}ma"):
        commands.confirm_by_code(call.actor, token=token, code=given[f"{OWN}ma"])
    elif given.get(f"{OWN}vneid"):
        # Confirmed in another tab, while the form waits in this one.
        if not commands.is_strong(call.actor):
            raise NotConfirmed
    else:
        password = given.get(f"{OWN}mat_khau", "")
        commands.confirm_by_password(call.actor, token=token, password=password)


@route("xac-nhan/xong", name="identity:stepped_up", who=SIGNED_IN)
def stepped_up(request: HttpRequest) -> HttpResponse:
    """Say that it is done, in the tab that VNeID was opened in, and where to go on."""
    return page(request, "identity/stepped_up.html")


@route("xac-nhan/cau-hoi", name="identity:step_up_terms", who=SIGNED_IN, speaks_json=True)
def step_up_terms(request: HttpRequest) -> HttpResponse:
    """Give what a device is asked for its owner to prove themselves again."""
    return terms(commands.confirm_terms(cast(Call, request).actor, site=site_of(request)))


def _form(
    call: Call,
    *,
    kept: Kept | None = None,
    back: str = "/",
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "kept": kept or Kept(),
        "next": back,
        "fault": sentence_of(refusal) if refusal else "",
        "factors": queries.factors_of(call.actor),
        "takes_passkeys": takes_passkeys(call),
        "has_password": queries.has_password(call.actor),
        "sign_on": queries.sign_on_standing(call.actor),
    }
    return page(call, "identity/step_up.html", context, status=status)
