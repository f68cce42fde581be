"""What was answered on a form: checked question by question, made clean, and covered where it must be."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.shapes import COVERED, QuestionShape
from cuudinh.kernel.redact import redact

SHORT_TEXT: Final = 300
LONG_TEXT: Final = 4000
LABEL_MOST: Final = 200
YES: Final = frozenset({"true", "on", "1", "yes", True})
NO: Final = frozenset({"false", "off", "0", "no", "", False})
# What Unicode calls Cc, but for the tab and the end of a line.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


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


class _Wrong(Exception):
    """Carries the fault of one answer out of its reader."""

    def __init__(self, sentence: str, **facts: Any) -> None:
        self.fault = AnswerFault(sentence, **facts)
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Answers:
    """A form read: the topic, the place as it was given, the covered text, the other answers, what was covered.

    `originals` holds word for word, by question, only those texts in which something was covered.
    """

    topic: str
    place: Mapping[str, Any] | None
    text: str
    others: Mapping[str, Any]
    originals: Mapping[str, str]
    faults: Mapping[str, AnswerFault]


def read_answers(service: ServiceDefinition, given: Mapping[str, Any], photo_count: int) -> Answers:
    """Read and check every answer of a form; `faults` is empty when it can be filed.

    A question that is not shown is not read, whatever was sent for it. The topic is read first, because
    whether another question is shown may hang on it.
    """
    faults: dict[str, AnswerFault] = {
        name: AnswerFault("Biểu mẫu không có câu hỏi này.") for name in given if name not in service.questions
    }
    values: dict[str, Any] = {}
    for question in sorted(service.shape.questions, key=lambda one: one.type != "topic"):
        if not is_shown(service, question, values):
            continue
        try:
            value = _READERS[question.type](service, question, given.get(question.id), photo_count)
        except _Wrong as wrong:
            faults[question.id] = wrong.fault
            continue
        if value is not None:
            values[question.id] = value
    return _sorted_out(service, values, faults)


def is_shown(service: ServiceDefinition, question: QuestionShape, values: Mapping[str, Any]) -> bool:
    """Whether a question is shown after these answers; one not yet answered reads as its empty value."""
    if question.show_if is None:
        return True
    return service.holds(question.show_if, answer_facts(service, values))


def answer_facts(service: ServiceDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the variables of a condition on a form: every question has a value, so none can be missing."""
    asked = service.question_of_type("topic")
    return {"topic": values.get(asked.id, "") if asked else "", "answers": service.full_answers(values)}


def _sorted_out(
    service: ServiceDefinition, values: Mapping[str, Any], faults: Mapping[str, AnswerFault]
) -> Answers:
    covered, originals = dict(values), {}
    for question in service.shape.questions:
        if question.type == "place" and "written" in values.get(question.id, {}):
            originals[question.id] = values[question.id]["written"]
        if question.redact and isinstance(values.get(question.id), str):
            found = redact(values[question.id], question.redact)
            covered[question.id] = found.text
            if found.found:
                originals[question.id] = values[question.id]
    main = service.main_question
    taken = {q.id for q in service.shape.questions if q.type in {"topic", "place", "photos"}}
    taken |= {main.id} if main else set()
    return Answers(
        topic=_of(service, covered, "topic") or "",
        place=_of(service, covered, "place"),
        text=covered.get(main.id, "") if main else "",
        others={name: value for name, value in covered.items() if name not in taken},
        originals=originals,
        faults=faults,
    )


def _of(service: ServiceDefinition, values: Mapping[str, Any], kind: str) -> Any:
    question = service.question_of_type(kind)
    return values.get(question.id) if question else None


def clean_text(value: Any) -> str:
    """Give a text as it is kept: NFC, without control characters, line ends as one sign.

    >>> clean_text("  Ho\u0300a \\r\\n Nam\\x00 ")
    'Hòa \\n Nam'
    """
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


def cover(text: str) -> str:
    """Give a text with every phone number, identity number and plate covered."""
    return redact(text, COVERED).text


def _check_missing(question: QuestionShape) -> None:
    if question.required:
        raise _Wrong("Vui lòng trả lời câu này.")


def _read_text(_: ServiceDefinition, question: QuestionShape, value: Any, __: int) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _Wrong("Câu này cần trả lời bằng chữ.")
    text = clean_text(value or "")
    if not text:
        _check_missing(question)
        return None
    most = question.max_length or (SHORT_TEXT if question.type == "text" else LONG_TEXT)
    if len(text) < (question.min_length or 0):
        raise _Wrong("Cần ít nhất {least} ký tự.", least=question.min_length)
    if len(text) > most:
        raise _Wrong("Không quá {most} ký tự.", most=most)
    return " ".join(text.split()) if question.type == "text" else text


def _read_number(_: ServiceDefinition, question: QuestionShape, value: Any, __: int) -> float | None:
    if value is None or value == "":
        _check_missing(question)
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise _Wrong("Câu này cần một số.") from None
    if not math.isfinite(number) or isinstance(value, bool):
        raise _Wrong("Câu này cần một số.")
    if question.minimum is not None and number < question.minimum:
        raise _Wrong("Không nhỏ hơn {minimum:g}.", minimum=question.minimum)
    if question.maximum is not None and number > question.maximum:
        raise _Wrong("Không lớn hơn {maximum:g}.", maximum=question.maximum)
    return number


def _read_choice(_: ServiceDefinition, question: QuestionShape, value: Any, __: int) -> str | None:
    if value is None or value == "":
        _check_missing(question)
        return None
    if value not in [choice.id for choice in question.choices]:
        raise _Wrong("Vui lòng chọn một trong các mục đã cho.")
    return str(value)


def _read_flag(_: ServiceDefinition, question: QuestionShape, value: Any, __: int) -> bool | None:
    if value is None:
        return None
    if not isinstance(value, str | bool) or value not in YES | NO:
        raise _Wrong("Câu này chỉ có thể là có hoặc không.")
    if value in NO and question.required:
        raise _Wrong("Vui lòng trả lời câu này.")
    return value in YES


def _read_topic(service: ServiceDefinition, question: QuestionShape, value: Any, _: int) -> str | None:
    if value is None or value == "":
        _check_missing(question)
        return None
    if not isinstance(value, str) or value not in service.topics:
        raise _Wrong("Vui lòng chọn một trong các mục đã cho.")
    return value


def _read_place(
    _: ServiceDefinition, question: QuestionShape, value: Any, __: int
) -> Mapping[str, Any] | None:
    if not value:
        _check_missing(question)
        return None
    if not isinstance(value, Mapping):
        raise _Wrong("Vui lòng chọn vị trí trên bản đồ.")
    return read_place(value) or _no_place()


def read_place(value: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give a place with its numbers read: a point (`lat`, `lon`) or a unit, with a label; None if neither.

    A label is words that a person wrote, and is covered like all others; `written` holds it word for word,
    if something was.

    >>> read_place({"unit": "hue", "label": "Nhà tôi, 0905 123 456"})
    {'unit': 'hue', 'label': 'Nhà tôi, [số điện thoại]', 'written': 'Nhà tôi, 0905 123 456'}
    >>> read_place({"lat": 10**400, "lon": 107.59}) is None
    True
    """
    written = " ".join(clean_text(value.get("label") or "").split())[:LABEL_MOST]
    label = cover(written)
    words = {"label": label[:LABEL_MOST]} | ({"written": written} if label != written else {})
    if isinstance(value.get("unit"), str) and value["unit"]:
        return {"unit": value["unit"], **words}
    try:
        lat, lon = float(value["lat"]), float(value["lon"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return {"lat": lat, "lon": lon, **words}


def _no_place() -> Mapping[str, Any]:
    raise _Wrong("Vui lòng chọn vị trí trên bản đồ.")


def _read_photos(_: ServiceDefinition, question: QuestionShape, value: Any, count: int) -> None:
    if value:
        raise _Wrong("Ảnh được gửi riêng, không nằm trong câu trả lời.")
    if question.required and count == 0:
        raise _Wrong("Vui lòng thêm ít nhất một ảnh.")
    if question.most is not None and count > question.most:
        raise _Wrong("Không quá {most} ảnh.", most=question.most)


_Reader = Callable[[ServiceDefinition, QuestionShape, Any, int], Any]
_READERS: Mapping[str, _Reader] = {
    "text": _read_text,
    "long_text": _read_text,
    "number": _read_number,
    "choice": _read_choice,
    "flag": _read_flag,
    "topic": _read_topic,
    "place": _read_place,
    "photos": _read_photos,
}
