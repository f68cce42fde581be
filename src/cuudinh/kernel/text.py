"""Vietnamese text: fold it for searching, unify where tones are written, name things in addresses.

The same word comes in four spellings: composed or decomposed letters (NFC, NFD), and the tone on the first
or the second vowel of an open syllable (`hòa`, `hoà`). All of them must meet in one search.
"""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_ACCENTS = re.compile("[\u0300-\u036f]+")
_TONES = "[\u0300\u0301\u0303\u0309\u0323]"
# In decomposed text a plain o or u is followed by its tone at once; ô, ơ and ư have another mark between.
_OLD_PLACE = re.compile(f"(o)({_TONES})([ae])(?![\u0300-\u036f])|(u)({_TONES})(y)(?![\u0300-\u036f])", re.I)
_TONE = re.compile(_TONES)
# Letters stand after spaces and digits, in their order.
_PLACES = {letter: 1_000 + place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Give the text for searching: small letters, no accents, đ as d, single spaces.

    >>> fold("  Đường HÒA  Bình")
    'duong hoa binh'
    """
    small = unicodedata.normalize("NFD", text).casefold()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", small))
    return " ".join(bare.replace("đ", "d").split())


def unify_tones(text: str) -> str:
    """Give the text composed (NFC), the tone of oa, oe and uy on the second vowel.

    The meaning of a text never changes by this, so it is right for comparing and for indexes; what a
    person wrote is shown as they wrote it.

    >>> unify_tones("Hòa, thủy, KHỎE; mùa, quý, hoàn, hoạ")
    'Hoà, thuỷ, KHOẺ; mùa, quý, hoàn, hoạ'
    """
    return unicodedata.normalize("NFC", _OLD_PLACE.sub(_moved, unicodedata.normalize("NFD", text)))


def in_alphabet(text: str) -> tuple[tuple[int, ...], str]:
    """Give what puts texts into the order of the Vietnamese alphabet: ă, â, đ, ê, ô, ơ, ư are letters of their own.

    >>> sorted(["Đất", "Dân", "Ăn", "An", "Ôm", "Ong"], key=in_alphabet)
    ['An', 'Ăn', 'Dân', 'Đất', 'Ong', 'Ôm']
    """
    bare = without_tones(text).casefold()
    return tuple(_PLACES.get(letter, ord(letter)) for letter in bare), text


def without_tones(text: str) -> str:
    """Give the text without its tones, which no letter is the name of.

    >>> without_tones("Ấp Đình Ải")
    'Âp Đinh Ai'
    """
    bare = _TONE.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare)


def slug(text: str) -> str:
    """Give the text as a part of an address.

    >>> slug("Ổ gà / mặt đường")
    'o-ga-mat-duong'
    """
    return _NOT_IN_SLUG.sub("-", fold(text)).strip("-")


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Give the known name that was probably meant, or None when none is near enough.

    >>> nearest("ownr", ["owner", "officer"])
    'owner'
    """
    by_fold: dict[str, str] = {}
    for known in names:
        by_fold.setdefault(fold(known), known)
    found = get_close_matches(fold(name), by_fold, n=1)
    return by_fold[found[0]] if found else None


def _moved(old: re.Match[str]) -> str:
    first, tone, second = (part for part in old.groups() if part is not None)
    return first + second + tone
