"""How money and its standing are put into words on pages."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import get_language, gettext

from cuudinh.engines.ledger.types import Quote, QuoteLine, Standing
from cuudinh.kernel import numbers

_TONES: Final[Mapping[str, str]] = {
    "unpaid": "soon",
    "partly": "soon",
    "overpaid": "late",
    "paid": "good",
}


def standing_words() -> dict[Standing, str]:
    """Give each standing in the language of the request."""
    return {
        "nothing-due": gettext("Không phải nộp"),
        "unpaid": gettext("Chưa nộp"),
        "partly": gettext("Nộp một phần"),
        "paid": gettext("Đã nộp"),
        "overpaid": gettext("Nộp thừa"),
        "refunded": gettext("Đã hoàn"),
        "withdrawn": gettext("Không thu nữa"),
    }


def chip_of(standing: Standing) -> tuple[str, str]:
    """Give the words and the tone of a standing."""
    return standing_words()[standing], _TONES.get(standing, "note")


def method_words() -> dict[str, str]:
    """Give how money came, in the language of the request."""
    return {
        "bank": gettext("chuyển khoản"),
        "cash": gettext("tiền mặt tại quầy"),
        "card": gettext("thẻ tại quầy"),
    }


def kind_words() -> dict[str, str]:
    """Give what the law calls each kind."""
    return {"phi": gettext("Phí"), "le-phi": gettext("Lệ phí")}


def said(text: Mapping[str, str]) -> str:
    """Give a text of a pack in the language of the request, else in its first."""
    return text.get(get_language() or "vi") or next(iter(text.values()))


def lines_of(quote: Quote) -> list[dict[str, str]]:
    """Give every line of a quote as label, sum and source, as whoever pays reads it."""
    return [_line(line) for line in quote.lines]


def _line(line: QuoteLine) -> dict[str, str]:
    return {
        "label": _label(line),
        "reckoned": _reckoned(line),
        "amount": _dong(line.amount_vnd),
        "source": source_words(line),
        "what": line.what,
    }


def _label(line: QuoteLine) -> str:
    title = said(line.title)
    if line.what != "reduction":
        return title
    if line.off_percent == 100:
        return gettext("Được miễn vì %(title)s") % {"title": title}
    return gettext("Được giảm %(percent)s%% vì %(title)s") % {"percent": line.off_percent, "title": title}


def _reckoned(line: QuoteLine) -> str:
    if line.what == "most":
        return gettext("không quá %(amount)s một lần") % {"amount": _dong(line.unit_vnd)}
    if line.what == "reduction" or (line.count, line.times) == (1, 1):
        return ""
    counts = [one for one in (line.count, line.times) if one != 1]
    return " × ".join([_dong(line.unit_vnd), *(numbers.number(one, _language()) for one in counts)])


def source_words(line: QuoteLine) -> str:
    """Give the text a line rests on, and that nobody compared it where nobody did."""
    if line.mark in {"V", "V2"}:
        return gettext("Theo %(source)s") % {"source": line.source}
    return gettext("Theo %(source)s (chưa đối chiếu văn bản)") % {"source": line.source}


def _dong(amount_vnd: int) -> str:
    return numbers.dong(amount_vnd, _language())


def _language() -> str:
    return get_language() or "vi"
