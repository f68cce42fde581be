"""What is wrong with an answer: a sentence in Vietnamese with its facts, to be translated where it is shown."""

from collections.abc import Mapping
from typing import Any


class AnswerFault(str):
    """What is wrong with one answer: a text that still knows its sentence and facts, to be translated.

    >>> fault = AnswerFault("Không quá {most} ảnh.", most=4)
    >>> fault, fault.sentence
    ('Không quá 4 ảnh.', 'Không quá {most} ảnh.')
    """

    __slots__ = ("facts", "sentence")

    sentence: str
    facts: Mapping[str, Any]

    def __new__(cls, sentence: str, **facts: Any) -> "AnswerFault":
        """Make the text of a sentence filled with its facts."""
        made = super().__new__(cls, sentence.format_map(facts))
        made.sentence, made.facts = sentence, facts
        return made


class Wrong(Exception):
    """Carries the fault of one answer out of its reader."""

    def __init__(self, sentence: str, **facts: Any) -> None:
        self.fault = AnswerFault(sentence, **facts)
        super().__init__(sentence)
