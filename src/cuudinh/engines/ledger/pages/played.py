"""A page of a demonstration: play the bank, so that whoever tries the platform sees what happens when money comes."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.ledger import commands
from cuudinh.engines.ledger.banking import bank, is_played
from cuudinh.engines.ledger.ports import PlayedPort
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import NotThere
from cuudinh.web.answers import page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, route, url

_WORDS_MOST = 100
_AMOUNT_MOST_VND = 10_000_000_000


@route("gia-lap/ngan-hang", name="ledger:played", who=EVERYONE, methods=("GET", "POST"), limit="act")
def played(request: Call) -> HttpResponse:
    """Let invented money come for whatever its words name; nowhere but in a demonstration. Raises `NotThere`."""
    if not is_played():
        raise NotThere
    given = request.POST if request.method == "POST" else request.GET
    words, typed = given.get("noi-dung", "").strip()[:_WORDS_MOST], given.get("so-tien", "")
    amount_vnd = _amount(typed)
    faults: dict[str, str] = {}
    if request.method == "POST":
        faults |= {} if words else {"noi-dung": _("Ghi nội dung chuyển khoản.")}
        faults |= {} if amount_vnd else {"so-tien": _("Ghi số tiền bằng chữ số, ví dụ 50.000.")}
        if not faults:
            return _come(request, words, amount_vnd)
    context = {"words": words, "amount": typed, "faults": faults}
    return page(request, "ledger/played.html", context, status=422 if faults else 200)


def _come(request: Call, words: str, amount_vnd: int) -> HttpResponse:
    asked = bank()
    assert isinstance(asked, PlayedPort), "only a bank that is played is asked to play"
    commands.take_move(bank_name=asked.name, move=asked.play(words, amount_vnd, clock.now()))
    told = _("Ngân hàng giả lập đã báo có tiền. Trang của khoản thu đổi trong giây lát.")
    to = url("ledger:charges") if request.actor.is_signed_in else url("ledger:played")
    return redirect(request, to, toast=told)


def _amount(typed: str) -> int:
    """Give an amount as people type it: 50.000 or 50000; 0 where it is none."""
    plain = typed.replace(".", "").replace(" ", "").removesuffix("đ")
    amount = int(plain) if plain.isdecimal() and plain.isascii() and len(plain) <= 11 else 0
    return amount if amount <= _AMOUNT_MOST_VND else 0
