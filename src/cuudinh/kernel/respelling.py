"""Words as people type them, and the words they may have meant.

Vietnamese is typed by methods (Telex, VNI) whose keys stay in the text when they are off: `giaays`, `gia61y`. Beside
that come one letter too many or too few, two of them swapped, sounds written as they are spoken (`xổ đỏ`), and words
run together. Everything here works on folded syllables (`kernel.text.fold`), so accents never matter.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from cuudinh.kernel.text import fold

_WORD: Final = re.compile(r"[^\W_]+")
# `lý` and `lí`, `quý` and `quí` are one word; `thuý` and `thúi` are not.
_Y_AS_I: Final = re.compile(r"^(qu|[bcdghklmnprstvx]*)y$")
_VNI: Final = re.compile(r"(?<=[a-z])\d+")
# After its first vowel a syllable holds none of these letters: they are the keys of Telex for tones and marks.
_TELEX: Final = re.compile(r"[sfrxjzwd]+")
_TWICE: Final = re.compile(r"([aeo])\1")
_FIRST_VOWEL: Final = re.compile(r"[aeiouy]")
# Sounds that are one in some part of the country: those that begin a syllable, and those that end it.
_BEGINS: Final = (("tr", "ch"), ("gi", "d"), ("r", "d"), ("s", "x"), ("l", "n"))
_ENDS: Final = (("ng", "n"), ("nh", "n"), ("t", "c"))
# Shorter words have so many neighbours that one letter says nothing.
_EDITED_LEAST: Final = 3
_MEANT_MOST: Final = 12


def syllables(text: str) -> list[str]:
    """Take a text apart into folded syllables, alike for both ways of writing i at the end.

    >>> syllables("Lý lịch tư pháp, QUÍ 2"), syllables("thủy lợi")
    (['li', 'lich', 'tu', 'phap', 'qui', '2'], ['thuy', 'loi'])
    """
    return [_Y_AS_I.sub(r"\1i", word) for word in _WORD.findall(fold(text))]


def untyped(word: str) -> str:
    """Give the syllable without the keys of a typing method that was off; the word itself when it holds none.

    >>> [untyped(word) for word in ("giaays", "dduwowngf", "gia61y", "d9a61t", "nhwxng", "muc")]
    ['giay', 'duong', 'giay', 'dat', 'nhung', 'muc']
    """
    bare = _VNI.sub("", word)
    if bare.startswith("dd"):
        bare = bare[1:]
    vowel = _FIRST_VOWEL.search(bare)
    if vowel is None:
        bare = bare.replace("w", "u", 1)
        vowel = _FIRST_VOWEL.search(bare)
        if vowel is None:
            return word
    head, rest = bare[: vowel.start()], bare[vowel.start() :]
    return _Y_AS_I.sub(r"\1i", head + _TWICE.sub(r"\1", _TELEX.sub("", rest)))


def sound(word: str) -> str:
    """Give a key that is one for words that are spoken alike somewhere in the country.

    >>> sound("xinh") == sound("sinh"), sound("chu") == sound("tru"), sound("dat") == sound("dac")
    (True, True, True)
    """
    for written, key in _BEGINS:
        if word.startswith(written):
            word = key + word[len(written) :]
            break
    for written, key in _ENDS:
        if len(word) > len(written) + 1 and word.endswith(written):
            return word[: -len(written)] + key
    return word


def is_one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter: another, one more, one less, or two neighbours swapped.

    >>> is_one_slip("khia", "khai"), is_one_slip("sin", "sinh"), is_one_slip("hom", "hon"), is_one_slip("dat", "nha")
    (True, True, True, False)
    """
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((place for place, letter in enumerate(one) if letter != other[place]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at + 1 : at + 2] + one[at : at + 1] == other[at : at + 2]
    return one[at + 1 :] == other[at + 1 :] or (swapped and one[at + 2 :] == other[at + 2 :])


class Respelling:
    """The known words, and for any other the known ones it may stand for, each with how sure that is.

    What a word becomes without one of its letters is kept for every known word, so that a slip is found by looking
    up a handful of texts and not by comparing with every word (the way of symmetric deletes).
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known: Final = frozenset(known)
        self._sorted: Final = sorted(self._known)
        self._by_sound: Final = _grouped((sound(word), word) for word in self._sorted)
        self._shortened: Final = _grouped(
            (less, word) for word in self._sorted for less in _without_one(word)
        )

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def meant(self, word: str, *, is_begun: bool = False) -> list[tuple[str, float]]:
        """Give known words for an unknown one with how sure each is (below 1), the surest kind of slip alone.

        A word that is just being written (`is_begun`) may be the beginning of one.

        >>> known = Respelling(["giay", "khai", "sinh", "ket", "hon"])
        >>> known.meant("giaays"), known.meant("xinh"), known.meant("khia"), known.meant("zzz")
        ([('giay', 0.95)], [('sinh', 0.7)], [('khai', 0.65)], [])
        """
        bare = untyped(word)
        if bare in self._known:
            return [(bare, 0.95)]
        alike = self._by_sound.get(sound(bare), [])
        if alike:
            return [(one, 0.7) for one in alike[:_MEANT_MOST]]
        slips = self._one_slip(word) or (self._one_slip(bare) if bare != word else [])
        found = [(one, 0.65 if one[0] == word[0] else 0.5) for one in slips]
        return found or (self._begun(word) if is_begun else [])

    def alike(self, word: str) -> list[str]:
        """Give the other known words that are spoken like a known one somewhere in the country."""
        return [one for one in self._by_sound.get(sound(word), []) if one != word][:_MEANT_MOST]

    def parted(self, word: str) -> tuple[str, str] | None:
        """Give the two known words that an unknown one consists of, or None.

        >>> Respelling(["khai", "sinh"]).parted("khaisinh")
        ('khai', 'sinh')
        """
        for place in range(2, len(word) - 1):
            if word[:place] in self._known and word[place:] in self._known:
                return word[:place], word[place:]
        return None

    def _one_slip(self, word: str) -> list[str]:
        if len(word) < _EDITED_LEAST:
            return []
        shorter = set(_without_one(word))
        near = set(self._shortened.get(word, ())) | (shorter & self._known)
        near.update(one for less in shorter for one in self._shortened.get(less, ()))
        return sorted(one for one in near if len(one) > 1 and is_one_slip(word, one))[:_MEANT_MOST]

    def _begun(self, word: str) -> list[tuple[str, float]]:
        first = bisect_left(self._sorted, word)
        following = self._sorted[first : first + _MEANT_MOST]
        return [(one, 0.5) for one in following if one.startswith(word)]


def _without_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, word in pairs:
        if not found[key] or found[key][-1] != word:
            found[key].append(word)
    return dict(found)
