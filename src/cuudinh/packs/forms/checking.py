"""What makes a form sound: names used once, each question in one step, nothing read before it is asked, limits kept.

A form that is checked can be filled by somebody, and no condition of it can fail while it is being filled.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cuudinh.packs.conditions import Condition, Formula
from cuudinh.packs.forms.form import empty_of, every_question, is_read
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.shapes import SENT, AskedShape, EligibilityShape, QuestionShape, StepShape
from cuudinh.packs.grammar import Shape

QUESTIONS_MOST: Final = 200
STEPS_MOST: Final = 20
CONDITIONS_MOST: Final = 400
_NOT_WITHIN: Final = frozenset({"group", "topic", "place", "bank", *SENT})
_RESULT_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "number": (int, float),
    "money": (int, float),
    "text": (str,),
    "flag": (bool,),
}


@dataclass(frozen=True, slots=True)
class FormFault:
    """One thing wrong with a form: the shape it stands in, the key, what, and what was expected."""

    shape: Shape | None
    key: str
    what: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A form as a pack writes it, its bank questions filled in; `whole` is where faults of the form itself stand."""

    questions: Sequence[QuestionShape]
    steps: Sequence[StepShape]
    topics: Sequence[str]
    eligibility: EligibilityShape | None
    whole: Shape | None = None


def form_faults(laid: Laid) -> Iterator[FormFault]:
    """Give every fault of a form."""
    faults = [fault for check in _CHECKS for fault in check(laid)]
    yield from faults
    if not faults:
        yield from _condition_faults(laid)


def _limits(laid: Laid) -> Iterator[FormFault]:
    asked = list(every_question(laid.questions))
    conditions = sum(bool(one.show_if) + bool(one.required_if) + bool(one.value) for one in asked)
    for count, most, what, key in (
        (len(asked), QUESTIONS_MOST, "questions, those within groups counted", "questions"),
        (len(laid.steps), STEPS_MOST, "steps", "steps"),
        (conditions, CONDITIONS_MOST, "conditions and formulas", "questions"),
    ):
        if count > most:
            yield FormFault(laid.whole, key, f"the form has {count} {what}", f"at most {most}")


def _names(laid: Laid) -> Iterator[FormFault]:
    yield from _twice(laid.questions)
    for question in laid.questions:
        yield from _twice(parts_of(question))
    for step in laid.steps:
        if [one.id for one in laid.steps].count(step.id) > 1:
            yield FormFault(step, "id", f'two steps are called "{step.id}"', "a name used once")


def _twice(questions: Sequence[AskedShape]) -> Iterator[FormFault]:
    seen = set()
    for question in questions:
        if question.id in seen:
            yield FormFault(
                question, "id", f'two of kind question are called "{question.id}"', "a name used once"
            )
        seen.add(question.id)


def _steps(laid: Laid) -> Iterator[FormFault]:
    """Check that every question is asked in one step, and that steps ask in the order in which questions are read."""
    if not laid.steps:
        return
    order = {question.id: number for number, question in enumerate(laid.questions)}
    asked = [(step, name) for step in laid.steps for name in step.questions]
    for step, name in asked:
        if name not in order:
            yield FormFault(step, "questions", f'the form has no question "{name}"', "ids of its questions")
        elif sum(name == other for _, other in asked) > 1:
            yield FormFault(step, "questions", f'"{name}" is asked in two places', "each question once")
    for question in laid.questions:
        if question.id not in {name for _, name in asked}:
            yield FormFault(question, "id", f'no step asks "{question.id}"', "each question in one step")
    numbers = [order[name] for _, name in asked if name in order]
    if numbers != sorted(numbers):
        yield FormFault(
            laid.steps[0], "questions", "the steps ask in another order than the questions stand", "one order"
        )


def _questions(laid: Laid) -> Iterator[FormFault]:
    for question in laid.questions:
        yield from _one(question)
        for part in question.questions:
            if part.type in _NOT_WITHIN:
                yield FormFault(part, "type", f"a group cannot ask for {part.type}", "a question of its own")
            yield from _one(part)


def _one(question: AskedShape) -> Iterator[FormFault]:
    for is_wrong, key, what, expected in _rules_of(question):
        if is_wrong:
            yield FormFault(question, key, what, expected)


_Rule = tuple[bool, str, str, str]


def _rules_of(question: AskedShape) -> Iterator[_Rule]:
    """Give what may be wrong with one question: whether it is, at which key, what, and what was expected."""
    kind, least, most = question.type, question.least, question.most
    within = question.questions if isinstance(question, QuestionShape) else []
    repeats = isinstance(question, QuestionShape) and question.repeats
    has_no_choice = kind in {"choice", "choices"} and not question.choices
    yield not question.label and kind != "bank", "label", "what does the page ask?", "a label"
    yield has_no_choice, "choices", "a choice without choices", "at least one"
    yield kind == "group" and not within, "questions", "a group without questions", "at least one"
    yield kind != "group" and bool(within or repeats), "type", f"{kind} holds no questions", "type: group"
    yield repeats and most is None, "most", "how many rows at most?", "most"
    yield _is_above(least, most), "least", "more at least than at most", "less"
    yield from _formula_rules(question)
    yield _is_above(question.minimum, question.maximum), "minimum", "more at least than at most", "less"
    yield _is_later(question), "earliest", "the first day is after the last", "an earlier day"
    of_files = bool(question.pages_most or question.megabytes_most or question.document)
    yield of_files and kind != "file", "type", f"{kind} is no file", "type: file"
    yield (
        _is_above(question.min_length, question.max_length),
        "min_length",
        "longer at least than at most",
        "less",
    )


def _formula_rules(question: AskedShape) -> Iterator[_Rule]:
    is_worked_out, has_one = (
        question.type == "calculated",
        (question.value is None) != (question.total_of is None),
    )
    is_twice = question.required and bool(question.required_if)
    other = f"{question.type} is answered, not calculated"
    yield is_worked_out and not has_one, "value", "what is calculated?", "either value or total_of"
    yield not is_worked_out and bool(question.value or question.total_of), "value", other, "type: calculated"
    yield is_twice, "required_if", "required in any case", "one of the two"


def _is_above(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low > high


def _is_later(question: AskedShape) -> bool:
    first, last = question.earliest, question.latest
    return first not in {None, "today"} and last not in {None, "today"} and str(first) > str(last)


def _formulas(laid: Laid) -> Iterator[FormFault]:
    """Check what is summed up, and what an identity number is compared with."""
    rows = {
        one.id: {part.id for part in one.questions if _is_number(part)}
        for one in laid.questions
        if one.repeats
    }
    for question in laid.questions:
        if question.total_of:
            group, _, name = question.total_of.partition(".")
            if name not in rows.get(group, set()):
                what = f'"{question.total_of}" is no number or money in a group that repeats'
                yield FormFault(question, "total_of", what, "group.question")
        yield from _births(question, laid.questions)
        for part in question.questions:
            yield from _births(part, question.questions)


def _is_number(question: AskedShape) -> bool:
    return question.type in {"number", "money"}


def _births(question: AskedShape, beside: Sequence[AskedShape]) -> Iterator[FormFault]:
    """Check what a number is compared with; a question of the bank is also asked where that is not asked."""
    kinds = {one.id: one.type for one in beside}
    for key, name, kind in (("birth", question.birth, "date"), ("sex", question.sex, "choice")):
        if name and (name in kinds or question.bank is None) and kinds.get(name) != kind:
            yield FormFault(question, key, f'"{name}" beside it is no {kind}', f"a question of type {kind}")


def _asked_first(laid: Laid) -> Iterator[FormFault]:
    if laid.eligibility is None:
        return
    known = {one.id: one for one in laid.questions}
    for name in laid.eligibility.questions:
        question = known.get(name)
        if question is None:
            yield FormFault(
                laid.eligibility, "questions", f'the form has no question "{name}"', "ids of its questions"
            )
        elif question.type in SENT | {"place", "group", "person"}:
            yield FormFault(
                laid.eligibility, "questions", f'"{name}" cannot be asked beforehand', "a simple question"
            )


_CHECKS: Final[tuple[Callable[[Laid], Iterator[FormFault]], ...]] = (
    _limits,
    _names,
    _steps,
    _questions,
    _formulas,
    _asked_first,
)


def samples_of(questions: Sequence[AskedShape]) -> list[dict[str, Any]]:
    """Give two forms, one empty and one filled, so that both sides of an `&&` are run."""
    return [
        {one.id: make(one) for one in questions if is_read(one)} for make in (_empty_sample, _filled_sample)
    ]


def _empty_sample(question: AskedShape) -> Any:
    if isinstance(question, QuestionShape) and question.repeats:
        return []
    if question.type in {"group", "person"}:
        return {one.id: _empty_sample(one) for one in parts_of(question) if is_read(one)}
    return empty_of(question)


def _filled_sample(question: AskedShape) -> Any:
    if question.type in {"group", "person"}:
        row = {one.id: _filled_sample(one) for one in parts_of(question) if is_read(one)}
        return [row] if isinstance(question, QuestionShape) and question.repeats else row
    if question.type in {"choice", "choices"} and question.choices:
        first = question.choices[0].id
        return first if question.type == "choice" else [first]
    if question.type == "date":
        return "2000-01-31"
    empty = empty_of(question)
    if isinstance(empty, bool):
        return True
    return 1.0 if isinstance(empty, float) else empty or "…"


def facts_of_samples(laid: Laid) -> list[dict[str, Any]]:
    """Give the variables of every condition of a form, once with nothing answered and once with everything."""
    topic = laid.topics[0] if laid.topics else ""
    ages = {one.id: 0.0 for one in laid.questions if one.type in {"date", "person"}}
    return [
        {"topic": topic, "answers": answers, "ages": ages, "today": "2026-01-31"}
        for answers in samples_of(laid.questions)
    ]


def words_of(laid: Laid) -> dict[str, list[str]]:
    """Give what each name can be at all; a choice that was not made is an empty text."""
    choices = {
        f"answers.{one.id}": ["", *(choice.id for choice in one.choices)]
        for one in laid.questions
        if one.type == "choice"
    }
    return {"topic": list(laid.topics), **choices}


def _condition_faults(laid: Laid) -> Iterator[FormFault]:
    facts, words = facts_of_samples(laid), words_of(laid)
    order = [one.id for one in sorted(laid.questions, key=lambda one: one.type != "topic")]
    for number, name in enumerate(order):
        question = next(one for one in laid.questions if one.id == name)
        later = set(order[number:])
        yield from _of_question(question, facts, words, later)
        for part in question.questions:
            inner = [{**one, "row": row} for one in facts for row in samples_of(question.questions)]
            yield from _of_question(part, inner, words, later)
    for step in laid.steps:
        later = set(order[order.index(step.questions[0]) :])
        yield from _wrong(step, "show_if", step.show_if, facts, words, later)
    for bar in laid.eligibility.bars if laid.eligibility else ():
        later = set(order).difference(laid.eligibility.questions if laid.eligibility else ())
        yield from _wrong(bar, "when", bar.when, facts, words, later)


def _of_question(
    question: AskedShape, facts: Sequence[Mapping[str, Any]], words: Mapping[str, list[str]], later: set[str]
) -> Iterator[FormFault]:
    yield from _wrong(question, "show_if", question.show_if, facts, words, later)
    yield from _wrong(question, "required_if", question.required_if, facts, words, later)
    if question.value:
        yield from _wrong_formula(question, question.value, facts, later)


def _wrong(
    shape: Shape,
    key: str,
    text: str | None,
    facts: Sequence[Mapping[str, Any]],
    words: Mapping[str, list[str]],
    later: set[str],
) -> Iterator[FormFault]:
    if text is None:
        return
    try:
        condition = Condition(text)
    except ValueError as wrong:
        yield FormFault(shape, key, f"condition: {str(wrong).splitlines()[0]}")
        return
    for what in condition.faults(facts, words=words):
        yield FormFault(shape, key, f"condition: {what}")
    yield from _too_early(shape, key, condition, later)


def _wrong_formula(
    question: AskedShape, text: str, facts: Sequence[Mapping[str, Any]], later: set[str]
) -> Iterator[FormFault]:
    try:
        formula = Formula(text)
    except ValueError as wrong:
        yield FormFault(question, "value", f"formula: {str(wrong).splitlines()[0]}")
        return
    faults = formula.faults(facts)
    for what in faults:
        yield FormFault(question, "value", f"formula: {what}")
    if not faults and not all(_fits(formula.value(one), question.result) for one in facts):
        yield FormFault(question, "result", f"formula: gives no {question.result}", question.result)
    yield from _too_early(question, "value", formula, later)


def _fits(found: object, result: str) -> bool:
    return isinstance(found, _RESULT_TYPES[result]) and (result == "flag" or not isinstance(found, bool))


def _too_early(shape: Shape, key: str, formula: Formula, later: set[str]) -> Iterator[FormFault]:
    """Give what is read before it is asked: the page and the server go through the questions once, in order."""
    for path in sorted(formula.reads()):
        root, _, rest = path.partition(".")
        name = rest.split(".")[0]
        if root in {"answers", "ages"} and name in later:
            yield FormFault(
                shape, key, f'reads "{name}", which is not asked before it', "an earlier question"
            )
