"""A form compiled: its questions in order, its conditions and formulas read once, the facts they are asked with.

One pass in the order of the questions decides everything, here and on the page: whether a question is shown, what
a formula gives, what must be answered. A question reads only what stands before it, and the topic, so one pass is
enough and no two conditions can wait for each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from cuudinh.packs.conditions import Condition, Formula
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.shapes import (
    PERSONAL,
    SENT,
    AskedShape,
    BarShape,
    EligibilityShape,
    QuestionShape,
    StepShape,
)
from cuudinh.packs.grammar import Sentences

# What a question reads as before it is answered, so that no condition meets a missing name.
EMPTY: Final[Mapping[str, Any]] = {
    "text": "",
    "long_text": "",
    "number": 0.0,
    "money": 0.0,
    "date": "",
    "choice": "",
    "choices": [],
    "flag": False,
    "yes_no": False,
    "phone": "",
    "id_number": "",
    "tax_code": "",
    "email": "",
    "address": {"unit": "", "line": ""},
}
_RESULTS: Final = {"number": 0.0, "money": 0.0, "text": "", "flag": False}
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """A form ready to be filled; `topics` are what its question for a topic may be answered with."""

    questions: tuple[QuestionShape, ...]
    steps: tuple[StepShape, ...]
    topics: tuple[str, ...] = ()
    eligibility: EligibilityShape | None = None
    conditions: Mapping[str, Condition] = field(default_factory=dict, repr=False)
    formulas: Mapping[str, Formula] = field(default_factory=dict, repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, QuestionShape]:
        """Give the questions by their ids."""
        return {question.id: question for question in self.questions}

    @cached_property
    def in_order(self) -> tuple[QuestionShape, ...]:
        """Give the questions in the order in which they are read: the topic first, others hang on it."""
        return tuple(sorted(self.questions, key=lambda one: one.type != "topic"))

    @cached_property
    def topic_question(self) -> str:
        """Give the id of the question for the topic; empty when the form asks for none."""
        return next((one.id for one in self.questions if one.type == "topic"), "")

    def facts(self, values: Values, today: date) -> dict[str, Any]:
        """Give the variables of every condition: each question has a value, given or not, so none can be missing."""
        return {
            "topic": self.topic_of(values),
            "answers": self.answer_facts(values),
            "ages": {name: age_on(_birth(values.get(name)), today) for name in self._dated},
            "today": today.isoformat(),
        }

    def topic_of(self, values: Values) -> str:
        """Give the topic that was chosen; where none is asked for, the only one there is."""
        if self.topic_question:
            return str(values.get(self.topic_question) or "")
        return self.topics[0] if self.topics else ""

    def answer_facts(self, values: Values) -> dict[str, Any]:
        """Give an answer for every question that conditions may read, given or not."""
        return {one.id: fact_of(one, values.get(one.id)) for one in self.questions if is_read(one)}

    @cached_property
    def _dated(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.questions if one.type in {"date", "person"})

    def holds(self, condition: str | None, facts: Mapping[str, Any]) -> bool:
        """Whether a condition of this form holds; no condition always holds."""
        return condition is None or self.conditions[condition].holds(facts)

    def steps_shown(self, values: Values, today: date) -> tuple[StepShape, ...]:
        """Give the steps that are asked after these answers."""
        facts = self.facts(values, today)
        return tuple(step for step in self.steps if self.holds(step.show_if, facts))

    def bar(self, values: Values, today: date) -> BarShape | None:
        """Give the first reason why these answers bar somebody from applying, or None."""
        facts = self.facts(values, today)
        bars = self.eligibility.bars if self.eligibility else ()
        return next((one for one in bars if self.holds(one.when, facts)), None)


def is_read(question: AskedShape) -> bool:
    """Whether conditions may read a question: files, places and topics are no values they could compare."""
    return question.type in EMPTY or question.type in {"group", "person", "calculated"}


def fact_of(question: AskedShape, value: Any) -> Any:
    """Give an answer as conditions read it: whole numbers as doubles, and what is missing as its empty value."""
    if isinstance(question, QuestionShape) and question.repeats:
        return [_within(question, row) for row in value or ()]
    if question.type in {"group", "person"}:
        return _within(question, value or {})
    if question.type == "address":
        return {
            **EMPTY["address"],
            **{name: value[name] for name in ("unit", "line") if value and name in value},
        }
    if value is None:
        return empty_of(question)
    return float(value) if question.type in {"number", "money"} or _is_count(question) else value


def _is_count(question: AskedShape) -> bool:
    return question.type == "calculated" and question.result in {"number", "money"}


def empty_of(question: AskedShape) -> Any:
    """Give what an unanswered question reads as."""
    return _RESULTS[question.result] if question.type == "calculated" else EMPTY[question.type]


def _within(question: AskedShape, row: Mapping[str, Any]) -> dict[str, Any]:
    return {one.id: fact_of(one, row.get(one.id)) for one in parts_of(question) if is_read(one)}


def _birth(value: Any) -> str:
    return str(value.get("birth", "")) if isinstance(value, Mapping) else str(value or "")


def age_on(day: str, today: date) -> float:
    """Give whole years from a day until today, 0 when no day was given.

    >>> age_on("2008-11-28", date(2026, 11, 27)), age_on("", date(2026, 11, 27))
    (17.0, 0.0)
    """
    if not day:
        return 0.0
    born = date.fromisoformat(day)
    return float(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def compiled_form(
    questions: Sequence[QuestionShape],
    steps: Sequence[StepShape] = (),
    topics: Sequence[str] = (),
    eligibility: EligibilityShape | None = None,
) -> Form:
    """Give a form ready to be filled; without steps all is asked in one."""
    title = Sentences(vi="Nội dung", en="Content")
    ids = [one.id for one in questions]
    laid = tuple(steps) or ((StepShape(id="form", title=title, questions=ids),) if ids else ())
    texts = dict.fromkeys(condition_texts(questions, steps, eligibility))
    formulas = dict.fromkeys(one.value for one in every_question(questions) if one.value)
    return Form(
        questions=tuple(questions),
        steps=laid,
        topics=tuple(topics),
        eligibility=eligibility,
        conditions={text: Condition(text) for text in texts},
        formulas={text: Formula(text) for text in formulas},
    )


def every_question(questions: Sequence[AskedShape]) -> Iterator[AskedShape]:
    """Give the questions and those within them."""
    for question in questions:
        yield question
        yield from every_question(parts_of(question))


def condition_texts(
    questions: Sequence[AskedShape], steps: Sequence[StepShape], eligibility: EligibilityShape | None
) -> Iterator[str]:
    """Give every condition of a form."""
    for question in every_question(questions):
        yield from (text for text in (question.show_if, question.required_if) if text)
    yield from (step.show_if for step in steps if step.show_if)
    yield from (bar.when for bar in (eligibility.bars if eligibility else ()))


def is_sealed(question: AskedShape) -> bool:
    """Whether the answer to a question is somebody's own: by its type, or because the pack says so."""
    return any(one.personal or one.type in PERSONAL for one in every_question([question]))


def is_sent(question: AskedShape) -> bool:
    """Whether a question is answered with files."""
    return question.type in SENT
