"""Signing in, registering and signing out."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.challenges import LIFE
from cuudinh.engines.identity.demonstration import DemoSignIn, demo_sign_ins
from cuudinh.engines.identity.pages.factors import takes_passkeys
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AlreadyRegistered,
    SecondFactorNeeded,
    SignedIn,
    WrongSignIn,
)
from cuudinh.kernel.refusal import Refusal
from cuudinh.web import cookies, measuring
from cuudinh.web.answers import faults_of, own_address, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.limits import network_of
from cuudinh.web.middleware import LANGUAGE_COOKIE
from cuudinh.web.routes import EVERYONE, route, url
from cuudinh.web.wording import sentence_of

# Names the browser to the one login that was used in it last; brought to the page of signing in only.
DEVICE_COOKIE = "cd_device"
STEP_COOKIE = "cd_step"
SIGN_IN_PATH = "/dang-nhap"
_YEAR_SECONDS = 31_536_000


@route(
    "dang-nhap",
    name="identity:sign_in",
    who=EVERYONE,
    methods=("GET", "POST"),
    limit="sign-in",
    hashes_passwords=True,
)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form of signing in, and begin a session; in a demonstration `mau` fills it with somebody."""
    if request.method != "POST":
        found = _demo_sign_in(request)
        return (
            _sign_in_form(request, login=found.login, password=found.password)
            if found
            else _sign_in_form(request)
        )
    login, password = request.POST.get("ten", ""), request.POST.get("mat_khau", "")
    try:
        signed_in = commands.sign_in(
            _call(request).actor,
            login=login,
            password=password,
            device=cookies.of(request, DEVICE_COOKIE),
            agent=agent_of(request),
            address=network_of(request),
        )
    except SecondFactorNeeded as needed:
        return to_second_step(request, needed)
    except WrongSignIn as refusal:
        measuring.refused(refusal)
        return _sign_in_form(request, login=login, refusal=refusal)
    return let_in(request, signed_in)


def to_second_step(request: HttpRequest, needed: SecondFactorNeeded) -> HttpResponse:
    """Lead on to the second step; what was proved waits in a cookie that no script and no other page can read."""
    back = own_address(request.POST.get("tiep", ""))
    answer = redirect(request, url("identity:second_step", {"tiep": back}))
    seconds = int(LIFE.total_seconds())
    cookies.put(request, answer, STEP_COOKIE, needed.pending, seconds=seconds, path=SIGN_IN_PATH)
    return answer


def _sign_in_form(
    request: HttpRequest, *, login: str = "", password: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "login": login,
        "password": password,
        "refusal": sentence_of(refusal) if refusal else "",
        "next": own_address(request.POST.get("tiep") or request.GET.get("tiep", "")),
        "demo_sign_ins": demo_sign_ins(),
        "takes_passkeys": takes_passkeys(request),
        "sign_on": queries.sign_on_standing(_call(request).actor),
        "by_password": bool(login or refusal or request.GET.get("cach") == "mat-khau"),
    }
    return page(request, "identity/sign_in.html", context, status=refusal.status if refusal else 200)


def _demo_sign_in(request: HttpRequest) -> DemoSignIn | None:
    wanted = request.GET.get("mau")
    return next((one for one in demo_sign_ins() if one.login == wanted), None)


@route(
    "dang-ky",
    name="identity:register",
    who=EVERYONE,
    methods=("GET", "POST"),
    limit="register",
    hashes_passwords=True,
)
def register(request: HttpRequest) -> HttpResponse:
    """Show the form of registering, open an account and sign in with it."""
    if request.method != "POST":
        return _register_form(request)
    name, phone = request.POST.get("ho_ten", ""), request.POST.get("dien_thoai", "")
    password, call = request.POST.get("mat_khau", ""), _call(request)
    address = network_of(request)
    try:
        commands.register_resident(
            call.actor, name=name, phone=phone, password=password, address=address, language=call.language
        )
    except (AccountIncomplete, AlreadyRegistered) as refusal:
        return _register_form(request, refusal)
    signed_in = commands.sign_in(
        call.actor, login=phone, password=password, agent=agent_of(request), address=address
    )
    return let_in(request, signed_in)


def _register_form(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    names = {"name": "ho_ten", "phone": "dien_thoai", "password": "mat_khau"}
    faults = {names[key]: fault for key, fault in faults_of(refusal).items()} if refusal else {}
    context: dict[str, Any] = {
        "name": request.POST.get("ho_ten", ""),
        "phone": request.POST.get("dien_thoai", ""),
        "faults": faults,
        "refusal": sentence_of(refusal) if refusal and not faults else "",
        "next": own_address(request.POST.get("tiep") or request.GET.get("tiep", "")),
    }
    return page(request, "identity/register.html", context, status=refusal.status if refusal else 200)


@route("dang-xuat", name="identity:sign_out", who=EVERYONE, methods=("POST",), limit="act")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and forget its cookie; what a shared computer kept of the pages goes too."""
    commands.sign_out(_call(request).actor, token=cookies.of(request, COOKIE))
    answer = redirect(request, "/", toast=_("Bạn đã đăng xuất."))
    cookies.drop(answer, COOKIE)
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def let_in(request: HttpRequest, signed_in: SignedIn) -> HttpResponse:
    """Lead on to where the form asked to, past the page of a factor that is owed, with the session just begun."""
    to = own_address(request.POST.get("tiep", ""))
    if queries.factor_owed(signed_in.actor) is not None:
        to = url("identity:factor_owed", {"tiep": to})
    return with_session(request, redirect(request, to), signed_in)


def with_session(request: HttpRequest, answer: HttpResponse, signed_in: SignedIn) -> HttpResponse:
    """Hand the token over in a cookie that no script can read; the session this browser had before is over."""
    before = cookies.of(request, COOKIE)
    if before:
        commands.replace_session(_call(request).actor, old=before, new=signed_in.token)
    rotate_token(request)
    cookies.put(request, answer, COOKIE, signed_in.token, seconds=signed_in.seconds_most)
    cookies.put(request, answer, LANGUAGE_COOKIE, signed_in.actor.language, seconds=_YEAR_SECONDS)
    if signed_in.device:
        cookies.put(
            request, answer, DEVICE_COOKIE, signed_in.device, seconds=_YEAR_SECONDS, path=SIGN_IN_PATH
        )
    return answer


def with_new_token(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Give the session of this browser another token, once it was proved anew whose it is."""
    renewed = commands.renew_token(_call(request).actor, token=cookies.of(request, COOKIE))
    cookies.put(request, answer, COOKIE, renewed.token, seconds=renewed.seconds_most)
    return answer


def agent_of(request: HttpRequest) -> str:
    """Give what a browser says of itself."""
    return request.headers.get("User-Agent", "")


def _call(request: HttpRequest) -> Call:
    return cast(Call, request)
