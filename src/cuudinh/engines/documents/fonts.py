"""The font of papers: whether its files are there and have every Vietnamese letter.

National papers are set in a face with the measures of Times New Roman. Some packaged ones of that kind lack half of
the letters of Vietnamese, and a page made with them shows boxes or letters of another face without a word; so the
letters are looked for in the file before the first paper is made.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final
from unicodedata import normalize

from cuudinh.engines.documents.types import FontMissing
from cuudinh.web.assets import FONT_FILES

_VOWELS: Final = "aăâeêioôơuưy"
_TONES: Final = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
# Beside the letters: what papers of offices are written with.
_SIGNS: Final = "0123456789.,;:-–—/()…“”đĐ₫№°"
_SHOWN_MOST: Final = 12


def letters() -> frozenset[str]:
    """Give every letter of Vietnamese in both cases with every tone, and the signs of papers.

    >>> len(letters()) > 150, "ặ" in letters(), "Ỹ" in letters()
    (True, True, True)
    """
    plain = [normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES]
    return frozenset("".join(plain) + "".join(plain).upper() + _SIGNS)


@lru_cache(maxsize=4)
def checked(folder: Path) -> Path:
    """Give the folder once its files were seen to have every letter. Raises `FontMissing` with what is not there."""
    missing = "".join(missing_in(folder))
    if missing:
        raise FontMissing(missing=missing)
    return folder


def missing_in(folder: Path) -> Iterator[str]:
    """Give what a paper could not be printed with: the names of files that are not there, else letters, a few."""
    absent = sorted(name for name in FONT_FILES.values() if not (folder / name).is_file())
    if absent:
        yield ", ".join(absent)
        return
    for name in sorted(name for name in FONT_FILES.values() if name.endswith(".ttf")):
        lacking = letters() - known_letters((folder / name).read_bytes())
        if lacking:
            yield f"{name}: {' '.join(sorted(lacking)[:_SHOWN_MOST])}"
            return


def known_letters(font: bytes) -> frozenset[str]:
    """Give the letters for which a TrueType or OpenType font has a sign, as its tables of characters say.

    Formats 4 and 12 of `cmap` (ISO/IEC 14496-22) are read: every Unicode font has one of them.
    """
    found: set[int] = set()
    start = _table(font, b"cmap")
    if start is None:
        return frozenset()
    (count,) = struct.unpack_from(">H", font, start + 2)
    for place in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + place * 8 + 4)
        found.update(_characters(font, start + offset))
    return frozenset(map(chr, found))


def _table(font: bytes, name: bytes) -> int | None:
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + place * 16)
        if tag == name:
            return int(offset)
    return None


def _characters(font: bytes, at: int) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", font, at)
    if form == 12:
        (groups,) = struct.unpack_from(">I", font, at + 12)
        for place in range(groups):
            first, last, _ = struct.unpack_from(">III", font, at + 16 + place * 12)
            yield from range(first, last + 1)
    elif form == 4:
        yield from _segments(font, at)


def _segments(font: bytes, at: int) -> Iterator[int]:
    """Give the characters of a table of format 4 whose sign is not the one for what is missing."""
    (twice,) = struct.unpack_from(">H", font, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * twice)
    ranges_at = at + 16 + 3 * twice
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    for place, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for character in range(first, min(last, 0xFFFE) + 1):
            sign = character
            if ranges[place]:
                where = ranges_at + 2 * place + ranges[place] + 2 * (character - first)
                (sign,) = struct.unpack_from(">H", font, where)
                if not sign:
                    continue
            if (sign + deltas[place]) & 0xFFFF:
                yield character
