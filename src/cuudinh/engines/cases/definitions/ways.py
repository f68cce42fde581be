"""The ways of a case through its flow, as people can really take them: by whom, and under a condition that can hold.

`kernel.flow` proves that the picture of a flow is whole. Here each of its arrows is asked whether anybody can
stand where it starts: a relation that exists in this service, a lead office that the case has by then, a condition that
some case fulfils.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from cuudinh.engines.cases.definitions.check_truths import Tried
from cuudinh.engines.cases.shapes import ActShape, ServiceShape

OWNER, COOPERATING, RECEIVING = "owner.", "cooperating.", "receiving."
# Verbs that the platform does by itself when something else happened: money came, a merge was undone.
BY_NEWS: Final = frozenset({"paid", "unmerge"})
# Whoever files or follows: of them nobody can be certain that they do anything.
FREE: Final = frozenset({"reporter", "follower", "anyone", "signed_in"})
_GIVES_OWNER: Final = frozenset({"assign", "transfer"})
_TAKES_OWNER: Final = frozenset({"return"})
Place = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Way:
    """One act from one state into another; `source` and `target` are the same where it stays."""

    act: ActShape
    source: str
    target: str

    @property
    def moves(self) -> bool:
        """Whether the case stands elsewhere afterwards."""
        return self.source != self.target

    @property
    def is_timed(self) -> bool:
        """Whether it happens by itself when its time has come."""
        return self.act.after is not None or self.act.by_rule is not None


class Ways:
    """The acts of a service that somebody can do, and the states that they lead to."""

    def __init__(self, shape: ServiceShape, tried: Tried, roles: Collection[str]) -> None:
        self.shape = shape
        self.tried = tried
        self._roles = frozenset(roles)
        self._verbs = {act.do for act in shape.acts}

    @property
    def is_apart(self) -> bool:
        """Whether only those see its cases who stand in a relation to them."""
        return self.shape.procedure is not None or self.shape.restricted is not None

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Give every act from each of its states to wherever it leads, whoever may do it."""
        entering = {to: [act for act in self.shape.acts if act.to == to] for to in self.shape.states}
        return tuple(
            Way(act, source, target)
            for act in self.shape.acts
            for source in act.sources
            for target in self._targets(act, source, entering)
        )

    def _targets(
        self, act: ActShape, source: str, entering: Mapping[str, Sequence[ActShape]]
    ) -> Collection[str]:
        """Give where an act leads from a state: of one that goes back, each state the case may have come from."""
        if act.to is not None:
            return (act.to,)
        if act.clock != "resume":
            return (source,)
        return dict.fromkeys(one for came in entering.get(source, ()) for one in came.sources)

    def nobody(self, act: ActShape) -> list[tuple[str, str]]:
        """Give those of an act who can never do it, each with the reason."""
        found = ((relation, self.why_not(act, relation)) for relation in act.by)
        return [(relation, why) for relation, why in found if why]

    def why_not(self, act: ActShape, relation: str) -> str:
        """Give why nobody can ever be this to a case of the service; empty when somebody can."""
        if relation == "system":
            is_done = act.after is not None or act.by_rule is not None or act.do in BY_NEWS
            return "" if is_done else "the platform does nothing by itself without after or by_rule"
        if relation == "reporter":
            return "no account is kept of who files" if self.shape.identity.anonymous else ""
        if relation.startswith(RECEIVING):
            return "" if self.shape.procedure is not None else "only dossiers have a desk that took them in"
        if relation.startswith(COOPERATING):
            return "" if "request_joint" in self._verbs or self._consults else "no act asks other offices"
        if relation in self._roles and self.is_apart:
            return "its cases are seen only by those who stand in a relation to them"
        return ""

    @cached_property
    def _consults(self) -> bool:
        return self.shape.procedure is not None and bool(self.shape.procedure.consulted)

    def doers(self, way: Way, has_owner: bool = True) -> list[str]:
        """Give those who can do an act, of a case that has a lead office or has none."""
        return [
            relation
            for relation in way.act.by
            if not self.why_not(way.act, relation) and (has_owner or not relation.startswith(OWNER))
        ]

    def can_hold(self, way: Way, **fixed: Sequence[Any]) -> bool:
        """Whether the condition of an act can hold in its state; what cannot be gone through is taken to."""
        if way.act.when is None:
            return True
        found = self.tried.of_act(way.act.when, way.source, **fixed)
        return found is None or True in found

    @cached_property
    def open_ways(self) -> tuple[Way, ...]:
        """Give the ways whose condition can hold."""
        return tuple(way for way in self.ways if self.can_hold(way))

    @cached_property
    def places(self) -> frozenset[Place]:
        """Give every state that a case can come to, with whether it has a lead office there."""
        starts = self.shape.states[self.shape.initial].clock == "office"
        reached: set[Place] = set()
        waiting: list[Place] = [(self.shape.initial, starts)]
        while waiting:
            place = waiting.pop()
            if place in reached:
                continue
            reached.add(place)
            waiting += [self.lands(way, place[1]) for way in self.from_place(place)]
        return frozenset(reached)

    def lands(self, way: Way, has_owner: bool) -> Place:
        """Give where a way leads to."""
        given = has_owner or way.act.do in _GIVES_OWNER
        return way.target, given and way.act.do not in _TAKES_OWNER

    def from_place(self, place: Place) -> Iterator[Way]:
        """Give the ways that somebody can take from a place."""
        state, has_owner = place
        for way in self._by_source.get(state, ()):
            if self.doers(way, has_owner):
                yield way

    @cached_property
    def _by_source(self) -> dict[str, list[Way]]:
        found: dict[str, list[Way]] = {}
        for way in self.open_ways:
            found.setdefault(way.source, []).append(way)
        return found

    @cached_property
    def states(self) -> frozenset[str]:
        """Give every state that a case can come to."""
        return frozenset(state for state, _ in self.places)

    @cached_property
    def finals(self) -> frozenset[str]:
        """Give the states in which a case has ended."""
        return frozenset(name for name, state in self.shape.states.items() if state.phase == "final")

    def finishing(self, ways: Collection[Way]) -> frozenset[str]:
        """Give the states from which an end is reached by these ways."""
        found = set(self.finals)
        before = -1
        while before != len(found):
            before = len(found)
            found |= {way.source for way in ways if way.target in found}
        return frozenset(found)

    @cached_property
    def taken(self) -> tuple[Way, ...]:
        """Give the ways that are taken at all: from a state that is reached, by somebody."""
        return tuple(
            way
            for way in self.open_ways
            if any(state == way.source and self.doers(way, owned) for state, owned in self.places)
        )
