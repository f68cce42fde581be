"""The desk of fees: charges of an office, money taken, given back by two people, and what the bank says."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.ledger import commands, queries
from cuudinh.engines.ledger.pages.paying import context_of
from cuudinh.engines.ledger.pages.words import chip_of, said, standing_words
from cuudinh.engines.ledger.types import Method, UnknownCharge, WrongAmount
from cuudinh.kernel import ids
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Incomplete
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

COLLECTORS: Final = seated("officer", "head")
Doing = Callable[[Actor, str, Mapping[str, str]], None]


@route("lam-viec/thu-phi", name="ledger:desk", who=COLLECTORS)
def desk(request: Call) -> HttpResponse:
    """Show the charges of my offices: those with open money, of one standing, or of a number."""
    standing, number = request.GET.get("xem", ""), request.GET.get("so", "").strip()
    cursor = request.GET.get("trang") or None
    found = queries.desk_charges(request.actor, standing=standing, number=number, cursor=cursor)
    more = {"xem": standing, "so": number, "trang": found.next}
    context = {
        "rows": [(one, said(one.title), chip_of(one.standing)) for one in found.rows],
        "standings": standing_words(),
        "standing": standing,
        "number": number,
        "next": url("ledger:desk", more) if found.next else "",
    }
    return page(request, "ledger/desk.html", context)


@route("lam-viec/thu-phi/doi-chieu", name="ledger:bank", who=COLLECTORS)
def bank(request: Call) -> HttpResponse:
    """Show money nobody knows, and how the statements of the bank agreed with the book."""
    context = {"loose": queries.loose_money(request.actor), "runs": queries.latest_runs(request.actor)}
    return page(request, "ledger/bank.html", {**context, "faults": {}, "given": {}})


@route("lam-viec/thu-phi/doi-chieu/gan", name="ledger:claim", who=COLLECTORS, methods=("POST",), limit="act")
def claim(request: Call) -> HttpResponse:
    """Say for which charge money came that named none."""
    given = request.POST
    line, number = given.get("line", ""), given.get("number", "").strip().upper()
    try:
        line_id = int(line) if line.isdecimal() else 0
        commands.claim_loose(request.actor, line_id=line_id, number=number, reason=given.get("reason", ""))
    except (Incomplete, UnknownCharge) as refusal:
        faults = faults_of(refusal) or {"number": str(refusal)}
        context = {"loose": queries.loose_money(request.actor), "runs": queries.latest_runs(request.actor)}
        more = {"faults": faults, "given": given.dict()}
        return page(request, "ledger/bank.html", {**context, **more}, status=422)
    return redirect(request, url("ledger:desk_charge", number=number), toast=_("Đã gắn tiền vào khoản này."))


@route("lam-viec/thu-phi/khoan/<str:number>", name="ledger:desk_charge", who=COLLECTORS)
def desk_charge(request: Call, number: str) -> HttpResponse:
    """Show one charge to the office it is paid to, with what may be done."""
    return _shown(request, number, {}, {})


def _shown(request: Call, number: str, faults: Mapping[str, str], given: Mapping[str, str]) -> HttpResponse:
    found = queries.charge(request.actor, number)
    context: dict[str, Any] = context_of(found)
    # A desk shows the same code to whoever stands there, and never waits.
    context |= {"uses_htmx": False, "can_say": False, "faults": dict(faults), "given": dict(given)}
    context["key"] = given.get("key") or ids.token()
    status = 422 if faults else 200
    return page(request, "ledger/desk_charge.html", context, status=status)


@route(
    "lam-viec/thu-phi/khoan/<str:number>/<str:deed>",
    name="ledger:desk_act",
    who=COLLECTORS,
    methods=("POST",),
    limit="act",
)
def desk_act(request: Call, number: str, deed: str) -> HttpResponse:
    """Do one act on a charge: take money, withdraw it, propose or decide to give back."""
    if deed not in _DOINGS:
        raise UnknownCharge
    try:
        _DOINGS[deed](request.actor, number, request.POST.dict())
    except Incomplete as refusal:
        named = {f"{deed}-{key}": fault for key, fault in faults_of(refusal).items()}
        return _shown(request, number, named, request.POST.dict())
    return redirect(request, url("ledger:desk_charge", number=number), toast=_("Đã ghi nhận."))


def _amount(given: Mapping[str, str], name: str) -> int:
    """Give an amount as people type it: 50.000 or 50000. Raises `WrongAmount`."""
    plain = given.get(name, "").replace(".", "").replace(",", "").replace(" ", "").removesuffix("đ")
    if not plain.isdecimal() or not plain.isascii() or len(plain) > 13:
        raise WrongAmount(faults={"amount": _("Ghi số tiền bằng chữ số, ví dụ 50.000.")})
    return int(plain)


def _collect(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    method: Method = "card" if given.get("thu-method") == "card" else "cash"
    amount = _amount(given, "thu-amount")
    commands.collect(actor, number=number, method=method, amount_vnd=amount, key=given.get("key", ""))


def _withdraw(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    commands.withdraw_charge(actor, number=number, reason=given.get("khong-thu-reason", ""))


def _propose(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    amount, reason = _amount(given, "hoan-amount"), given.get("hoan-reason", "")
    commands.propose_refund(actor, number=number, amount_vnd=amount, reason=reason)


def _decide(actor: Actor, number: str, given: Mapping[str, str]) -> None:
    refund = given.get("refund", "")
    commands.decide_refund(
        actor,
        number=number,
        refund_id=int(refund) if refund.isdecimal() else 0,
        is_approved=given.get("verdict") == "approve",
        words=given.get("duyet-hoan-reason", ""),
    )


_DOINGS: Final[Mapping[str, Doing]] = {
    "thu": _collect,
    "khong-thu": _withdraw,
    "hoan": _propose,
    "duyet-hoan": _decide,
}
