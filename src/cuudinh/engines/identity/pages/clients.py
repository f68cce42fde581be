"""Other systems as administrators see them: what each may ask, who told of whom, and how both sides agree."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.queries import clients as queries
from cuudinh.engines.identity.queries import provisioning
from cuudinh.engines.identity.types import Ask, ClientExists, ClientIncomplete, NewClient, Secret
from cuudinh.kernel.refusal import Refusal
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url
from cuudinh.web.wording import sentence_of

_MANAGERS = seated("administrator")
_FIELDS = {
    "client_id": "ma",
    "names": "ten",
    "return_addresses": "dia_chi",
    "sign_out_address": "bao_dang_xuat",
    "asks": "muc",
    "least_level": "muc_do",
    "grants": "cach_dung",
    "sector": "mien",
    "reason": "ly_do",
}


@route("lam-viec/ung-dung", name="identity:clients", who=_MANAGERS, methods=("GET", "POST"), limit="act")
def clients(request: HttpRequest) -> HttpResponse:
    """Show every system with what it may ask, and register one."""
    if request.method != "POST":
        return _page(request)
    try:
        _view, secret = commands.add_client(_call(request).actor, asked=_asked(request))
    except (ClientIncomplete, ClientExists) as refusal:
        return _page(request, refusal=refusal)
    return _page(request, secret=secret)


def _asked(request: HttpRequest) -> NewClient:
    given = request.POST
    addresses = tuple(given.get("dia_chi", "").split())
    provisions = ("client_credentials",) if given.get("scim") else ()
    return NewClient(
        client_id=given.get("ma", "").strip(),
        names={"vi": given.get("ten", "")},
        return_addresses=addresses,
        sign_out_address=given.get("bao_dang_xuat", "").strip(),
        sector=given.get("mien", "").strip(),
        asks=tuple(Ask(one) for one in given.getlist("muc")),
        grants=(*(("authorization_code", "refresh_token") if addresses else ()), *provisions),
        must_push=bool(given.get("par")),
        least_level=int(level) if (level := given.get("muc_do", "1")).isdecimal() and len(level) == 1 else 0,
    )


def _page(
    request: HttpRequest, *, refusal: Refusal | None = None, secret: Secret | None = None
) -> HttpResponse:
    call = _call(request)
    faults = faults_of(refusal) if refusal else {}
    context: dict[str, Any] = {
        "clients": queries.all_clients(call.actor),
        "statements": provisioning.statements(call.actor),
        "items": queries.items(),
        "item_titles": {
            item.id: str(item.title.get(call.language) or next(iter(item.title.values()), item.id))
            for item in queries.items()
        },
        "given": request.POST,
        "chosen": request.POST.getlist("muc"),
        "faults": {_FIELDS.get(name, name): fault for name, fault in faults.items()},
        "refusal": sentence_of(refusal) if refusal and not faults else "",
        "secret": secret,
    }
    answer = page(request, "identity/clients.html", context, status=refusal.status if refusal else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer


@route(
    "lam-viec/ung-dung/<str:client_id>/<str:act>",
    name="identity:client_act",
    who=_MANAGERS,
    methods=("POST",),
    limit="act",
)
def act(request: HttpRequest, client_id: str, act: str) -> HttpResponse:
    """Give a system a new secret, or withdraw it for a reason."""
    actor = _call(request).actor
    if act == "khoa-moi":
        return _page(request, secret=commands.rotate_secret(actor, client_id=client_id))
    try:
        commands.withdraw_client(actor, client_id=client_id, reason=request.POST.get("ly_do", ""))
    except ClientIncomplete as refusal:
        return _page(request, refusal=refusal)
    return redirect(request, url("identity:clients"), toast=_("Đã thu hồi ứng dụng."))


@route("lam-viec/doi-soat/<int:statement_id>", name="identity:statement", who=_MANAGERS)
def statement(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Show in what a system and we differ, by reason."""
    call = _call(request)
    found, rows = provisioning.statement_with_exceptions(
        call.actor, statement_id, reason=request.GET.get("ly_do", "")
    )
    return page(request, "identity/statement.html", {"one": found, "rows": rows})


def _call(request: HttpRequest) -> Call:
    return cast(Call, request)
