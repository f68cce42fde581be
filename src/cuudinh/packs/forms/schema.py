"""The JSON Schema (2020-12) of a form, for programs, with the layout and the conditions beside it.

A schema says types, limits and choices. What it cannot say stands under keys of our own: `x-show-if` and
`x-required-if` (CEL), `x-value` (a formula), `x-check` (a rule such as the check digit of a tax code). A question
that may be hidden or need not be answered is not `required` here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from cuudinh.packs.forms.contacts import MAIL_MOST
from cuudinh.packs.forms.form import Form
from cuudinh.packs.forms.kinds import FILE_TYPES, LONG_TEXT, SHORT_TEXT
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.reading import ROWS_MOST
from cuudinh.packs.forms.shapes import MEGABYTES_USUAL, PAGES_USUAL, SENT, AskedShape, QuestionShape
from cuudinh.packs.forms.texts import MONEY_MOST
from cuudinh.packs.grammar import Text

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Node = dict[str, Any]


def schema_of(form: Form, *, title: str, language: str, address: str = "") -> Node:
    """Give the schema of what is sent as `answers`, its labels in one language."""
    schema: Node = {"$schema": DIALECT, "title": title, **_object(form.questions, language, form.topics)}
    if address:
        schema["$id"] = address
    schema["x-files"] = {one.id: _files(one, language) for one in form.questions if one.type in SENT}
    schema["x-steps"] = [
        _without_none(
            {
                "id": step.id,
                "title": _said(step.title, language),
                "questions": step.questions,
                "show-if": step.show_if,
            }
        )
        for step in form.steps
    ]
    return schema


def _object(questions: Sequence[AskedShape], language: str, topics: Sequence[str]) -> Node:
    asked = [one for one in questions if one.type not in SENT]
    return {
        "type": "object",
        "properties": {one.id: _property(one, language, topics) for one in asked},
        "required": [one.id for one in asked if _must_be_there(one)],
        "additionalProperties": False,
    }


def _must_be_there(question: AskedShape) -> bool:
    """Whether an answer is missing in whatever form it is left out; a group asks for its own."""
    if question.show_if or question.type == "calculated":
        return False
    if isinstance(question, QuestionShape) and question.repeats:
        return question.required or bool(question.least)
    if question.type == "group":
        return (
            any(_must_be_there(one) for one in question.questions)
            if isinstance(question, QuestionShape)
            else False
        )
    return question.required


def _property(question: AskedShape, language: str, topics: Sequence[str]) -> Node:
    if question.type == "topic":
        node: Node = {"enum": list(topics)}
    elif isinstance(question, QuestionShape) and question.repeats:
        node = _rows(question, language)
    else:
        node = _NODES[question.type](question, language)
    said = {
        "title": _said(question.label, language),
        "description": _said(question.hint, language) if question.hint else None,
        "x-type": question.type,
        "x-show-if": question.show_if,
        "x-required-if": question.required_if,
        "x-bank": question.bank,
    }
    return {**node, **_without_none(said)}


def _rows(question: QuestionShape, language: str) -> Node:
    least = max(question.least or 0, int(question.required))
    return {
        "type": "array",
        "items": _object(question.questions, language, ()),
        "minItems": least,
        "maxItems": question.most or ROWS_MOST,
    }


def _text(question: AskedShape, _: str) -> Node:
    most = question.max_length or (SHORT_TEXT if question.type == "text" else LONG_TEXT)
    least = max(question.min_length or 0, int(question.required))
    return {"type": "string", "minLength": least, "maxLength": most}


def _number(question: AskedShape, _: str) -> Node:
    return _without_none({"type": "number", "minimum": question.minimum, "maximum": question.maximum})


def _money(question: AskedShape, _: str) -> Node:
    least = max(0, question.minimum or 0)
    most = min(MONEY_MOST, question.maximum if question.maximum is not None else MONEY_MOST)
    return {"type": "integer", "minimum": least, "maximum": most, "x-unit": "VND"}


def _day(question: AskedShape, _: str) -> Node:
    return {
        "type": "string",
        "format": "date",
        **_without_none({"x-earliest": question.earliest, "x-latest": question.latest}),
    }


def _choice(question: AskedShape, language: str) -> Node:
    return {"enum": [one.id for one in question.choices], **_named(question, language)}


def _choices(question: AskedShape, language: str) -> Node:
    """A list left empty is an answer not given, so the fewest count only once there is one."""
    least = max(question.least or 0, 1) if question.required else 0
    return {
        "type": "array",
        "items": {"enum": [one.id for one in question.choices]},
        "minItems": least,
        "maxItems": question.most or len(question.choices),
        "uniqueItems": True,
        **_named(question, language),
    }


def _named(question: AskedShape, language: str) -> Node:
    return {"x-names": {one.id: _said(one.label, language) for one in question.choices}}


def _flag(question: AskedShape, _: str) -> Node:
    return {"const": True} if question.required else {"type": "boolean"}


def _yes_no(_: AskedShape, __: str) -> Node:
    return {"type": "boolean"}


def _phone(_: AskedShape, __: str) -> Node:
    return {"type": "string", "minLength": 3, "maxLength": 40, "x-check": "phone"}


def _id_number(question: AskedShape, _: str) -> Node:
    start = f"({'|'.join(question.registries)})[0-9]{{9}}" if question.registries else "[0-9]{12}"
    return {"type": "string", "pattern": f"^{start}$", "x-check": "id_number"}


def _tax_code(_: AskedShape, __: str) -> Node:
    return {"type": "string", "pattern": "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$", "x-check": "tax_code"}


def _email(_: AskedShape, __: str) -> Node:
    return {"type": "string", "format": "email", "maxLength": MAIL_MOST}


def _address(_: AskedShape, __: str) -> Node:
    return {
        "type": "object",
        "properties": {
            "unit": {"type": "string", "minLength": 1, "x-check": "unit"},
            "line": {"type": "string", "maxLength": SHORT_TEXT},
        },
        "required": ["unit"],
        "additionalProperties": False,
    }


def _place(_: AskedShape, __: str) -> Node:
    label = {"type": "string"}
    point = {
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
    }
    return {
        "anyOf": [
            {"type": "object", "properties": {**point, "label": label}, "required": ["lat", "lon"]},
            {
                "type": "object",
                "properties": {"unit": {"type": "string"}, "label": label},
                "required": ["unit"],
            },
        ]
    }


def _within(question: AskedShape, language: str) -> Node:
    return _object(parts_of(question), language, ())


def _calculated(question: AskedShape, _: str) -> Node:
    """Whatever is sent for it is not looked at."""
    return _without_none({"x-value": question.value, "x-total-of": question.total_of, "readOnly": True})


_NODES: Final[Mapping[str, Callable[[AskedShape, str], Node]]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "money": _money,
    "date": _day,
    "choice": _choice,
    "choices": _choices,
    "flag": _flag,
    "yes_no": _yes_no,
    "phone": _phone,
    "id_number": _id_number,
    "tax_code": _tax_code,
    "email": _email,
    "address": _address,
    "place": _place,
    "person": _within,
    "group": _within,
    "calculated": _calculated,
}


def _files(question: AskedShape, language: str) -> Node:
    types = ["png"] if question.type == "signature" else list(question.accept or FILE_TYPES)
    said = {"title": _said(question.label, language), "types": types, "most": question.most}
    if question.type == "file":
        said["pages"] = question.pages_most or PAGES_USUAL
        said["megabytes"] = question.megabytes_most or MEGABYTES_USUAL
    return _without_none({**said, "required": question.required, "show-if": question.show_if})


def _said(text: Text, language: str) -> str:
    return text.get(language) or next(iter(text.values()), "")


def _without_none(node: Node) -> Node:
    return {name: value for name, value in node.items() if value is not None}
