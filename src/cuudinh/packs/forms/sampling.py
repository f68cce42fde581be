"""Answers that a form takes, made up: for examples that do not care about them, and for walks through a service."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from cuudinh.packs.forms.form import Form, is_sent
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.shapes import AskedShape, QuestionShape

_TEXT: Final = "…………… …………… ……………"
# A man born on the first of January 1990, as his number says.
_BORN: Final = "1990-01-01"
_REGISTRY: Final = "001"
_REST_OF_NUMBER: Final = "090000001"


def samples(form: Form, unit: str) -> dict[str, Any]:
    """Give an answer to every question that must be answered in any case, with the code of a unit for addresses."""
    asked = (one for one in form.questions if one.required or _has_rows(one) or one.type == "group")
    return {one.id: sample(one, unit) for one in asked if one.type in _SAMPLES or parts_of(one)}


def _has_rows(question: QuestionShape) -> bool:
    return question.repeats and bool(question.least)


def sample(question: AskedShape, unit: str) -> Any:
    """Give an answer that a question takes."""
    parts = parts_of(question)
    if not parts:
        return _SAMPLES[question.type](question, unit)
    row = {one.id: sample(one, unit) for one in parts if one.required and one.type in _SAMPLES}
    return (
        [row] * max(question.least or 0, 1)
        if isinstance(question, QuestionShape) and question.repeats
        else row
    )


def with_needed(form: Form, given: Mapping[str, Any], unit: str, day: date) -> dict[str, Any]:
    """Give answers with samples for what the others make necessary; what is named as empty stays empty."""
    found = dict(given)
    for question in form.in_order:
        if question.required_if and question.id not in found:
            facts = form.facts(found, day)
            if all(form.holds(text, facts) for text in (question.show_if, question.required_if)):
                found[question.id] = sample(question, unit)
    return found


def sent_samples(form: Form) -> dict[str, tuple[str, ...]]:
    """Give one file for every question that must be answered with files, but for the one for pictures of a place."""
    asked = (one for one in form.questions if is_sent(one) and one.type != "photos" and one.required)
    return {one.id: ("jpeg",) for one in asked}


def _text(question: AskedShape, _: str) -> str:
    return _TEXT.ljust(question.min_length or 0, "…")[: question.max_length]


def _number(question: AskedShape, _: str) -> float:
    return question.minimum if question.minimum is not None else min(1, question.maximum or 1)


def _money(question: AskedShape, unit: str) -> int:
    return int(_number(question, unit))


def _day(question: AskedShape, _: str) -> str:
    """Give a day long ago, unless only later ones are taken."""
    if question.earliest not in {None, "today"} and str(question.earliest) > _BORN:
        return str(question.earliest)
    return "2099-12-31" if question.earliest == "today" else _BORN


def _choice(question: AskedShape, _: str) -> str:
    return question.choices[0].id


def _choices(question: AskedShape, _: str) -> list[str]:
    return [one.id for one in question.choices[: question.least or 1]]


def _true(_: AskedShape, __: str) -> bool:
    return True


def _id_number(question: AskedShape, _: str) -> str:
    return (question.registries[0] if question.registries else _REGISTRY) + _REST_OF_NUMBER


def _fixed(value: str) -> Callable[[AskedShape, str], str]:
    return lambda _question, _unit: value


def _address(_: AskedShape, unit: str) -> dict[str, str]:
    return {"unit": unit, "line": "1"}


_SAMPLES: Final[Mapping[str, Callable[[AskedShape, str], Any]]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "money": _money,
    "date": _day,
    "choice": _choice,
    "choices": _choices,
    "flag": _true,
    "yes_no": _true,
    "phone": _fixed("+84905000001"),
    "id_number": _id_number,
    "tax_code": _fixed("0100109106"),
    "email": _fixed("a@example.vn"),
    "address": _address,
}
