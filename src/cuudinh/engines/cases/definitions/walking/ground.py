"""What walks of one service stand on: the service, what stands around it, who may do what, how far the end is."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from cuudinh.engines.cases.definitions.examples import Surroundings
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.shapes import ActShape

# Acts that join two cases are no walk of one.
_OF_TWO: Final = frozenset({"merge", "unmerge"})
_FAR: Final = 99


@dataclass(frozen=True, slots=True)
class Possible:
    """An act that people may do in a state, and how far from an end of the case they come by it; None: they stay."""

    act: ActShape
    by: tuple[str, ...]
    to_end: int | None


@dataclass(frozen=True)
class Ground:
    """One service to walk.

    `tried` counts what was tried in which state, so that later walks go where few went, `done` is what was done there,
    `refused` why inputs were not taken; `taken` counts the places of a quota that are taken.
    """

    service: ServiceDefinition
    around: Surroundings
    offices: Sequence[str]
    paces: Mapping[str, Pace]
    by_people: Mapping[str, tuple[Possible, ...]]
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    done: set[tuple[str, str]] = field(default_factory=set)
    refused: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    taken: Counter[str] = field(default_factory=Counter)

    def scene(self, at: datetime) -> Scene:
        """Give the scene at a moment."""
        around = self.around
        return Scene(
            self.service, at, around.offices, around.places, self.paces.__getitem__, lambda _: None, "vi"
        )


def ground_of(service: ServiceDefinition, around: Surroundings, day: date) -> Ground:
    """Give the ground of a service; of the offices those in force on a day may be asked."""
    codes = [code for code in around.codes.values() if around.offices.by_code(code, day) is not None]
    paces = {"timed": Pace(around.calendar), "immediate": Pace(around.calendar, is_wall=True)}
    far = steps_to_end(service)
    by_people = {state: tuple(_possible(service, state, far)) for state in service.shape.states}
    return Ground(service, around, codes, paces, by_people)


def _possible(service: ServiceDefinition, state: str, far: Mapping[str, int]) -> Iterator[Possible]:
    for act in service.acts_from(state):
        people = tuple(who for who in act.by if who != "system")
        if people and act.do not in _OF_TWO:
            ends = [far.get(to, _FAR) for to in _leads_to(service, state, act)]
            yield Possible(act, people, min(ends, default=None))


def steps_to_end(service: ServiceDefinition) -> dict[str, int]:
    """Give, for each state from which an end can be reached, by how many acts; conditions are not asked."""
    found = {id: 0 for id, state in service.shape.states.items() if state.phase == "final"}
    while True:
        nearer = {
            state: 1
            + min(found[to] for act in service.acts_from(state) for to in _known(service, state, act, found))
            for state in service.shape.states
            if state not in found
            and any(_known(service, state, act, found) for act in service.acts_from(state))
        }
        if not nearer:
            return found
        found |= nearer


def _known(
    service: ServiceDefinition, state: str, act: ActShape, found: Mapping[str, int]
) -> tuple[str, ...]:
    return tuple(to for to in _leads_to(service, state, act) if to in found)


def _leads_to(service: ServiceDefinition, state: str, act: ActShape) -> tuple[str, ...]:
    """Give the other states to which an act may lead: its own, else those from which one came."""
    if act.to is not None:
        return (act.to,) if act.to != state else ()
    if act.clock != "resume":
        return ()
    return tuple(
        {source for one in service.shape.acts if one.to == state for source in one.sources} - {state}
    )
