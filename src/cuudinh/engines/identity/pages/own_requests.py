"""Asking for something to be done with one's own data, and what became of it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.pages.request_words import state_chip
from cuudinh.engines.identity.types import RequestIncomplete, UnknownRequest
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import SIGNED_IN, route, url

_DIGITS_MOST = 18


@route("tai-khoan/yeu-cau/moi", name="identity:ask", who=SIGNED_IN, methods=("GET", "POST"), limit="register")
def ask(request: Call) -> HttpResponse:
    """Show the form of a right, and file the request."""
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("quyen", "")
    right = next((one for one in queries.rights(request.actor) if one.id == wanted), None)
    if right is None:
        raise UnknownRequest
    number = given.get("luot", "")
    look_id = int(number) if number.isdecimal() and len(number) <= _DIGITS_MOST else None
    look = queries.own_look(request.actor, look_id) if look_id is not None else None
    context: dict[str, Any] = {"right": right, "look": look, "given": given, "faults": {}}
    if request.method != "POST":
        return page(request, "identity/ask.html", context)
    try:
        filed = commands.ask_right(
            request.actor,
            right=right.id,
            words=given.get("noi_dung", ""),
            wanted=given.get("ten_dung", ""),
            look_id=look_id,
        )
    except RequestIncomplete as refusal:
        names = {"words": "noi_dung", "wanted": "ten_dung"}
        context["faults"] = {names[key]: fault for key, fault in faults_of(refusal).items()}
        return page(request, "identity/ask.html", context, status=422)
    return redirect(request, url("identity:request", number=filed), toast=_("Đã gửi yêu cầu."))


@route("tai-khoan/yeu-cau/<str:number>", name="identity:request", who=SIGNED_IN)
def own_request(request: Call, number: str) -> HttpResponse:
    """Show one of one's own requests: where it stands, by when, and what was answered."""
    found = queries.own_request(request.actor, number)
    return page(request, "identity/request.html", {"one": found, "its": state_chip(found)})


@route(
    "tai-khoan/yeu-cau/<str:number>/rut",
    name="identity:withdraw",
    who=SIGNED_IN,
    methods=("POST",),
    limit="act",
)
def withdraw(request: Call, number: str) -> HttpResponse:
    """Take one's own request back."""
    commands.withdraw_request(request.actor, number=number)
    return redirect(request, url("identity:request", number=number), toast=_("Đã rút yêu cầu."))


@route(
    "tai-khoan/yeu-cau/<str:number>/cham-dut",
    name="identity:end_effect",
    who=SIGNED_IN,
    methods=("POST",),
    limit="act",
)
def end_effect(request: Call, number: str) -> HttpResponse:
    """Take back the restriction, or the stop of looks, that one's own request set in force."""
    commands.end_own_effect(request.actor, number=number)
    return redirect(request, url("identity:request", number=number), toast=_("Đã ghi nhận."))


@route(
    "tai-khoan/yeu-cau/<str:number>/tai-ve",
    name="identity:fetch",
    who=SIGNED_IN,
    methods=("POST",),
    limit="act",
)
def fetch(request: Call, number: str) -> HttpResponse:
    """Give the copy of everything, once; it is gone from here with this."""
    content = commands.fetch_export(request.actor, number=number)
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{number}.json"'
    return answer
