"""Money as whole đồng: parts of an amount without a đồng lost, and amounts in words as receipts write them.

There is no smaller unit, so an amount is an integer everywhere and a share is rounded once, half up, as people do on
paper.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS: Final = ("", " nghìn", " triệu")
_BILLION: Final = 1_000_000_000


def share(amount_vnd: int, percent: Decimal | int) -> int:
    """Give so many percent of an amount, rounded half up to the đồng.

    >>> share(25_001, 50), share(70_000, 30), share(0, 50)
    (12501, 21000, 0)
    """
    exact = Decimal(amount_vnd) * Decimal(percent) / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def in_words(amount_vnd: int) -> str:
    """Give an amount in Vietnamese words; the word of the currency is part of it.

    >>> in_words(12_500), in_words(0)
    ('Mười hai nghìn năm trăm đồng', 'Không đồng')
    >>> in_words(1_005_021), in_words(2_000_000_015)
    ('Một triệu không trăm linh năm nghìn không trăm hai mươi mốt đồng', 'Hai tỷ không trăm mười lăm đồng')
    """
    assert amount_vnd >= 0, "who gives money back writes the amount, not its sign"
    said = _number(amount_vnd) if amount_vnd else _DIGITS[0]
    return f"{said[0].upper()}{said[1:]} đồng"


def _number(number: int) -> str:
    billions, rest = divmod(number, _BILLION)
    parts = [f"{_number(billions)} tỷ"] if billions else []
    if rest:
        parts.append(_below_a_billion(rest, is_led=bool(billions)))
    return " ".join(parts)


def _below_a_billion(number: int, *, is_led: bool) -> str:
    """Give a number above 0; `is_led`: something stands before it, so empty hundreds are said."""
    parts: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            parts.append(_group(group, is_led=is_led or bool(parts)) + _GROUPS[power])
    return " ".join(parts)


def _group(number: int, *, is_led: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_DIGITS[hundreds]} trăm"] if hundreds or is_led else []
    if rest:
        parts.append(_below_a_hundred(rest, is_led=bool(parts)))
    return " ".join(parts)


def _below_a_hundred(number: int, *, is_led: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"linh {_DIGITS[ones]}" if is_led else _DIGITS[ones]
    said = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return said
    # After tens, one and five change their sound: mười lăm, hai mươi mốt.
    last = "lăm" if ones == 5 else "mốt" if ones == 1 and tens > 1 else _DIGITS[ones]
    return f"{said} {last}"
