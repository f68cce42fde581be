"""Conditions of a service: each is CEL, reads only what is there, and says yes or no."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, get_args

from cuudinh.engines.cases.service import EMPTY
from cuudinh.engines.cases.shapes import Channel, QuestionShape, ServiceShape, TopicsShape, Track
from cuudinh.packs.conditions import Condition
from cuudinh.packs.faults import Fault
from cuudinh.packs.grammar import Shape
from cuudinh.packs.world import PackWorld

_CASE: Mapping[str, Any] = {
    "state": "",
    "topic": "",
    "track": "timed",
    "channel": "web",
    "is_public": False,
    "is_rated": False,
    "has_owner": False,
    "open_tasks": 0,
    "extensions": 0,
    "extensions_most": 0,
    "is_late": False,
}


def condition_faults(world: PackWorld, shape: ServiceShape, topics: TopicsShape) -> list[Fault]:
    """Give the faults of every condition of a service, each at its own line."""
    words = _words(shape, topics)
    return [
        world.fault_of(owner, f"condition: {what}", key)
        for owner, key, text, samples in _conditions(shape, topics)
        for what in _wrong(text, samples, words)
    ]


def _words(shape: ServiceShape, topics: TopicsShape) -> dict[str, Collection[str]]:
    """Give what each name can be at all; a choice that was not made is an empty text."""
    ids = [topic.id for topic in topics.topics]
    choices = {
        f"answers.{question.id}": ["", *(choice.id for choice in question.choices)]
        for question in shape.questions
        if question.type == "choice"
    }
    return {
        "topic": ids,
        "case.topic": ids,
        "case.state": list(shape.states),
        "case.track": get_args(Track),
        "case.channel": get_args(Channel),
        "kind": [shape.kind],
        **choices,
    }


def _conditions(
    shape: ServiceShape, topics: TopicsShape
) -> Iterator[tuple[Shape, str, str, Sequence[Mapping[str, Any]]]]:
    answers = _samples_of_answers(shape.questions)
    first = topics.topics[0].id
    for question in shape.questions:
        if question.show_if:
            yield question, "show_if", question.show_if, [{"topic": first, "answers": one} for one in answers]
    flags = dict.fromkeys(shape.flags, False)
    for act in shape.acts:
        if act.when:
            samples = [{"case": _CASE, "flags": flags, "topic": first, "answers": one} for one in answers]
            yield act, "when", act.when, samples
    for topic in topics.topics:
        for rule in topic.owner:
            if rule.when:
                samples = [
                    {"topic": topic.id, "answers": one, "unit": "", "kind": shape.kind} for one in answers
                ]
                yield rule, "when", rule.when, samples


def _samples_of_answers(questions: Sequence[QuestionShape]) -> list[Mapping[str, Any]]:
    """Give two forms, one empty and one filled, so that both sides of an `&&` are run."""
    empty = {question.id: EMPTY[question.type] for question in questions if question.type in EMPTY}
    filled = {question.id: _filled(question) for question in questions if question.type in EMPTY}
    return [empty, filled]


def _filled(question: QuestionShape) -> Any:
    if question.type == "choice" and question.choices:
        return question.choices[0].id
    return {"flag": True, "number": 1.0}.get(question.type, "…")


def _wrong(
    text: str, samples: Sequence[Mapping[str, Any]], words: Mapping[str, Collection[str]]
) -> list[str]:
    try:
        condition = Condition(text)
    except ValueError as wrong:
        return [str(wrong).splitlines()[0]]
    return condition.faults(samples, words=words)
