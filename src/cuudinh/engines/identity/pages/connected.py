"""What one let other systems know, and taking it back; signing out when another system asks for it."""

from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.commands.granting import disconnect as withdraw
from cuudinh.engines.identity.provider import signing
from cuudinh.engines.identity.queries import clients
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.types import ClientView, UnknownClient, WrongReturnAddress
from cuudinh.web import cookies
from cuudinh.web.answers import page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.headers import content_policy, stream_origin
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, url

_YES = "dang-xuat"


@route("tai-khoan/ung-dung", name="identity:connected", who=SIGNED_IN)
def connected(request: HttpRequest) -> HttpResponse:
    """Show which systems one signed in to and what each may know."""
    found = clients.connections(cast(Call, request).actor)
    return page(request, "identity/connected.html", {"connections": found})


@route(
    "tai-khoan/ung-dung/<str:client_id>/thu-hoi",
    name="identity:disconnect",
    who=SIGNED_IN,
    methods=("POST",),
    limit="act",
)
def disconnect(request: HttpRequest, client_id: str) -> HttpResponse:
    """Withdraw everything that one system may know."""
    withdraw(cast(Call, request).actor, client_id=client_id)
    return redirect(
        request, url("identity:connected"), toast=_("Đã thu hồi. Ứng dụng đó không còn đọc được gì.")
    )


@route("oauth/dang-xuat", name="identity:end_session", who=EVERYONE, methods=("GET", "POST"), limit="act")
def end_session(request: HttpRequest) -> HttpResponse:
    """Ask whether to sign out everywhere when a system sends somebody here (RP-Initiated Logout 1.0)."""
    asking = _asking(request)
    back = _back(request, asking)
    if request.method == "POST":
        return _decided(request, back)
    if not cast(Call, request).actor.is_signed_in:
        return _away(request, back)
    context: dict[str, Any] = {
        "client_name": asking.name(cast(Call, request).language) if asking else "",
        "action": request.get_full_path(),
    }
    answer = page(request, "identity/end_session.html", context)
    if back:
        parts = urlsplit(back)
        allowed = f"form-action 'self' {parts.scheme}://{parts.netloc}"
        policy = content_policy(stream_origin(request)).replace("form-action 'self'", allowed)
        answer["Content-Security-Policy"] = policy
    return answer


def _asking(request: HttpRequest) -> ClientView | None:
    """Give the client that sends somebody: named by what we signed for it, or by its id."""
    named, hint = request.GET.get("client_id", ""), request.GET.get("id_token_hint", "")
    if hint:
        try:
            # What we signed may be long over; that somebody leaves is true all the same.
            keys = KeySet.import_key_set(signing.public_keys())  # type: ignore[arg-type]  # joserfc names a shape of its own for what JSON gives
            told = str(jwt.decode(hint, keys, algorithms=list(signing.ALGORITHMS)).claims.get("aud", ""))
        except (JoseError, ValueError) as fault:
            raise UnknownClient from fault
        if named and named != told:
            raise UnknownClient
        named = told
    return clients.client(named) if named else None


def _back(request: HttpRequest, asking: ClientView | None) -> str:
    wanted = request.GET.get("post_logout_redirect_uri", "")
    if not wanted:
        return ""
    if asking is None or wanted not in asking.after_sign_out_addresses:
        raise WrongReturnAddress
    state = request.GET.get("state", "")
    joint = "&" if urlsplit(wanted).query else "?"
    return f"{wanted}{joint}{urlencode({'state': state})}" if state else wanted


def _decided(request: HttpRequest, back: str) -> HttpResponse:
    if request.POST.get("quyet_dinh") != _YES:
        return redirect(request, "/")
    commands.sign_out(cast(Call, request).actor, token=cookies.of(request, COOKIE))
    answer = _away(request, back)
    cookies.drop(answer, COOKIE)
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def _away(request: HttpRequest, back: str) -> HttpResponse:
    if not back:
        return redirect(request, "/", toast=_("Bạn đã đăng xuất."))
    return HttpResponse(status=303, headers={"Location": iri_to_uri(back), "Referrer-Policy": "no-referrer"})
