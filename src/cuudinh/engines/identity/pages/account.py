"""One's own account: name, language, password, and where one is signed in."""

from dataclasses import asdict
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.pages.factors import takes_passkeys
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.types import AccountIncomplete, AlreadyRegistered, Words, WrongSignIn
from cuudinh.kernel.refusal import Refusal
from cuudinh.web import cookies
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.limits import network_of
from cuudinh.web.middleware import LANGUAGE_COOKIE
from cuudinh.web.province import province
from cuudinh.web.routes import SIGNED_IN, route, url
from cuudinh.web.wording import sentence_of

_YEAR_SECONDS = 31_536_000
_LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English", "fr": "Français"}


@route("tai-khoan", name="identity:account", who=SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """Show the account, the seats it holds and where it is signed in."""
    return _account_page(request)


def _account_page(request: HttpRequest, faults: dict[str, str] | None = None) -> HttpResponse:
    call = cast(Call, request)
    titles = {role.id: role.title for role in queries.roles()}
    seats = [
        (
            _in(titles.get(seat.role, {}), call.language) or seat.role,
            queries.office_name(seat.office_id, call.language),
            queries.staff_name(seat.behalf.account_id) if seat.behalf is not None else "",
        )
        for seat in call.actor.seats
    ]
    context = {
        "actor": call.actor,
        "has_proved_name": queries.has_proved_name(call.actor),
        "has_password": queries.has_password(call.actor),
        "seats": seats,
        "sessions": [
            {**asdict(one), "place_words": place_words(one.place)}
            for one in queries.sessions_of(call.actor, cookies.of(call, COOKIE))
        ],
        "methods": method_words(),
        "factors": queries.factors_of(call.actor),
        "takes_passkeys": takes_passkeys(request),
        "languages": [(code, _LANGUAGE_NAMES.get(code, code)) for code in province().languages],
        "faults": faults or {},
        "sign_on": queries.sign_on_standing(call.actor),
        "phone_end": queries.phone_end(call.actor),
        "offers_representation": queries.offers_representation(),
    }
    return page(request, "identity/account.html", context, status=422 if faults else 200)


def place_words(place: str) -> str:
    """Say what is known of a network: that it is inside, or how its address begins; no country is guessed."""
    if place == "internal":
        return _("mạng nội bộ")
    return _("mạng %(start)s.…") % {"start": place} if place else ""


def method_words() -> dict[str, str]:
    """Give how a session can have begun, in words."""
    return {
        "password": _("bằng mật khẩu"),
        "totp": _("bằng mật khẩu và mã"),
        "recovery": _("bằng mật khẩu và mã dự phòng"),
        "passkey": _("bằng khóa truy cập"),
        "vneid": _("bằng VNeID"),
    }


def _in(words: Words, language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")


@route("tai-khoan/ten", name="identity:name", who=SIGNED_IN, methods=("POST",), limit="act")
def name(request: HttpRequest) -> HttpResponse:
    """Change one's own name."""
    try:
        commands.change_name(cast(Call, request).actor, name=request.POST.get("ho_ten", ""))
    except AccountIncomplete as refusal:
        return _account_page(request, {"ho_ten": faults_of(refusal)["name"]})
    return redirect(request, url("identity:account"), toast=_("Đã đổi tên."))


@route("tai-khoan/dien-thoai", name="identity:phone", who=SIGNED_IN, methods=("POST",), limit="register")
def phone(request: HttpRequest) -> HttpResponse:
    """Add a phone number to an account that has none."""
    try:
        commands.add_phone(
            cast(Call, request).actor, phone=request.POST.get("dien_thoai", ""), address=network_of(request)
        )
    except AccountIncomplete as refusal:
        return _account_page(request, {"dien_thoai": faults_of(refusal)["phone"]})
    except AlreadyRegistered as refusal:
        return _account_page(request, {"dien_thoai": sentence_of(refusal)})
    return redirect(request, url("identity:account"), toast=_("Đã lưu số điện thoại."))


@route("tai-khoan/ngon-ngu", name="identity:language", who=SIGNED_IN, methods=("POST",), limit="act")
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the account and of this browser."""
    wanted = request.POST.get("ngon_ngu", "")
    if wanted not in province().languages:
        return redirect(request, url("identity:account"))
    commands.change_language(cast(Call, request).actor, language=wanted)
    with override(wanted):
        answer = redirect(request, url("identity:account"), toast=_("Đã đổi ngôn ngữ."))
    cookies.put(request, answer, LANGUAGE_COOKIE, wanted, seconds=_YEAR_SECONDS)
    return answer


@route(
    "tai-khoan/mat-khau",
    name="identity:password",
    who=SIGNED_IN,
    methods=("POST",),
    limit="sign-in",
    hashes_passwords=True,
)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session ends."""
    try:
        commands.change_password(
            cast(Call, request).actor,
            old=request.POST.get("cu", ""),
            new=request.POST.get("moi", ""),
            token=cookies.of(request, COOKIE),
        )
    except (WrongSignIn, AccountIncomplete) as refusal:
        return _account_page(request, _password_faults(refusal))
    told = _("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.")
    return redirect(request, url("identity:account"), toast=told)


def _password_faults(refusal: Refusal) -> dict[str, str]:
    if isinstance(refusal, WrongSignIn):
        return {"cu": _("Mật khẩu hiện tại không đúng.")}
    return {"moi": faults_of(refusal)["new"]}


@route(
    "tai-khoan/phien/<int:session_id>", name="identity:revoke", who=SIGNED_IN, methods=("POST",), limit="act"
)
def revoke(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one of one's other devices out."""
    commands.revoke_session(cast(Call, request).actor, session_id=session_id)
    return redirect(request, url("identity:account"), toast=_("Đã đăng xuất thiết bị đó."))


@route(
    "tai-khoan/dang-xuat-moi-noi",
    name="identity:sign_out_everywhere",
    who=SIGNED_IN,
    methods=("POST",),
    limit="act",
)
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of one's own, this one too."""
    commands.sign_out_everywhere(cast(Call, request).actor)
    answer = redirect(request, url("identity:sign_in"), toast=_("Bạn đã đăng xuất trên mọi thiết bị."))
    cookies.drop(answer, COOKIE)
    answer["Clear-Site-Data"] = '"cache"'
    return answer
