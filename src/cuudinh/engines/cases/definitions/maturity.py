"""How ripe a service is, worked out from its files and never claimed: bronze can be offered, silver can be relied on.

Bronze has a guide in the first language of the pack, a legal source or a plain word that it is not verified, a good
example and one that is refused or has to be mended. Silver has a guide in every language, a place in the catalogue,
words for what comes next in each state, and an example for each branch that the service itself writes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from cuudinh.engines.cases.definitions.check_forms import bank_in, with_bank
from cuudinh.engines.cases.definitions.examples import (
    ExampleShape,
    ExamplesShape,
    Surroundings,
    filled_form,
    unfolded,
)
from cuudinh.engines.cases.definitions.resolving import service_files, topics_of, whole
from cuudinh.engines.cases.definitions.surrounding import around_of
from cuudinh.engines.cases.rules.routing import route
from cuudinh.engines.cases.service import ServiceDefinition, compiled
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.packs.forms.reading import Surroundings as FormSurroundings
from cuudinh.packs.forms.reading import read_form
from cuudinh.packs.forms.sampling import sent_samples
from cuudinh.packs.world import PackWorld

Level = Literal["none", "bronze", "silver"]
# Statuses of a dossier that somebody got what they came for, and that they did not or not yet.
_GOOD: Final = frozenset({9, 10})
_MENDED: Final = frozenset({3, 5, 8})
_SIDES: Final = ((True, "is asked"), (False, "is not asked"))


@dataclass(frozen=True, slots=True)
class Maturity:
    """The level of one service, and what it lacks for the next one, in words for whoever writes the pack."""

    service: str
    level: Level
    lacks: tuple[str, ...] = ()


def maturities_of(world: PackWorld) -> list[Maturity]:
    """Give the level of every service of a sound pack; a frame has none: nobody offers its services there."""
    if world.is_frame:
        return []
    return [found for folder, file in service_files(world) if (found := _of(world, folder, file.value))]


def _of(world: PackWorld, folder: str, file: ServiceShape) -> Maturity | None:
    shape = whole(world, file)
    topics = topics_of(world, folder, shape) if shape is not None else None
    examples = world.shape_at(f"{folder}/examples.yaml", ExamplesShape)
    if shape is None or topics is None or examples is None:
        return None
    service = compiled(with_bank(shape, bank_in(world)), topics)
    missing = tuple(_for_bronze(world, folder, service, examples.value.examples))
    if missing:
        return Maturity(shape.service, "none", missing)
    missing = tuple(_for_silver(world, folder, file, service, examples.value.examples))
    return Maturity(shape.service, "bronze" if missing else "silver", missing)


def _for_bronze(
    world: PackWorld, folder: str, service: ServiceDefinition, examples: Sequence[ExampleShape]
) -> Iterator[str]:
    first = world.languages[0]
    if f"{folder}/guide.{first}.md" not in world.files:
        yield f"guide.{first}.md"
    if not service.shape.legal:
        yield "a legal source, or a word that it is not verified"
    if not any(_is_good(service, one) for one in examples):
        yield "an example that goes through"
    if not any(_is_mended(service, one) for one in examples):
        yield "an example that is refused or has to be mended"


def _is_good(service: ServiceDefinition, example: ExampleShape) -> bool:
    if service.is_dossier:
        return example.expect.refused is None and _status(service, example) in _GOOD
    return not _is_mended(service, example)


def _is_mended(service: ServiceDefinition, example: ExampleShape) -> bool:
    if example.expect.refused is not None:
        return True
    if service.is_dossier:
        return _status(service, example) in _MENDED
    return example.expect.state in _turned_down(service)


def _turned_down(service: ServiceDefinition) -> set[str]:
    """Give the states of a service that is no dossier in which somebody was refused, or is asked for more."""
    acts = (act for act in service.shape.acts if any(one.kind == "reason" for one in act.inputs))
    waiting = (name for name, state in service.shape.states.items() if state.clock == "reporter")
    return {act.to for act in acts if act.to is not None}.union(waiting)


def _status(service: ServiceDefinition, example: ExampleShape) -> int | None:
    state = service.shape.states.get(example.expect.state or "")
    return example.expect.status or (state.status if state is not None else None)


def _for_silver(
    world: PackWorld,
    folder: str,
    file: ServiceShape,
    service: ServiceDefinition,
    examples: Sequence[ExampleShape],
) -> Iterator[str]:
    for language in world.languages:
        if f"{folder}/guide.{language}.md" not in world.files:
            yield f"guide.{language}.md"
    if service.shape.group is None:
        yield "a group of the catalogue"
    for name, state in service.shape.states.items():
        if state.phase != "final" and state.next is None:
            yield f'what comes next in the state "{name}"'
    around = around_of(world, service.shape)
    runs = [_Seen(service, example, around) for example in examples]
    yield from _untried_conditions(service, runs)
    yield from _untried_acts(file, service, examples, around)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An example with the form that is filed in it."""

    service: ServiceDefinition
    example: ExampleShape
    around: Surroundings

    @property
    def day(self) -> date:
        """Give the day of the filing."""
        return datetime.fromisoformat(self.example.at).date()

    def held(self, condition: str) -> bool:
        """Whether a condition of the form holds after all answers of the example."""
        form = self.service.form
        return form.holds(condition, form.facts(self._values(), self.day))

    def _values(self) -> dict[str, object]:
        given = filled_form(self.example.submit, self.service, self.around)
        surroundings = FormSurroundings(today=self.day, sent=sent_samples(self.service.form))
        return read_form(self.service.form, given, surroundings).values

    def rule(self) -> int | None:
        """Give the number of the owner rule that decides, counted from 0."""
        unit = self.example.submit.unit
        code = self.around.first_commune if unit in {None, "commune"} else unit
        places = self.around.places
        found = places.locate({"unit": code}, self.day)
        chain = places.chain(found.unit_id, self.day) if found is not None else ()
        topic = self.example.submit.topic or self.service.only_topic
        values = self._values()
        routed = route(self.service, topic, chain, values, self.day, self.around.offices)
        return routed.rule if routed is not None else None


def _untried_conditions(service: ServiceDefinition, runs: Sequence[_Seen]) -> Iterator[str]:
    """Give the questions and steps that are never shown or never left out, and what of the rules is never used."""
    shown = [(one.id, one.show_if) for one in service.form.questions if one.show_if]
    shown += [(step.id, step.show_if) for step in service.shape.steps if step.show_if]
    for name, condition in shown:
        seen = {run.held(condition) for run in runs}
        yield from (f'an example in which "{name}" {words}' for value, words in _SIDES if value not in seen)
    yield from _untried_rules(service, runs)


def _untried_rules(service: ServiceDefinition, runs: Sequence[_Seen]) -> Iterator[str]:
    """Give the bars that bar nobody and the rules by which nobody decides."""
    eligibility = service.shape.eligibility
    for number, bar in enumerate(eligibility.bars if eligibility is not None else (), 1):
        if not any(run.held(bar.when) for run in runs):
            yield f"an example that bar {number} of eligibility stops"
    if len(service.shape.owner) > 1:
        used = {run.rule() for run in runs}
        unused = (number for number in range(len(service.shape.owner)) if number not in used)
        yield from (f"an example that rule {number + 1} of owner decides" for number in unused)


def _untried_acts(
    file: ServiceShape, service: ServiceDefinition, examples: Sequence[ExampleShape], around: Surroundings
) -> Iterator[str]:
    """Give the acts that the service writes itself and no example does; those of a flow are tried with the flow."""
    done = {
        step.do
        for one in examples
        if not any(step.walk not in around.walks for step in one.then if step.walk is not None)
        for step in unfolded(one.then, around.walks)
    }
    by_hand = {act.do for act in file.acts if act.after is None and act.by != ["system"]}
    for verb in sorted(by_hand - done):
        yield f"an example that does {verb}"
