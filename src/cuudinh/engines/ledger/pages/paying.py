"""What one owes: the list, the page on which it is paid by a code, and the receipt."""

from typing import Any

from django.http import HttpResponse

from cuudinh.engines.ledger import commands, queries
from cuudinh.engines.ledger.pages.words import chip_of, kind_words, lines_of, method_words, said
from cuudinh.engines.ledger.types import ChargeView
from cuudinh.kernel.money import in_words
from cuudinh.web.answers import page, part_or_page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import SIGNED_IN, route, url


@route("nop-phi", name="ledger:charges", who=SIGNED_IN)
def charges(request: Call) -> HttpResponse:
    """List what I owe and paid, the newest first."""
    found = queries.my_charges(request.actor, request.GET.get("trang") or None)
    context = {
        "rows": [(one, said(one.title), chip_of(one.standing)) for one in found.rows],
        "next": url("ledger:charges", {"trang": found.next}) if found.next else "",
    }
    return page(request, "ledger/charges.html", context)


@route("nop-phi/<str:number>", name="ledger:charge", who=SIGNED_IN)
def charge(request: Call, number: str) -> HttpResponse:
    """Show one charge: how it is made up, the code to pay it by, and what came. htmx asks for the part that waits."""
    found = queries.charge(request.actor, number)
    return part_or_page(request, "ledger/charge.html", "ledger/parts/paying.html", context_of(found))


def context_of(found: ChargeView) -> dict[str, Any]:
    """Give what the page of a charge shows, for its payer and for a desk."""
    code = queries.payment_code(found)
    return {
        "one": found,
        "title": said(found.title),
        "its": chip_of(found.standing),
        "quotes": [(quote, said(quote.title), lines_of(quote)) for quote in found.quotes],
        "kinds": kind_words(),
        "methods": method_words(),
        "code": code,
        "picture": queries.picture_of(code) if code is not None else "",
        "uses_htmx": found.waits_for_bank,
        "can_say": queries.takes_transfers(),
    }


@route(
    "nop-phi/<str:number>/chuyen-khoan", name="ledger:transfer", who=SIGNED_IN, methods=("POST",), limit="act"
)
def transfer(request: Call, number: str) -> HttpResponse:
    """Say that I pay by the code now: the bank is told, and the page waits for it."""
    commands.begin_transfer(request.actor, number=number)
    return redirect(request, url("ledger:charge", number=number))


@route("nop-phi/bien-nhan/<str:number>", name="ledger:receipt", who=SIGNED_IN)
def receipt(request: Call, number: str) -> HttpResponse:
    """Show a receipt as it is printed."""
    found = queries.receipt(request.actor, number)
    context = {
        "one": found,
        "title": said(found.title),
        "lines": [(kind_words()[kind], said(title), amount) for kind, title, amount in found.lines],
        "in_words": in_words(found.amount_vnd),
        "method": method_words()[found.method],
    }
    return page(request, "ledger/receipt.html", context)
