"""Second factors of one's own account: an application that shows codes, codes on paper, passkeys."""

from typing import cast

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.passkeys import Site, rp_id_of
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.types import PasskeyRefused, WrongFactor
from cuudinh.kernel.refusal import Refusal
from cuudinh.web import cookies, measuring
from cuudinh.web.answers import NOT_KEPT, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import SIGNED_IN, route, url
from cuudinh.web.wording import sentence_of


def site_of(request: HttpRequest) -> Site:
    """Give where this request asks, for passkeys. Raises `PasskeyRefused` where none can be bound to the host."""
    host = cast(Call, request).host
    rp_id = rp_id_of(host, settings.ALLOWED_HOSTS)
    if not rp_id:
        raise PasskeyRefused
    scheme = "https" if request.is_secure() or settings.CUUDINH_HTTPS else "http"
    return Site(rp_id, f"{scheme}://{host}", province().name)


def takes_passkeys(request: HttpRequest) -> bool:
    """Whether passkeys can be bound to the host that is asked; they cannot to a bare address."""
    return bool(rp_id_of(cast(Call, request).host, settings.ALLOWED_HOSTS))


def terms(said: str) -> HttpResponse:
    """Give what a device is asked, for the script of the page; good for some minutes and for nobody to keep."""
    return HttpResponse(said, content_type="application/json", headers={"Cache-Control": NOT_KEPT})


def _token(request: HttpRequest) -> str:
    return cookies.of(request, COOKIE)


@route("tai-khoan/ma-xac-thuc", name="identity:authenticator", who=SIGNED_IN)
def authenticator(request: HttpRequest) -> HttpResponse:
    """Show what an application is set up with, until it shows a code."""
    return _authenticator(request)


def _authenticator(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    setup = queries.authenticator_setup(cast(Call, request).actor, province().name)
    if setup is None:
        return redirect(request, url("identity:account"))
    context = {
        "setup": setup,
        "picture": segno.make(setup.address, micro=False).svg_data_uri(scale=5, border=2, light="#fff"),
        "fault": sentence_of(refusal) if refusal else "",
    }
    return page(request, "identity/authenticator.html", context, status=refusal.status if refusal else 200)


@route(
    "tai-khoan/ma-xac-thuc/thiet-lap",
    name="identity:begin_authenticator",
    who=SIGNED_IN,
    methods=("POST",),
    limit="act",
)
def begin_authenticator(request: HttpRequest) -> HttpResponse:
    """Begin to set an application up."""
    commands.begin_authenticator(cast(Call, request).actor)
    return redirect(request, url("identity:authenticator"))


@route(
    "tai-khoan/ma-xac-thuc/xac-nhan",
    name="identity:confirm_authenticator",
    who=SIGNED_IN,
    methods=("POST",),
    limit="sign-in",
)
def confirm_authenticator(request: HttpRequest) -> HttpResponse:
    """Let the application count by a code that it shows, and show the codes on paper this once."""
    code = request.POST.get("ma", "")
    try:
        codes = commands.confirm_authenticator(cast(Call, request).actor, code=code, token=_token(request))
    except WrongFactor as refusal:
        measuring.refused(refusal)
        return _authenticator(request, refusal)
    return page(request, "identity/recovery_codes.html", {"codes": codes, "is_first": True})


@route(
    "tai-khoan/ma-xac-thuc/go",
    name="identity:remove_authenticator",
    who=SIGNED_IN,
    methods=("POST",),
    limit="act",
)
def remove_authenticator(request: HttpRequest) -> HttpResponse:
    """Take the application away."""
    commands.remove_authenticator(cast(Call, request).actor, token=_token(request))
    told = _("Đã gỡ ứng dụng tạo mã. Các thiết bị khác đã được đăng xuất.")
    return redirect(request, url("identity:account"), toast=told)


@route("tai-khoan/ma-du-phong", name="identity:recovery_codes", who=SIGNED_IN, methods=("POST",), limit="act")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new codes on paper, and show them this once."""
    codes = commands.renew_recovery_codes(cast(Call, request).actor)
    return page(request, "identity/recovery_codes.html", {"codes": codes, "is_first": False})


@route(
    "tai-khoan/khoa/cau-hoi",
    name="identity:passkey_terms",
    who=SIGNED_IN,
    speaks_json=True,
)
def passkey_terms(request: HttpRequest) -> HttpResponse:
    """Give what a device is asked to make a key."""
    return terms(commands.registration_terms(cast(Call, request).actor, site=site_of(request)))


@route("tai-khoan/khoa", name="identity:passkey", who=SIGNED_IN, methods=("GET", "POST"), limit="act")
def passkey(request: HttpRequest) -> HttpResponse:
    """Show the form in which a key is named and made; keep the key that the device made."""
    if request.method != "POST":
        commands.registration_terms(cast(Call, request).actor, site=site_of(request))
        return page(request, "identity/passkey.html", {"fault": ""})
    try:
        commands.register_passkey(
            cast(Call, request).actor,
            site=site_of(request),
            answer=request.POST.get("dap", ""),
            name=request.POST.get("ten_khoa", "") or _("Khóa truy cập"),
            token=_token(request),
        )
    except PasskeyRefused as refusal:
        measuring.refused(refusal)
        return page(request, "identity/passkey.html", {"fault": sentence_of(refusal)}, status=422)
    return redirect(request, url("identity:account"), toast=_("Đã thêm khóa truy cập."))


@route(
    "tai-khoan/khoa/<int:passkey_id>/go",
    name="identity:remove_passkey",
    who=SIGNED_IN,
    methods=("POST",),
    limit="act",
)
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Take a passkey away."""
    commands.remove_passkey(cast(Call, request).actor, passkey_id=passkey_id, token=_token(request))
    told = _("Đã gỡ khóa truy cập. Các thiết bị khác đã được đăng xuất.")
    return redirect(request, url("identity:account"), toast=told)
