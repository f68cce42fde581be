"""What makes a service sound: names are known, nobody gets stuck, every topic has an owner, examples hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from cuudinh.engines.cases.definitions.check_answered import answered_faults
from cuudinh.engines.cases.definitions.check_conditions import condition_faults
from cuudinh.engines.cases.definitions.check_deadlines import deadline_faults
from cuudinh.engines.cases.definitions.check_dossiers import (
    dossier_faults,
    number_of_offices_faults,
    rules_faults,
)
from cuudinh.engines.cases.definitions.check_flows import (
    flow_faults,
    kind_faults,
    missing_part,
    text_faults,
    told_of_flow,
)
from cuudinh.engines.cases.definitions.check_forms import (
    bank_faults_of,
    bank_in,
    form_faults_of,
    own_lines,
    with_bank,
)
from cuudinh.engines.cases.definitions.check_limits import limit_faults
from cuudinh.engines.cases.definitions.check_names import name_faults, tells_of
from cuudinh.engines.cases.definitions.check_offered import catalogue_faults, offered_faults, placed_faults
from cuudinh.engines.cases.definitions.check_owners import owner_faults
from cuudinh.engines.cases.definitions.check_parts import part_faults
from cuudinh.engines.cases.definitions.check_times import office_faults, time_faults
from cuudinh.engines.cases.definitions.check_truths import Tried, truth_faults
from cuudinh.engines.cases.definitions.check_waits import wait_faults
from cuudinh.engines.cases.definitions.check_ways import way_faults
from cuudinh.engines.cases.definitions.examples import ExamplesShape, example_faults
from cuudinh.engines.cases.definitions.pack_surroundings import PackOffices, PackPlaces, surroundings_of
from cuudinh.engines.cases.definitions.resolving import service_files, topics_of, whole
from cuudinh.engines.cases.definitions.surrounding import around_of
from cuudinh.engines.cases.definitions.ways import Ways
from cuudinh.engines.cases.rules.numbering import number_faults
from cuudinh.engines.cases.rules.verbs import NEEDS, SPOKEN
from cuudinh.engines.cases.service import ServiceDefinition, compiled, flow_of
from cuudinh.engines.cases.shapes import SENT_INPUTS, ActShape, ServiceShape, TopicsShape
from cuudinh.engines.identity.definitions import relations_of, roles_of, rules_of
from cuudinh.packs.faults import Fault
from cuudinh.packs.grammar import Shape
from cuudinh.packs.world import PackWorld

# What the ladder must reach by itself, since every list of an office is made of it.
_LADDER_SETS = ("due_soon", "overdue")
# From the most readers to the fewest.
AUDIENCES: Final = ("public", "parties", "offices", "centre")


@dataclass(frozen=True, slots=True)
class Checked:
    """One service under check, with the world around it: as its file writes it, and as it holds."""

    world: PackWorld
    folder: str
    file: ServiceShape
    shape: ServiceShape
    topics: TopicsShape

    def fault(self, shape: Shape, what: str, key: str, expected: str = "") -> Fault:
        """Give a fault at a key of a shape."""
        return self.world.fault_of(shape, what, key, expected=expected)


def check_services(world: PackWorld, only: str | None = None) -> Iterator[Fault]:
    """Give every fault of the services of a pack; what is made of a faulty flow is not looked at.

    `only` one service is looked at where its id is given, with the flows and the bank that it may stand on.
    """
    yield from bank_faults_of(world)
    yield from offered_faults(world)
    offices, places = world.once(surroundings_of)
    yield from rules_faults(world)
    faulty = yield from flow_faults(world)
    for folder, found in service_files(world):
        if found.value.flow in faulty or only not in {None, found.value.service}:
            continue
        shape = whole(world, found.value)
        topics = topics_of(world, folder, shape) if shape is not None else None
        if shape is None:
            yield missing_part(world, found.value)
        elif topics is None:
            yield world.fault_of(found.value, "the service has no topics", expected="topics.yaml beside it")
        else:
            one = Checked(world, folder, found.value, shape, topics)
            yield from _check_one(one, offices, places)


def _check_one(one: Checked, offices: PackOffices, places: PackPlaces) -> Iterator[Fault]:
    """Check names and conditions first: owners and examples can only be tried when they are sound."""
    if one.file.kind == "information":
        yield from _check_page(one, offices, places)
        return
    faults = [*name_faults(one.world, one.shape, one.topics), *placed_faults(one.world, one.shape)]
    faults += [fault for check in _CHECKS for fault in check(one)]
    faults += condition_faults(one.world, one.shape, one.topics)
    faults += deadline_faults(one.world, one.shape, one.topics)
    faults += part_faults(one.world, one.folder, one.file, one.shape)
    faults = faults or list(_proved(one))
    if not faults:
        service = compiled(with_bank(one.shape, bank_in(one.world)), one.topics)
        faults += owner_faults(one.world, service, offices, places)
    if not faults and not one.world.is_frame:
        faults += office_faults(one.world, one.shape, one.topics, offices, places)
        faults += answered_faults(one.world, service, one.topics, offices, places)
    # A frame has neither offices nor communes: who decides, and the examples, are tried where somebody offers it.
    if one.world.is_frame:
        yield from faults
        return
    if not faults and one.shape.procedure is not None:
        faults += number_of_offices_faults(one.world, service, offices, places)
    yield from faults
    if not faults:
        yield from _example_faults(one, service, places)


def _proved(one: Checked) -> Iterator[Fault]:
    """Give what only shows when a service that reads well is tried: conditions, ways, who waits."""
    filled = with_bank(one.shape, bank_in(one.world))
    yield from truth_faults(one.world, filled, one.topics, own_lines(one.shape, filled))
    ways = Ways(filled, Tried(filled, one.topics), {role.id for role in roles_of(one.world)})
    yield from time_faults(one.world, filled, one.topics)
    yield from way_faults(one.world, ways)
    yield from wait_faults(one.world, ways)


def _check_page(one: Checked, offices: PackOffices, places: PackPlaces) -> Iterator[Fault]:
    """Check a service in which nothing is filed: its texts, and that an office keeps it right everywhere."""
    faults = [*_check_texts(one), *_check_folder(one), *catalogue_faults(one.world, one.shape)]
    yield from faults or owner_faults(one.world, compiled(one.shape, one.topics), offices, places)


def _check_folder(one: Checked) -> Iterator[Fault]:
    folder = one.folder.rsplit("/", 1)[-1]
    if folder != one.shape.service:
        yield one.fault(one.shape, f'the service is called "{one.shape.service}"', "service", f'"{folder}"')


def _check_flow(one: Checked) -> Iterator[Fault]:
    for sentence in flow_of(one.shape).check(relations_of(one.world)):
        yield told_of_flow(one.world, one.shape, sentence)
    yield from _check_folder(one)
    yield from kind_faults(one.world, one.file)
    for what in number_faults(one.shape.number):
        yield one.fault(one.shape, what, "number", "a pattern such as DV-{yyyy}-{seq:5}")


def _check_dossier(one: Checked) -> Iterator[Fault]:
    yield from dossier_faults(one.world, one.file, one.shape)


def _check_start(one: Checked) -> Iterator[Fault]:
    """Check that whatever is filed is seen: the centre's intake is made of the states whose time is the centre's.

    What is filed with the office that decides it, such as a dossier, stands on the list of that one.
    """
    shape = one.shape.states.get(one.shape.initial)
    sides = (
        {"office"} if one.shape.procedure is not None else {"centre", *(["office"] if one.file.owner else [])}
    )
    if shape is not None and (shape.phase != "open" or shape.clock not in sides):
        what = f'what is filed stands in "{one.shape.initial}", which is in no queue'
        yield one.fault(one.shape, what, "initial", f"an open state with clock: {' or '.join(sorted(sides))}")
    if shape is not None and shape.clock == "office":
        yield from _check_finds_office(one)


def _check_finds_office(one: Checked) -> Iterator[Fault]:
    """Check that a case finds its office from the form alone: without a place, an office by its name."""
    if any(question.type == "place" for question in one.shape.questions):
        return
    for topic in one.topics.topics:
        for rule in topic.owner:
            if rule.function is not None or rule.units:
                what = "the form asks for no place, and who decides goes by one"
                yield one.fault(rule, what, "function", "office, or a question of type place")


def _check_limits(one: Checked) -> Iterator[Fault]:
    if one.shape.initial in one.shape.states:
        yield from limit_faults(one.world, one.shape)


def _check_texts(one: Checked) -> Iterator[Fault]:
    """Check that every text stands in every language of the pack: a page in two languages has no holes."""
    for part in (one.file, *([one.topics] if not one.file.owner else [])):
        yield from text_faults(one.world, part)


def _check_flags(one: Checked) -> Iterator[Fault]:
    topics = one.topics.topics
    used = {
        "immediate": any(topic.track == "immediate" for topic in topics),
        "sensitive": any(topic.sensitive for topic in topics),
        "stage_late": bool(one.shape.deadlines.stages),
        "duplicate_suspected": one.shape.duplicates is not None,
        "withheld": any(act.do == "unpublish" for act in one.shape.acts),
        "awaiting_second": any(act.four_eyes for act in one.shape.acts),
    }
    for name, is_used in used.items():
        if is_used and name not in one.shape.flags:
            yield one.fault(one.shape, f'the flag "{name}" is set and has no words', "flags", f'"{name}"')


def _check_ladder(one: Checked) -> Iterator[Fault]:
    ladder = one.shape.deadlines.ladder
    for name in _LADDER_SETS:
        if all(step.flag != name for step in ladder):
            what = f'no step of the ladder sets "{name}"'
            yield one.fault(one.shape.deadlines, what, "ladder", f"a step with flag {name}")
    for step in ladder:
        if sum(one is not None for one in (step.at_percent, step.after, step.before)) != 1:
            expected = "one of at_percent, after and before"
            yield one.fault(step, "when is this step reached?", "after", expected)


def _check_clears(one: Checked) -> Iterator[Fault]:
    """Check that no act hides lateness: what the ladder set stands until the case ends or its time starts anew.

    When the deadline moves, the steps that lie ahead again are taken back by themselves.
    """
    by_ladder = {step.flag for step in one.shape.deadlines.ladder if step.flag is not None}
    ends = {id for id, state in one.shape.states.items() if state.phase in {"done", "final"}}
    for act in one.shape.acts:
        if act.clock != "restart" and act.to not in ends:
            for name in sorted(by_ladder.intersection(act.clear)):
                what = f'{act.do} clears "{name}", which the ladder sets'
                yield one.fault(act, what, "clear", "flags of the ladder cleared only where the clock ends")


def _check_tells(one: Checked) -> Iterator[Fault]:
    for tell in tells_of(one.shape):
        if tell.message is None and tell.immediate is None:
            yield one.fault(tell, "what are they told?", "who", "message or immediate")


def _check_acts(one: Checked) -> Iterator[Fault]:
    for act in one.shape.acts:
        yield from _check_act(one, act)


def _check_act(one: Checked, act: ActShape) -> Iterator[Fault]:
    """Check that a verb can mean what it means: its inputs, and the part of the service it rests on."""
    rests_on = {
        "rate": ("rating", one.shape.rating),
        "request_joint": ("joint", one.shape.joint),
        "publish": ("publication", one.shape.publication),
    }
    kinds = {shape.kind for shape in act.inputs}
    for kind in set(NEEDS.get(act.do, ())) - kinds:
        yield one.fault(act, f"{act.do} has no input of kind {kind}", "inputs", f"an input of kind {kind}")
    if act.four_eyes and SENT_INPUTS & kinds:
        yield one.fault(act, f"{act.do} needs two people and takes pictures", "four_eyes", "one or the other")
    yield from _check_audiences(one, act)
    yield from _check_policy(one, act)
    name, part = rests_on.get(act.do, ("", act))
    if part is None:
        yield one.fault(
            act, f"{act.do} rests on a part that the service lacks", "do", f"{name} in the service"
        )


def _check_audiences(one: Checked, act: ActShape) -> Iterator[Fault]:
    """Check that words meant for fewer people than the act are no words that the act itself rests on."""
    widest = AUDIENCES.index(act.audience)
    for shape in act.inputs:
        if shape.audience is None:
            continue
        if shape.kind not in {"text", "long_text"} or act.do in SPOKEN:
            yield one.fault(shape, f"{act.do} itself says this", "audience", "no audience of its own")
        elif AUDIENCES.index(shape.audience) <= widest:
            fewer = ", ".join(AUDIENCES[widest + 1 :]) or "nothing: nobody else sees the act"
            yield one.fault(shape, f"the act is for {act.audience}", "audience", fewer)


def _check_policy(one: Checked, act: ActShape) -> Iterator[Fault]:
    """Check that whom the flow names, the policy lets act: a button that is refused whenever pressed helps nobody."""
    acting = {who for rule in rules_of(one.world) if "case.act" in rule.may for who in rule.who}
    for relation in relations_of(one.world).intersection(act.by):
        if acting.isdisjoint({relation, relation.rpartition(".")[2], "anyone"}):
            what = f"{act.do} is for {relation}, to whom no rule of the policy allows case.act"
            yield one.fault(act, what, "by", "a relation with case.act in the policy")


def _check_form(one: Checked) -> Iterator[Fault]:
    seen = set()
    for topic in one.topics.topics:
        if topic.id in seen:
            yield one.fault(topic, f'two of kind topic are called "{topic.id}"', "id", "a name used once")
        seen.add(topic.id)
    yield from form_faults_of(one.world, one.shape, one.topics)


_CHECKS: tuple[Callable[[Checked], Iterator[Fault]], ...] = (
    _check_texts,
    _check_flags,
    _check_ladder,
    _check_clears,
    _check_tells,
    _check_acts,
    _check_form,
    _check_start,
    _check_flow,
    _check_dossier,
    _check_limits,
)


def _example_faults(one: Checked, service: ServiceDefinition, places: PackPlaces) -> Iterator[Fault]:
    found = one.world.shape_at(f"{one.folder}/examples.yaml", ExamplesShape)
    if found is None:
        yield one.world.fault_of(one.shape, "the service has no examples", expected="examples.yaml beside it")
        return
    if not places.units:
        yield one.world.fault_of(one.shape, "examples need a place", expected="units in the pack")
        return
    around = around_of(one.world, one.shape)
    for example in found.value.examples:
        for what in example_faults(example, service, around):
            said = f"“{example.name}”: {what}"
            yield one.fault(example, said, "expect", "the example, or the service, put right")
