"""The second step of signing in, and signing in by a passkey, which is both steps in one."""

from typing import cast

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.pages.entrance import (
    DEVICE_COOKIE,
    SIGN_IN_PATH,
    STEP_COOKIE,
    agent_of,
    let_in,
    to_second_step,
)
from cuudinh.engines.identity.pages.factors import site_of, takes_passkeys, terms
from cuudinh.engines.identity.types import (
    EmergencyReasonNeeded,
    PasskeyRefused,
    SecondFactorNeeded,
    SecondStepOver,
    WaitingStep,
    WrongFactor,
)
from cuudinh.kernel.refusal import Refusal
from cuudinh.web import cookies, measuring
from cuudinh.web.answers import own_address, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.limits import network_of
from cuudinh.web.routes import EVERYONE, route, url
from cuudinh.web.wording import sentence_of


@route(
    "dang-nhap/buoc-hai",
    name="identity:second_step",
    who=EVERYONE,
    methods=("GET", "POST"),
    limit="sign-in",
)
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the code after a right password, and begin the session with it."""
    pending = cookies.of(request, STEP_COOKIE)
    try:
        step = commands.waiting_step(pending)
        if request.method != "POST":
            return _form(request, step)
        signed_in = commands.finish_sign_in(
            cast(Call, request).actor,
            pending=pending,
            code=request.POST.get("ma", ""),
            reason=request.POST.get("ly_do", ""),
            device=cookies.of(request, DEVICE_COOKIE),
            agent=agent_of(request),
            address=network_of(request),
        )
    except SecondStepOver as refusal:
        return _from_the_beginning(request, refusal)
    except (WrongFactor, EmergencyReasonNeeded) as refusal:
        measuring.refused(refusal)
        return _form(request, step, refusal)
    answer = let_in(request, signed_in)
    cookies.drop(answer, STEP_COOKIE, path=SIGN_IN_PATH)
    return answer


def _from_the_beginning(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Lead back to the form of signing in, and say there why."""
    measuring.refused(refusal)
    back = {"tiep": own_address(request.POST.get("tiep") or request.GET.get("tiep", ""))}
    return redirect(request, url("identity:sign_in", back), toast=sentence_of(refusal), tone="late")


def _form(request: HttpRequest, step: WaitingStep, refusal: Refusal | None = None) -> HttpResponse:
    is_for_reason = isinstance(refusal, EmergencyReasonNeeded)
    context = {
        "step": step,
        "reason": request.POST.get("ly_do", ""),
        "reason_fault": sentence_of(refusal) if refusal and is_for_reason else "",
        "next": own_address(request.POST.get("tiep") or request.GET.get("tiep", "")),
        "fault": sentence_of(refusal) if refusal and not is_for_reason else "",
        "takes_passkeys": takes_passkeys(request),
    }
    return page(request, "identity/second_step.html", context, status=refusal.status if refusal else 200)


@route("dang-nhap/khoa/cau-hoi", name="identity:sign_in_terms", who=EVERYONE, speaks_json=True)
def sign_in_terms(request: HttpRequest) -> HttpResponse:
    """Give what a device is asked to sign somebody in."""
    return terms(commands.sign_in_terms(site=site_of(request)))


@route("dang-nhap/khoa", name="identity:sign_in_by_passkey", who=EVERYONE, methods=("POST",), limit="sign-in")
def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Begin a session for whose key signed; what is refused leads back to the form of signing in."""
    try:
        signed_in = commands.sign_in_by_passkey(
            cast(Call, request).actor,
            site=site_of(request),
            answer=request.POST.get("dap", ""),
            agent=agent_of(request),
            address=network_of(request),
        )
    except SecondFactorNeeded as needed:
        return to_second_step(request, needed)
    except PasskeyRefused as refusal:
        return _from_the_beginning(request, refusal)
    return let_in(request, signed_in)
