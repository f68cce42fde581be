"""Signing in by VNeID: to it and back, and linking it to an account of staff."""

from datetime import datetime
from typing import Any, Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.pages.entrance import agent_of, with_new_token, with_session
from cuudinh.engines.identity.ports import SignOnAnswer
from cuudinh.engines.identity.reasons import sentence_of_reason
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.types import (
    AccountUnderReview,
    SignedOn,
    SignOnPurpose,
    SignOnRefused,
    SignOnSilent,
    WrongSignIn,
)
from cuudinh.kernel.refusal import Refusal
from cuudinh.web import cookies, measuring
from cuudinh.web.answers import own_address, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.limits import network_of
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, url
from cuudinh.web.wording import sentence_of

# Brought back to the answer only: whoever has no such cookie did not begin it here.
BROWSER_COOKIE: Final = "cd_sign_on"
_COOKIE_PATH: Final = "/dang-nhap"
_COOKIE_SECONDS: Final = 600
_FIELD_MOST: Final = 4_000


@route("dang-nhap/vneid", name="identity:vneid", who=EVERYONE, limit="sign-in")
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to VNeID; `vai=can-bo` is for staff who linked it."""
    purpose: SignOnPurpose = "staff" if request.GET.get("vai") == "can-bo" else "resident"
    leads_to = own_address(request.GET.get("tiep", ""))
    try:
        begun = commands.begin_sign_on(
            cast(Call, request).actor,
            purpose=purpose,
            return_address=_return_address(request),
            leads_to=leads_to,
        )
    except (SignOnRefused, SignOnSilent) as refusal:
        return _refused(request, refusal)
    answer = HttpResponse(status=303, headers={"Location": begun.address, "Cache-Control": "no-store"})
    return _with_browser(request, answer, begun.browser)


@route("tai-khoan/vneid", name="identity:link_vneid", who=SIGNED_IN, methods=("POST",), limit="sign-in")
def begin_link(request: HttpRequest) -> HttpResponse:
    """Begin to link VNeID to the account of staff; the next page leads there, since a form may not."""
    begun = commands.begin_sign_on(
        cast(Call, request).actor,
        purpose="link",
        return_address=_return_address(request),
        leads_to=url("identity:account"),
    )
    answer = page(request, "identity/to_vneid.html", {"address": begun.address})
    return _with_browser(request, answer, begun.browser)


@route("xac-nhan/vneid", name="identity:step_up_vneid", who=SIGNED_IN, limit="sign-in")
def begin_confirm(request: HttpRequest) -> HttpResponse:
    """Send the browser to VNeID for its owner to prove themselves again."""
    try:
        begun = commands.begin_sign_on(
            cast(Call, request).actor,
            purpose="confirm",
            return_address=_return_address(request),
            leads_to=own_address(request.GET.get("tiep", "")),
        )
    except (SignOnRefused, SignOnSilent) as refusal:
        return _refused(request, refusal)
    answer = HttpResponse(status=303, headers={"Location": begun.address, "Cache-Control": "no-store"})
    return _with_browser(request, answer, begun.browser)


@route(
    "dang-nhap/lien-ket",
    name="identity:invited_link",
    who=EVERYONE,
    methods=("GET", "POST"),
    limit="sign-in",
)
def invited_link(request: HttpRequest) -> HttpResponse:
    """Take the code that an administrator told a member of staff, and lead on to VNeID, where its owner confirms."""
    if request.method != "POST":
        return _invited_form(request)
    try:
        begun = commands.begin_invited_link(
            login=request.POST.get("ten", ""),
            code=request.POST.get("ma", ""),
            return_address=_return_address(request),
            leads_to=url("identity:account"),
            address=network_of(request),
        )
    except WrongSignIn as refusal:
        measuring.refused(refusal)
        return _invited_form(request, refusal)
    answer = page(request, "identity/to_vneid.html", {"address": begun.address})
    return _with_browser(request, answer, begun.browser)


def _invited_form(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    fault = _("Tên đăng nhập hoặc mã không đúng, hoặc mã đã hết hạn.") if refusal else ""
    context = {"login": request.POST.get("ten", ""), "fault": fault}
    return page(request, "identity/invited_link.html", context, status=refusal.status if refusal else 200)


@route("tai-khoan/vneid/go", name="identity:unlink_vneid", who=SIGNED_IN, methods=("POST",), limit="act")
def unlink(request: HttpRequest) -> HttpResponse:
    """Take VNeID off one's account of staff."""
    commands.unlink_sign_on(cast(Call, request).actor)
    return redirect(request, url("identity:account"), toast=_("Đã gỡ liên kết VNeID."))


@route("dang-nhap/vneid/tra-loi", name="identity:vneid_answer", who=EVERYONE, limit="sign-in")
def finish(request: HttpRequest) -> HttpResponse:
    """Take the answer of VNeID that the browser brings, and begin a session or say why not."""
    given = {name: request.GET.get(name, "")[:_FIELD_MOST] for name in ("state", "code", "iss", "error")}
    answer = SignOnAnswer(given["state"], given["code"], given["iss"], given["error"])
    try:
        ended = commands.finish_sign_on(
            cast(Call, request).actor,
            answer=answer,
            browser=cookies.of(request, BROWSER_COOKIE),
            return_address=_return_address(request),
            agent=agent_of(request),
            address=network_of(request),
            token=cookies.of(request, COOKIE),
        )
    except (SignOnRefused, SignOnSilent, AccountUnderReview) as refusal:
        return _without_browser(_refused(request, refusal))
    return _without_browser(_ended(request, ended))


def _ended(request: HttpRequest, ended: SignedOn) -> HttpResponse:
    told = {
        "known": "",
        "staff": "",
        "convert": _("Tài khoản của bạn đã được xác thực bằng VNeID. Mật khẩu cũ không dùng nữa."),
        "new": _("Đã mở tài khoản của bạn bằng VNeID. Thêm số điện thoại ở trang Tài khoản để được báo tin."),
        "linked": _("Đã liên kết VNeID. Từ nay bạn có thể đăng nhập bằng VNeID."),
        "invited": _("Đã liên kết VNeID. Từ nay bạn có thể đăng nhập bằng VNeID."),
        "confirmed": _("Đã xác nhận danh tính."),
    }[ended.outcome]
    answer = redirect(request, own_address(ended.leads_to), toast=told)
    if ended.outcome == "confirmed":
        return with_new_token(request, answer)
    return answer if ended.signed_in is None else with_session(request, answer, ended.signed_in)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say why nobody was signed in, and what can be done."""
    measuring.refused(refusal)
    reason, since = str(refusal.facts.get("reason", "")), refusal.facts.get("since")
    context: dict[str, Any] = {
        "review_number": refusal.facts.get("number"),
        "review_since": datetime.fromisoformat(since) if since else None,
        "sentence": sentence_of_reason(reason) if reason else sentence_of(refusal),
        "is_review": isinstance(refusal, AccountUnderReview),
        "is_silent": isinstance(refusal, SignOnSilent),
        "request_id": cast(Call, request).request_id,
    }
    return page(request, "identity/not_signed_on.html", context, status=refusal.status)


def _return_address(request: HttpRequest) -> str:
    """Give where VNeID sends people back to; the host was found to be one of ours."""
    scheme = "https" if settings.CUUDINH_HTTPS else request.scheme
    return f"{scheme}://{request.get_host()}{url('identity:vneid_answer')}"


def _with_browser(request: HttpRequest, answer: HttpResponse, browser: str) -> HttpResponse:
    cookies.put(request, answer, BROWSER_COOKIE, browser, seconds=_COOKIE_SECONDS, path=_COOKIE_PATH)
    return answer


def _without_browser(answer: HttpResponse) -> HttpResponse:
    cookies.drop(answer, BROWSER_COOKIE, path=_COOKIE_PATH)
    answer["Cache-Control"] = "no-store"
    return answer
