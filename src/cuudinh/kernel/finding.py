"""Finding a few things among many by what people type: kept in memory, made once, asked without a database.

An entry is known by phrases: its title, the words people use for it, what it belongs to. A query is read word by
word; each word stands for itself, or for the known words that were probably meant (`respelling`), or for the first
letters of words that follow each other (`gks`, `hkd`). Rare words count more than common ones, words that stand side
by side in the query and in a phrase count again, and so does a phrase that was typed whole.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from math import log
from typing import Final, TypeVar

from cuudinh.kernel.asking import LIGHT, asked_for
from cuudinh.kernel.respelling import Respelling, syllables
from cuudinh.kernel.text import fold, unify_tones

_LETTERS_MOST: Final = 200
_WORDS_MOST: Final = 16
_INITIALS: Final = range(2, 8)
# How much of a query must be understood, by the weight of its words, and how near to the best a result must be.
_UNDERSTOOD_LEAST: Final = 0.25
_OF_THE_BEST_LEAST: Final = 0.3
# A word that more entries hold than these only tells apart what rarer words have found.
_COMMON: Final = 500
_LIGHT_WEIGHT: Final = 0.15
# A word read surer than so is not looked at as two that run together.
_SURE: Final = 0.9
# What a word that nobody holds counts for in what was not understood.
_UNKNOWN_RARITY: Final = 1.2

Held = Mapping[int, float]
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: its id, and the phrases it is known by with their weights; the first is its title."""

    id: str
    phrases: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Found:
    """The ids found, the best first; `read_as` says how a query was understood when words of it were not known."""

    ids: tuple[str, ...] = ()
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class _Meant:
    """A word that may be meant, who holds it, and how sure that is (1: as typed)."""

    word: str
    held: Held
    sure: float


@dataclass(frozen=True)
class _Place:
    """One word of a query, folded and as typed, with all it may mean; `weight` is small for words that say little."""

    word: str
    typed: str
    meant: tuple[_Meant, ...]
    weight: float

    @cached_property
    def holders(self) -> int:
        """How many entries hold what is most surely meant."""
        return len(self.meant[0].held) if self.meant else 0


class Index:
    """The entries, by their words, pairs of words, whole phrases and first letters."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._ids: Final[list[str]] = []
        self._lengths: Final[list[int]] = []
        self._words: Final[dict[str, dict[int, float]]] = {}
        self._pairs: Final[dict[tuple[str, str], dict[int, float]]] = {}
        self._wholes: Final[dict[tuple[str, ...], dict[int, float]]] = {}
        self._initials: Final[dict[str, dict[int, float]]] = {}
        self._spelled: Final[dict[str, set[int]]] = {}
        self._spelling: Final[dict[str, str]] = {}
        for entry in entries:
            self._take(entry)
        self._respelling: Final = Respelling(self._words)

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, query: str, limit: int = 20) -> Found:
        """Give what is meant by a query, the best first; nothing for one that is empty or not understood.

        >>> index = Index([Entry("a", [("Đăng ký khai sinh", 4)]), Entry("b", [("Đăng ký kết hôn", 4)])])
        >>> index.find("tôi muốn làm giấy khai sinh ở đâu").ids, index.find("ket hom").ids, index.find("dkkh").ids
        (('a',), ('b',), ('b',))
        >>> index.find("ket hom").read_as, index.find("xe đạp").ids
        ('ket hôn', ())
        """
        places = self._read(query[:_LETTERS_MOST])
        scores = self._scored(places)
        best = max(scores.values(), default=0.0)
        kept = ((-score, number) for number, score in scores.items() if score >= best * _OF_THE_BEST_LEAST)
        numbers = [number for _, number in nsmallest(limit, kept)]
        return Found(tuple(self._ids[one] for one in numbers), self._read_as(places, numbers))

    # Taking entries in.

    def _take(self, entry: Entry) -> None:
        number = len(self._ids)
        self._ids.append(entry.id)
        self._lengths.append(len(syllables(entry.phrases[0][0])))
        for phrase, weight in entry.phrases:
            words = syllables(phrase)
            for word in words:
                _hold(self._words, word, number, weight)
            for pair in itertools.pairwise(words):
                _hold(self._pairs, pair, number, weight)
            _hold(self._wholes, tuple(words[place] for place in asked_for(words)), number, weight)
            for letters, share in _first_letters(words):
                _hold(self._initials, letters, number, weight * share)
            for spelled in unify_tones(phrase).casefold().split():
                self._spell(spelled.strip(".,;:()“”\"'/"), number)

    def _spell(self, spelled: str, number: int) -> None:
        self._spelled.setdefault(spelled, set()).add(number)
        folded = "".join(syllables(spelled))
        self._spelling.setdefault(folded, spelled)

    # Reading a query.

    def _read(self, query: str) -> list[_Place]:
        words = syllables(query)[:_WORDS_MOST]
        spelled = _spelled_words(query)
        if not words:
            return []
        wanted = asked_for(words)
        places = [
            place
            for at in wanted
            for place in self._places(words[at], spelled.get(at, ""), is_last=at == len(words) - 1)
        ]
        return [*places, *self._written_out([words[at] for at in wanted])]

    def _places(self, word: str, spelled: str, *, is_last: bool) -> Iterator[_Place]:
        weight = _LIGHT_WEIGHT if word in LIGHT else 1.0
        by_letters = self._initials.get(word)
        letters = [_Meant(word, by_letters, 0.5 if word in self._words else 0.9)] if by_letters else []
        if word in self._words:
            alike = self._respelling.alike(word) if weight == 1.0 and not spelled else []
            meant = [_Meant(word, self._words[word], 1.0)]
            meant += [_Meant(one, self._words[one], 0.35) for one in alike]
            yield _Place(word, spelled or word, tuple(meant + letters), weight)
            return
        if weight < 1.0:
            return
        read = self._respelling.meant(word, is_begun=is_last)
        is_sure = bool(read) and read[0][1] > _SURE
        parts = None if letters or is_sure else self._respelling.parted(word)
        if parts is not None:
            yield from (_Place(part, part, (_Meant(part, self._words[part], 0.9),), 1.0) for part in parts)
            return
        meant = [_Meant(one, self._words[one], sure) for one, sure in read]
        yield _Place(word, spelled or word, tuple(letters + meant), weight)

    def _written_out(self, words: Sequence[str]) -> Iterator[_Place]:
        """Give the abbreviations that are known as words and of which the query writes out every word."""
        for letters, share in _first_letters(words):
            if share == 1.0 and len(letters) > 2 and letters in self._words:
                yield _Place(letters, letters, (_Meant(letters, self._words[letters], 0.9),), 0.0)

    def _read_as(self, places: Sequence[_Place], numbers: Sequence[int]) -> str:
        """Give the query as it led to the first result; nothing when that holds every word it was found by as typed."""
        said, is_read_anew = [], False
        for place in (one for one in places if one.weight and numbers):
            meant = next((one for one in place.meant if numbers[0] in one.held), None)
            is_read_anew |= meant is not None and meant.word != place.word
            word = meant.word if meant is not None else place.word
            said.append(place.typed if word == place.word else self._spelling.get(word, word))
        return " ".join(said) if is_read_anew else ""

    # Weighing.

    def _rarity(self, holders: int) -> float:
        return log(1.0 + len(self._ids) / holders) if holders else _UNKNOWN_RARITY

    def _scored(self, places: Sequence[_Place]) -> dict[int, float]:
        scores: dict[int, float] = {}
        understood: dict[int, float] = {}
        whole = 0.0
        for place in sorted(places, key=lambda one: one.holders or len(self._ids)):
            rarity = self._rarity(place.holders)
            weighed = rarity * place.weight
            whole += weighed
            for number, (value, sure) in self._holding(place, scores).items():
                scores[number] = (
                    scores.get(number, 0.0) + max(weighed, rarity * 0.5 * (not place.weight)) * value
                )
                understood[number] = understood.get(number, 0.0) + weighed * sure
        self._add_pairs(places, scores)
        self._add_wholes(places, scores)
        return {
            number: score * (understood[number] / whole) ** 2 / (1.0 + 0.02 * self._lengths[number])
            for number, score in scores.items()
            if whole and understood[number] >= whole * _UNDERSTOOD_LEAST
        }

    def _holding(self, place: _Place, scores: Mapping[int, float]) -> dict[int, tuple[float, float]]:
        """Give who holds what a word may mean, with its value there; of a common word only those found already."""
        best: dict[int, tuple[float, float]] = {}
        is_common = bool(scores) and place.holders > _COMMON
        spelled = self._spelled.get(place.typed)
        for meant in place.meant:
            held = meant.held
            for number in scores.keys() & held.keys() if is_common else held:
                value = held[number] * meant.sure
                if spelled is not None:
                    value *= 1.1 if number in spelled else 0.8
                if number not in best or value > best[number][0]:
                    best[number] = value, meant.sure
        return best

    def _add_pairs(self, places: Sequence[_Place], scores: dict[int, float]) -> None:
        real = [place for place in places if place.weight]
        for left, right in itertools.pairwise(real):
            weight = (left.weight + right.weight) / 2
            for one in left.meant:
                for other in right.meant:
                    held = self._pairs.get((one.word, other.word))
                    if held is None:
                        continue
                    value = weight * one.sure * other.sure * self._rarity(len(held)) * 0.8
                    for number in held.keys() & scores.keys():
                        scores[number] += value * held[number]

    def _add_wholes(self, places: Sequence[_Place], scores: dict[int, float]) -> None:
        real = [place for place in places if place.weight and place.meant]
        words = tuple(place.meant[0].word for place in real)
        telling = tuple(place.meant[0].word for place in real if place.weight == 1.0)
        for typed in {words, telling}:
            for number, weight in self._wholes.get(typed, {}).items():
                if number in scores:
                    scores[number] += weight * self._rarity(1)


def _hold(held: dict[_Key, dict[int, float]], key: _Key, number: int, weight: float) -> None:
    """Let an entry hold a key with a weight, its largest."""
    of_key = held.setdefault(key, {})
    of_key[number] = max(weight, of_key.get(number, 0.0))


def _first_letters(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Give the first letters of each run of words; those of the whole phrase count in full.

    >>> sorted(_first_letters(["ho", "kinh", "doanh"]))
    [('hk', 0.4), ('hkd', 1.0), ('kd', 0.4)]
    """
    letters = "".join(word[0] for word in words)
    for length in _INITIALS:
        for at in range(len(letters) - length + 1):
            yield letters[at : at + length], 1.0 if length == len(letters) else 0.4


def _spelled_words(query: str) -> dict[int, str]:
    """Give the words of a query that carry accents, as they are spelled, by their place among all."""
    found: dict[int, str] = {}
    place = 0
    for spelled in unify_tones(query).casefold().split():
        bare = spelled.strip(".,;:()“”\"'/?!")
        words = syllables(spelled)
        if len(words) == 1 and fold(bare) != bare:
            found[place] = bare
        place += len(words)
    return found
