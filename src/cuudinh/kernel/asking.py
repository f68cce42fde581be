"""What people put around what they look for: “tôi muốn …”, “… ở đâu”, “how do I …”. It says nothing of the thing."""

from collections.abc import Sequence
from typing import Final

from cuudinh.kernel.respelling import syllables

_SAID: Final = """
tôi muốn, em muốn, mình muốn, tôi cần, em cần, mình cần, cho tôi hỏi, cho em hỏi, cho mình hỏi, cho hỏi, xin hỏi,
xin cho hỏi, cho tôi, giúp tôi, giúp em, làm sao để, làm thế nào để, làm thế nào, làm sao, phải làm sao, như thế nào,
thế nào, ra sao, ở đâu, tại đâu, nơi nào, chỗ nào, đi đâu, bao nhiêu tiền, hết bao nhiêu, bao nhiêu, mất bao lâu,
trong bao lâu, bao lâu, khi nào, bao giờ, cần giấy tờ gì, cần những giấy tờ gì, giấy tờ gì, cần những gì, cần gì,
gồm những gì, gồm gì, thủ tục, thủ tục hành chính, hướng dẫn, qua mạng, trên mạng, online, có được không, được không,
có phải, i want to, i need to, i would like to, how to, how do i, how can i, where to, where can i, where do i,
how much, how long, what do i need
"""
_LIGHT: Final = """
tôi em mình anh chị bác cháu bạn ông bà xin làm đi ở tại cho của và các những là để được bị khi có gì nào ạ nhé giúp
về với thì mà muốn cần phải hỏi vào ra từ đến một mới này đó trong ngoài nơi dịch vụ
a an the to for my of in on at i me get do is it and or with from by
"""


def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """Give the phrases by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _SAID.replace("\n", " ").split(","):
        words = tuple(syllables(phrase))
        found.setdefault(words[0], []).append(words)
    return {first: sorted(phrases, key=len, reverse=True) for first, phrases in found.items()}


_BY_FIRST: Final = _phrases()
LIGHT: Final = frozenset(syllables(_LIGHT))


def asked_for(words: Sequence[str]) -> list[int]:
    """Give the places of the words that may say what is looked for; none of a text that is only such a phrase.

    >>> words = syllables("Tôi muốn làm giấy khai sinh ở đâu")
    >>> [words[place] for place in asked_for(words)]
    ['lam', 'giay', 'khai', 'sinh']
    """
    left: list[int] = []
    place = 0
    while place < len(words):
        said = _said_at(words, place)
        if not said:
            left.append(place)
        place += said or 1
    return left


def _said_at(words: Sequence[str], place: int) -> int:
    """Give how many words of a phrase stand here; 0 for none."""
    for phrase in _BY_FIRST.get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0
