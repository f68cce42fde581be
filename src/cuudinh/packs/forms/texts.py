"""Texts and numbers as people type them, made clean: NFC, no control characters, `1.500.000 đ` as a whole number."""

import math
import re
import unicodedata
from datetime import date
from typing import Any, Final

from cuudinh.packs.forms.faults import Wrong

# What Unicode calls Cc, but for the tab and the end of a line.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MONEY: Final = re.compile(r"(\d{1,3}(?:[.,\s]\d{3})+|\d{1,15})\s*(?:đ|₫|đồng|vnđ|vnd)?", re.I)
_DAY: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
MONEY_MOST: Final = 10**15


def clean_text(value: Any) -> str:
    """Give a text as it is kept: NFC, without control characters, line ends as one sign.

    >>> clean_text("  Ho\\u0300a \\r\\n Nam\\x00 ")
    'Hòa \\n Nam'
    """
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


def text_in(value: Any) -> str:
    """Give a text that was sent, clean; raises `Wrong` for what is none."""
    if value is not None and not isinstance(value, str):
        raise Wrong("Câu này cần trả lời bằng chữ.")
    return clean_text(value or "")


def read_number(value: Any) -> float:
    """Give a finite number, or raise `Wrong`."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise Wrong("Câu này cần một số.") from None
    if not math.isfinite(number) or isinstance(value, bool):
        raise Wrong("Câu này cần một số.")
    return number


def read_money(value: Any) -> int:
    """Give an amount in đồng, or raise `Wrong`; a fraction of a đồng is no amount.

    >>> read_money("1.500.000 đ"), read_money(250000), read_money("12 000")
    (1500000, 250000, 12000)
    """
    wrong = "Câu này cần số tiền bằng đồng, không có phần lẻ, ví dụ 1.500.000."
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MONEY_MOST:
        return value
    found = _MONEY.fullmatch(clean_text(value)) if isinstance(value, str) else None
    if found is None:
        raise Wrong(wrong)
    return int(re.sub(r"\D", "", found[1]))


def read_day(value: Any) -> str:
    """Give a day as ISO text, from what a page or a person writes, or raise `Wrong`.

    >>> read_day("31/12/1990"), read_day("1990-12-31")
    ('1990-12-31', '1990-12-31')
    """
    wrong = "Ngày chưa đúng. Nhập ngày/tháng/năm, ví dụ 31/12/1990."
    text = clean_text(value) if isinstance(value, str) else ""
    parts = _DAY.fullmatch(text)
    try:
        if parts is not None:
            return date(int(parts[3]), int(parts[2]), int(parts[1])).isoformat()
        if _ISO.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Wrong(wrong) from None
    raise Wrong(wrong)
