"""Conditions that say nothing: one that never holds, and one that always does, found by trying them.

A question that is never asked, a rule by which nobody ever decides, a bar that keeps everybody out: each is read by the
checks before as sound, and only shows when answers at the edges of what it compares are tried.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, Final

from cuudinh.engines.cases.definitions.check_forms import laid_of
from cuudinh.engines.cases.shapes import ServiceShape, TopicsShape
from cuudinh.packs.conditions import Condition
from cuudinh.packs.faults import Fault
from cuudinh.packs.forms.checking import Laid
from cuudinh.packs.forms.shapes import QuestionShape
from cuudinh.packs.forms.trying import edges_of, outcomes, situations
from cuudinh.packs.grammar import Shape
from cuudinh.packs.world import PackWorld

Situations = Sequence[Mapping[str, Any]]
# What a case can be after it was filed, beside its topic and its answers: it changes as people act.
MOVING: Final[Mapping[str, Sequence[Any]]] = {
    "is_public": (False, True),
    "is_rated": (False, True),
    "has_owner": (False, True),
    "is_late": (False, True),
}
_NEVER, _ALWAYS = frozenset({False}), frozenset({True})


class Tried:
    """The conditions of one service, each tried once in every situation it may be asked in."""

    def __init__(self, shape: ServiceShape, topics: TopicsShape) -> None:
        self.shape = shape
        self.laid: Laid = laid_of(shape, topics)
        self.topics = tuple(topic.id for topic in topics.topics)
        self.tracks = tuple(dict.fromkeys(topic.track for topic in topics.topics))
        self.compiled = lru_cache(maxsize=None)(Condition)

    def of_form(self, text: str, row_of: QuestionShape | None = None) -> frozenset[bool] | None:
        """Give what a condition of the form comes to; None where that cannot be gone through."""
        found = situations(self.laid, self.compiled(text), row_of=row_of)
        return outcomes(self.compiled(text), found) if found is not None else None

    def of_rule(self, text: str, topic: str) -> frozenset[bool] | None:
        """Give what the condition of a rule for a topic comes to."""
        found = self.of_routing(text, topic)
        return outcomes(self.compiled(text), found) if found is not None else None

    def of_routing(self, text: str, topic: str) -> Situations | None:
        """Give the facts in which a rule for a topic may come out differently."""
        condition = self.compiled(text)
        found = situations(self.laid, condition, topics=(topic,))
        units = ["", *sorted(edges_of([condition]).texts)] if "unit" in condition.reads() else [""]
        if found is None:
            return None
        return [{**facts, "unit": unit, "kind": self.shape.kind} for facts in found for unit in units]

    def of_act(self, text: str, state: str, **fixed: Sequence[Any]) -> frozenset[bool] | None:
        """Give what the condition of an act comes to in a state; `fixed` narrows what a case can be."""
        found = self.of_case(text, state, **fixed)
        return outcomes(self.compiled(text), found) if found is not None else None

    def of_case(self, text: str, state: str, **fixed: Sequence[Any]) -> Situations | None:
        """Give the facts of a case in a state in which a condition may come out differently."""
        condition = self.compiled(text)
        found = situations(self.laid, condition)
        if found is None:
            return None
        reads, axes = condition.reads(), self._axes(state, condition, fixed)
        varied = {name: values if f"case.{name}" in reads else values[:1] for name, values in axes.items()}
        flags = {name: (False, True) if f"flags.{name}" in reads else (False,) for name in self.shape.flags}
        cases = [dict(zip(varied, values, strict=True)) for values in product(*varied.values())]
        marks = [dict(zip(flags, values, strict=True)) for values in product(*flags.values())]
        return [
            {**facts, "topic": facts["topic"] or case["topic"], "case": case, "flags": flagged}
            for facts in found
            for case in cases
            for flagged in marks
        ]

    def _axes(
        self, state: str, condition: Condition, fixed: Mapping[str, Sequence[Any]]
    ) -> dict[str, Sequence[Any]]:
        most = self.shape.deadlines.extensions
        about = {int(edge) + step for edge in edges_of([condition]).numbers for step in (-1, 0, 1)}
        return {
            "state": (state,),
            "topic": self.topics,
            "track": self.tracks,
            "channel": tuple(self.shape.channels) or ("web",),
            "extensions": tuple(range(most + 1)),
            "extensions_most": (most,),
            "open_tasks": tuple(sorted({0, 1, *(one for one in about if one > 0)})),
            **MOVING,
            **fixed,
        }


def truth_faults(
    world: PackWorld, shape: ServiceShape, topics: TopicsShape, own: Mapping[int, Shape]
) -> Iterator[Fault]:
    """Give the conditions that never hold or always do; `own` names the written question of one of the bank."""
    tried = Tried(shape, topics)
    for question in tried.laid.questions:
        written = own.get(id(question), question)
        yield from _of_question(world, tried, question, written, None)
        for part in question.questions:
            yield from _of_question(
                world, tried, part, own.get(id(part), part), question if question.repeats else None
            )
    for step in shape.steps:
        if step.show_if is not None:
            yield from _shown(world, tried.of_form(step.show_if), step, "show_if", f'the step "{step.id}"')
    yield from _of_bars(world, tried, shape)
    yield from _of_rules(world, tried, shape, topics)


def _of_question(
    world: PackWorld, tried: Tried, question: Any, written: Shape, group: QuestionShape | None
) -> Iterator[Fault]:
    if question.show_if is not None:
        found = tried.of_form(question.show_if, group)
        yield from _shown(world, found, written, "show_if", f'"{question.id}"')
    if question.required_if is None:
        return
    found = tried.of_form(question.required_if, group)
    if found == _NEVER:
        what = f'"{question.id}" never has to be answered: its condition never holds'
        yield world.fault_of(
            written, what, "required_if", expected="a condition that some answers fulfil, or none"
        )
    if found == _ALWAYS:
        what = f'"{question.id}" always has to be answered: its condition always holds'
        yield world.fault_of(written, what, "required_if", expected="required: true")


def _shown(
    world: PackWorld, found: frozenset[bool] | None, shape: Shape, key: str, named: str
) -> Iterator[Fault]:
    if found == _NEVER:
        what = f"{named} is never asked: its condition never holds"
        yield world.fault_of(shape, what, key, expected="a condition that some answers before it fulfil")
    if found == _ALWAYS:
        what = f"{named} is always asked: its condition always holds"
        yield world.fault_of(shape, what, key, expected="no show_if, or one that some answers do not fulfil")


def _of_bars(world: PackWorld, tried: Tried, shape: ServiceShape) -> Iterator[Fault]:
    for bar in shape.eligibility.bars if shape.eligibility is not None else ():
        found = tried.of_form(bar.when)
        if found == _NEVER:
            what = "this bar keeps nobody out: its condition never holds"
            yield world.fault_of(
                bar, what, "when", expected="a condition that some answers fulfil, or no bar"
            )
        if found == _ALWAYS:
            what = "this bar keeps everybody out: its condition always holds"
            yield world.fault_of(bar, what, "when", expected="a condition that some answers do not fulfil")


def _of_rules(world: PackWorld, tried: Tried, shape: ServiceShape, topics: TopicsShape) -> Iterator[Fault]:
    for topic in topics.topics:
        for rule in (*topic.owner, *shape.desk):
            found = tried.of_rule(rule.when, topic.id) if rule.when is not None else None
            if found == _NEVER:
                what = f'nobody is ever asked by this rule of "{topic.id}": its condition never holds'
                yield world.fault_of(rule, what, "when", expected="a condition that some answers fulfil")
            if found == _ALWAYS:
                what = f'the condition of this rule of "{topic.id}" always holds'
                yield world.fault_of(rule, what, "when", expected="no when: the rule is for everybody")
