"""What is mine: my reports, those I follow, my notices; tracking by code; acts on my own report."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ReporterCase
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages import commands as message_commands
from cuudinh.engines.messages import queries as messages
from cuudinh.kernel.refusal import Incomplete, NotThere
from cuudinh.sites.portal.paying import pay_pictures
from cuudinh.sites.portal.reporting import accept_photos
from cuudinh.web.answers import NOT_KEPT, faults_of, own_address, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, url

PHOTOS_OF_ACT = 4


@route("cua-toi", name="portal:mine", who=SIGNED_IN)
def mine(request: Call) -> HttpResponse:
    """List the reports I sent, those that were sent for somebody I act for, or those I follow."""
    is_followed = request.GET.get("xem") == "theo-doi"
    cursor, whose = request.GET.get("trang") or None, request.GET.get("cho", "")
    if whose and not is_followed:
        found = cases.cases_of_represented(request.actor, whose, cursor)
    else:
        found = (cases.followed_cases if is_followed else cases.my_cases)(request.actor, cursor)
    context = {
        "page": found,
        "is_followed": is_followed,
        "whose": whose,
        "represented": identity.represented(request.actor),
    }
    return page(request, "portal/mine.html", context)


@route("thong-bao", name="portal:notices", who=SIGNED_IN)
def notices(request: Call) -> HttpResponse:
    """Show my inbox, the newest first."""
    found = messages.inbox(request.actor, request.GET.get("trang") or None)
    return page(request, "portal/notices.html", {"page": found})


@route("thong-bao/da-doc", name="portal:notices_read", who=SIGNED_IN, methods=("POST",))
def notices_read(request: Call) -> HttpResponse:
    """Mark all my notices as read."""
    message_commands.mark_read(request.actor)
    return redirect(request, url("portal:notices"))


@route("tra-cuu", name="portal:track", who=EVERYONE, methods=("GET", "POST"), limit="track")
def track(request: Call) -> HttpResponse:
    """Find a case by its number, and by its tracking code when it is not public; a dossier by a phone, too.

    Code and phone are posted, never part of an address: addresses are kept in histories and logs.
    """
    number = (request.POST.get("so") or request.GET.get("so", "")).strip().upper()
    code, phone = request.POST.get("ma", "").strip(), request.POST.get("dien_thoai", "").strip()
    if not number:
        faults = {"so": _("Vui lòng nhập mã hồ sơ hoặc mã phản ánh.")} if request.method == "POST" else {}
        return _track_form(request, "", faults)
    try:
        if phone and not code:
            tracked = {"dossier": cases.tracked_by_phone(request.actor, number, phone)}
            return _not_kept(page(request, "portal/tracked.html", tracked))
        found = _seen(request, number, code)
    except NotThere:
        return _track_form(request, number, {"so": _not_found(code, phone)})
    if not code:
        return redirect(request, url("portal:case", number=number))
    context = {"case": found, "tracking_code": code, "pay_pictures": pay_pictures(found)}
    return _not_kept(page(request, "portal/case.html", context))


def _not_kept(answer: HttpResponse) -> HttpResponse:
    """What a code or a phone opened stays in no cache."""
    answer["Cache-Control"] = NOT_KEPT
    return answer


def _seen(request: Call, number: str, code: str) -> ReporterCase:
    if code:
        return cases.tracked_case(request.actor, number, code)
    return cases.reporter_case(request.actor, number)


def _not_found(code: str, phone: str) -> str:
    if phone and not code:
        return _("Không có hồ sơ nào có mã và số điện thoại này. Vui lòng kiểm tra lại từng chữ số.")
    if code:
        return _("Mã phản ánh và mã tra cứu không khớp. Vui lòng kiểm tra lại từng ký tự.")
    return _(
        "Không tìm thấy phản ánh công khai có mã này. Nếu đây là phản ánh của bạn, hãy nhập cả mã tra cứu."
    )


def _track_form(request: Call, number: str, faults: dict[str, str]) -> HttpResponse:
    context = {"number": number, "faults": faults}
    return page(request, "portal/track.html", context, status=422 if faults else 200)


@route("phan-anh/<case:number>/theo-doi", name="portal:follow", who=SIGNED_IN, methods=("POST",))
def follow(request: Call, number: str) -> HttpResponse:
    """Follow a report, or stop following it; `tiep` leads back to where the button stood."""
    if request.POST.get("thoi"):
        commands.unfollow_case(request.actor, number=number)
        told = _("Bạn không còn theo dõi phản ánh này.")
    else:
        commands.follow_case(request.actor, number=number)
        told = _("Đã theo dõi. Bạn sẽ nhận thông báo khi có diễn biến.")
    back = own_address(request.POST.get("tiep", ""), url("portal:case", number=number))
    return redirect(request, back, toast=told)


@route(
    "phan-anh/<case:number>/viec/<str:act>",
    name="portal:act",
    who=EVERYONE,
    methods=("POST",),
    limit="act",
    pictures_most=PHOTOS_OF_ACT,
)
def act_on_own(request: Call, number: str, act: str) -> HttpResponse:
    """Do an act on one's own report: reply, rate, reopen, withdraw. The tracking code stands in for an account.

    Fields are named with the act (`reopen.reason`), because one page holds the forms of several.
    """
    code = request.POST.get("tracking_code", "")
    inputs = _inputs(request.POST, f"{act}.")
    if request.FILES:
        cases.act_admitted(request.actor, number=number, act=act, tracking_code=code)
    try:
        photos = accept_photos(request, f"{act}.photos", PHOTOS_OF_ACT)
        commands.perform_act(
            request.actor, number=number, act=act, inputs=inputs, photos=photos, tracking_code=code
        )
    except Incomplete as refusal:
        faults = {_of_act(act, name): fault for name, fault in faults_of(refusal).items()}
        return _show_own(request, number, code, {"faults": faults, "given": inputs}, status=422)
    told = _("Đã ghi nhận. Cảm ơn bạn.")
    if code:
        # Without an account the next page cannot be reached by its address: it is shown here.
        return _show_own(request, number, code, {"toast": {"text": told, "tone": "good", "undo": ""}})
    return redirect(request, url("portal:case", number=number), toast=told)


def _inputs(posted: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): value
        for name, value in posted.items()
        if name.startswith(prefix) and value
    }


def _of_act(act: str, name: str) -> str:
    return name if name.startswith(f"{act}.") else f"{act}.{name}"


def _show_own(request: Call, number: str, code: str, more: dict[str, Any], status: int = 200) -> HttpResponse:
    found = _seen(request, number, code)
    context = {"case": found, "tracking_code": code, "pay_pictures": pay_pictures(found), **more}
    return _not_kept(page(request, "portal/case.html", context, status=status))
