"""Conditions of a service: each is CEL, reads only what is there, and says yes or no."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, get_args

from cuudinh.engines.cases.definitions.check_forms import bank_in, laid_of, with_bank
from cuudinh.engines.cases.shapes import Channel, ServiceShape, TopicsShape, Track
from cuudinh.packs.conditions import Condition
from cuudinh.packs.faults import Fault
from cuudinh.packs.forms.checking import samples_of, words_of
from cuudinh.packs.forms.form import is_sealed
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
    """Give the faults of every condition of a service outside of its form, each at its own line."""
    filled = with_bank(shape, bank_in(world))
    words = _words(filled, topics)
    own = frozenset(question.id for question in filled.questions if is_sealed(question))
    return [
        world.fault_of(owner, f"condition: {what}", key)
        for owner, key, text, samples in _conditions(filled, topics)
        for what in _wrong(text, samples, words, own)
    ]


def _words(shape: ServiceShape, topics: TopicsShape) -> dict[str, Collection[str]]:
    """Give what each name can be at all."""
    return {
        **words_of(laid_of(shape, topics)),
        "case.topic": [topic.id for topic in topics.topics],
        "case.state": list(shape.states),
        "case.track": get_args(Track),
        "case.channel": get_args(Channel),
        "kind": [shape.kind],
    }


def _conditions(
    shape: ServiceShape, topics: TopicsShape
) -> Iterator[tuple[Shape, str, str, Sequence[Mapping[str, Any]]]]:
    answers = samples_of(shape.questions)
    first = topics.topics[0].id
    flags = dict.fromkeys(shape.flags, False)
    for act in shape.acts:
        if act.when:
            samples = [{"case": _CASE, "flags": flags, "topic": first, "answers": one} for one in answers]
            yield act, "when", act.when, samples
    for topic in topics.topics:
        for rule in (*topic.owner, *shape.desk):
            if rule.when:
                samples = [
                    {"topic": topic.id, "answers": one, "unit": "", "kind": shape.kind} for one in answers
                ]
                yield rule, "when", rule.when, samples


def _wrong(
    text: str,
    samples: Sequence[Mapping[str, Any]],
    words: Mapping[str, Collection[str]],
    own: Collection[str],
) -> list[str]:
    """Check a condition; of what is sealed it could read nothing, since a case does not hold it."""
    try:
        condition = Condition(text)
    except ValueError as wrong:
        return [str(wrong).splitlines()[0]]
    found = condition.faults(samples, words=words)
    read = {path.split(".")[1] for path in condition.reads() if path.startswith("answers.")}
    return [
        *found,
        *(f'"{name}" is sealed once filed and cannot be read' for name in sorted(read & set(own))),
    ]
