"""A service as the rules read it: its shapes, with the flow and every condition compiled once.

A definition never changes: a new version of a service is a new definition, and a case keeps the one it was
filed under. So everything that can be prepared is prepared here, and the rules only look things up.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from cuudinh.engines.cases.shapes import (
    ActShape,
    ServiceShape,
    StateShape,
    TopicGroup,
    TopicShape,
    TopicsShape,
)
from cuudinh.engines.cases.shapes_flows import FlowShape
from cuudinh.engines.cases.shapes_words import Reason
from cuudinh.kernel.flow import Act, Flow, State
from cuudinh.kernel.worktime import Span
from cuudinh.packs.conditions import Condition
from cuudinh.packs.forms.form import Form, compiled_form, is_sealed
from cuudinh.packs.forms.shapes import QuestionShape
from cuudinh.packs.grammar import SpanShape, Text

RUNNING = frozenset({"centre", "office"})
# The verbs that end a case with an answer; withdrawing and merging end it without one.
_ENDING = ("resolve", "approve", "refuse", "no_reply", "close", "auto_close", "deliver", "stop")
# The verbs by which a case comes to nothing, so that it keeps nobody else out.
_GIVING_UP = ("refuse", "withdraw", "no_reply", "stop", "merge")
# The verbs that ask the reporter for something.
ASKING = ("ask", "request_supplement")


@lru_cache(maxsize=512)
def span_of(shape: SpanShape) -> Span:
    """Give the kernel's span of a shape; the same few are asked for at every act."""
    return shape.span()


def words(text: Text, language: str) -> str:
    """Give a text of a pack in a language, else in the pack's first."""
    return text.get(language) or next(iter(text.values()))


@dataclass(frozen=True)
class ServiceDefinition:
    """One version of a service, ready to decide with."""

    shape: ServiceShape
    topics: Mapping[str, TopicShape]
    groups: Mapping[str, TopicGroup]
    flow: Flow
    acts: Mapping[tuple[str, str], ActShape]
    form: Form
    conditions: Mapping[str, Condition] = field(repr=False)

    @property
    def id(self) -> str:
        """Give the id of the service."""
        return self.shape.service

    @property
    def version(self) -> int:
        """Give the version of the service."""
        return self.shape.version

    @cached_property
    def questions(self) -> Mapping[str, QuestionShape]:
        """Give the questions of the form by their ids."""
        return self.form.by_id

    @cached_property
    def reasons(self) -> Mapping[str, Reason]:
        """Give the reasons that may be chosen, by their ids."""
        return {reason.id: reason for reason in self.shape.reasons}

    @cached_property
    def approval_states(self) -> frozenset[str]:
        """Give the states in which an answer waits for the centre: those from which `approve` starts."""
        return frozenset(self._of_phase({"open"}) & self._sources("approve"))

    @cached_property
    def intake_states(self) -> frozenset[str]:
        """Give the states in which a case waits to be taken in: every other one whose time is the centre's.

        What the centre must do next is seen in one of its two queues, however a pack calls its states.
        """
        centre = {id for id, state in self.shape.states.items() if state.clock == "centre"}
        return frozenset((self._of_phase({"open"}) & centre) - self.approval_states)

    @cached_property
    def asked_states(self) -> frozenset[str]:
        """Give the states in which a question waits for the reporter."""
        return frozenset(self._of_phase({"paused"}) & self._targets(ASKING))

    @cached_property
    def result_states(self) -> frozenset[str]:
        """Give the states in which the answer is the result: it was approved, or the case was refused or ended."""
        return frozenset(self._of_phase({"done", "final"}) & self._targets(_ENDING))

    def _of_phase(self, phases: Collection[str]) -> set[str]:
        return {id for id, state in self.shape.states.items() if state.phase in phases}

    def _sources(self, verb: str) -> set[str]:
        return {source for act in self.shape.acts if act.do == verb for source in act.sources}

    def _targets(self, verbs: Collection[str]) -> set[str]:
        return {act.to for act in self.shape.acts if act.do in verbs and act.to is not None}

    def state(self, state_id: str) -> StateShape:
        """Give the shape of a state."""
        return self.shape.states[state_id]

    def act(self, state_id: str, verb: str) -> ActShape | None:
        """Give the act with this verb that starts in this state, or None."""
        return self.acts.get((state_id, verb))

    def acts_from(self, state_id: str) -> tuple[ActShape, ...]:
        """Give the acts that start in this state, in the order of the pack."""
        return self._acts_from.get(state_id, ())

    @cached_property
    def _acts_from(self) -> Mapping[str, tuple[ActShape, ...]]:
        return {
            state: tuple(act for act in self.shape.acts if state in act.sources)
            for state in self.shape.states
        }

    def question_of_type(self, kind: str) -> QuestionShape | None:
        """Give the first question of a type, such as the one that asks for the place."""
        return next((question for question in self.shape.questions if question.type == kind), None)

    @property
    def only_topic(self) -> str:
        """Give the topic of a service that asks for none, such as a dossier."""
        return self.form.topic_of({})

    @property
    def is_dossier(self) -> bool:
        """Whether its cases are one-stop dossiers: each of one office from its filing, and nobody else's."""
        return self.shape.procedure is not None

    @property
    def is_apart(self) -> bool:
        """Whether its cases are nobody's but of those who stand in a relation to them."""
        return self.is_dossier or self.shape.restricted is not None

    @property
    def counted_beside(self) -> str:
        """Give the name under which its cases are counted apart from reports; empty: with them."""
        return "dossiers" if self.is_dossier else "restricted" if self.is_apart else ""

    @property
    def only_tells(self) -> bool:
        """Whether nothing is filed: a page with a guide."""
        return self.shape.kind == "information"

    @cached_property
    def is_owned_at_once(self) -> bool:
        """Whether a case is its office's from the filing on, without the centre."""
        return self.shape.states[self.shape.initial].clock == "office"

    @cached_property
    def given_up_states(self) -> frozenset[str]:
        """Give the states of cases that came to nothing: their places are free, and their filers may file again."""
        return frozenset(self._of_phase({"done", "final"}) & self._targets(_GIVING_UP))

    @cached_property
    def main_question(self) -> QuestionShape | None:
        """Give the question whose answer is the report itself: never one whose answer is somebody's own.

        Of a dossier no answer is, and none leads a list.
        """
        if self.is_dossier:
            return None
        open_ones = [question for question in self.shape.questions if not is_sealed(question)]
        return next((one for kind in ("long_text", "text") for one in open_ones if one.type == kind), None)

    def full_answers(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give an answer for every question that conditions may read, given or not."""
        return self.form.answer_facts(values)

    def holds(self, condition: str | None, facts: Mapping[str, object]) -> bool:
        """Whether a condition of this service holds; no condition always holds."""
        return condition is None or self.conditions[condition].holds(facts)


def compiled(shape: ServiceShape, topics: TopicsShape) -> ServiceDefinition:
    """Give the definition made of `service.yaml` and `topics.yaml`."""
    return ServiceDefinition(
        shape=shape,
        topics={topic.id: topic for topic in topics.topics},
        groups={group.id: group for group in topics.groups},
        flow=flow_of(shape),
        acts={(source, act.do): act for act in reversed(shape.acts) for source in act.sources},
        form=compiled_form(
            shape.questions, shape.steps, [topic.id for topic in topics.topics], shape.eligibility
        ),
        conditions={text: Condition(text) for text in condition_texts(shape, topics)},
    )


def flow_of(shape: ServiceShape | FlowShape) -> Flow:
    """Give the state machine of a service or of a shared flow, for its checks."""
    states = tuple(State(id, state.phase, state.clock) for id, state in shape.states.items())
    return Flow(shape.initial, states, tuple(_act_of(act) for act in shape.acts))


def _act_of(act: ActShape) -> Act:
    return Act(
        do=act.do,
        sources=tuple(act.sources),
        target=act.to,
        by=tuple(act.by),
        requires=tuple(one.id for one in act.inputs if one.required),
        when=act.when,
        limit=act.limit,
        within=span_of(act.within) if act.within is not None else None,
        after=span_of(act.after) if act.after is not None else None,
        four_eyes=act.four_eyes,
        sets=tuple(act.set),
        clears=tuple(act.clear),
        clock=act.clock,
    )


def condition_texts(shape: ServiceShape, topics: TopicsShape) -> tuple[str, ...]:
    """Give every condition written in a service outside of its form, each once."""
    texts = [act.when for act in shape.acts]
    texts += [rule.when for topic in topics.topics for rule in topic.owner]
    texts += [rule.when for rule in shape.desk]
    return tuple(dict.fromkeys(text for text in texts if text))
