"""Shared flows by themselves: a flow that services name is sound before any of them is looked at."""

from collections.abc import Generator, Iterator
from typing import Final

from cuudinh.engines.cases.definitions.resolving import RULES, STATUSES, parts_of
from cuudinh.engines.cases.service import flow_of
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.engines.cases.shapes_flows import FlowShape
from cuudinh.engines.identity.definitions import relations_of
from cuudinh.kernel.flow import VERBS
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Sentences, Shape
from cuudinh.packs.world import PackWorld, within

# What mends each kind of fault that `Flow.check` tells.
_EXPECTED: Final = {
    "cannot be reached": "an act that leads to it from a state that is reached",
    "no act leaves it": "an act from it",
    "no way leads": "acts that lead on to a final state",
    "no state is final": "a state with phase: final",
    "nobody can be": "the reporter, a role, or owner., receiving. or cooperating. with a role",
    "nobody may do it": "by: who does it",
    "cannot be left": "no act out of a final state",
    "is not defined": "one of the states of the flow",
    "no verb": f"a verb: {one_of(VERBS)}",
    "defined twice": "one act of a verb from each state",
    "by itself": "system among those who may",
}


def flow_faults(world: PackWorld) -> Generator[Fault, None, frozenset[str]]:
    """Give every fault of the shared flows, and then the names of those that have some."""
    faulty: set[str] = set()
    for found in world.shapes(FlowShape):
        faults = [*_of_flow(world, found.value, found.path)]
        yield from faults
        faulty |= {found.value.flow} if faults else set()
    return frozenset(faulty)


def _of_flow(world: PackWorld, flow: FlowShape, path: str) -> Iterator[Fault]:
    name = path.rsplit("/", 1)[-1].removesuffix(".yaml")
    if flow.flow != name:
        yield world.fault_of(flow, f'the flow is called "{flow.flow}"', "flow", expected=f'"{name}"')
    for sentence in flow_of(flow).check(relations_of(world)):
        yield told_of_flow(world, flow, sentence)
    yield from text_faults(world, flow)
    verbs = {act.do for act in flow.acts}
    for step in (step for steps in flow.walks.values() for step in steps):
        if step.do not in verbs:
            what = f'a walk does "{step.do or step.walk}", which is no act of the flow'
            yield world.fault_of(step, what, "do", expected=one_of(verbs))


def told_of_flow(world: PackWorld, whole: FlowShape | ServiceShape, sentence: str) -> Fault:
    """Give a fault of a flow at the state or the act that it speaks of, with what would mend it."""
    expected = next((words for part, words in _EXPECTED.items() if part in sentence), "a flow that is whole")
    named = sentence.replace(":", " ").split()
    act = next((one for one in whole.acts if one.do == named[0]), None)
    if act is not None:
        return world.fault_of(act, sentence, "do", expected=expected)
    state = next((whole.states[name] for name in named if name in whole.states), None)
    if state is not None and "not defined" not in sentence:
        return world.fault_of(state, sentence, "phase", expected=expected)
    return world.fault_of(whole, sentence, "acts", expected=expected)


def kind_faults(world: PackWorld, file: ServiceShape) -> Iterator[Fault]:
    """Give the fault of a service that is of another kind than the flow it names."""
    flow = parts_of(world).flows.get(file.flow or "")
    known = {act.do for act in flow.acts} if flow is not None else set[str]()
    for number, verb in enumerate(file.leaves_out):
        if verb not in known:
            what = f'the flow has no act "{verb}" to leave out'
            yield world.fault_of(
                file, what, "leaves_out", number, expected=one_of(known), given=verb, names=known
            )
    if flow is not None and flow.kind != file.kind:
        what = f'"{flow.flow}" is the flow of another kind of service'
        yield world.fault_of(file, what, "kind", expected=f"kind: {flow.kind}")


def text_faults(world: PackWorld, part: Shape) -> Iterator[Fault]:
    """Give a fault for every text that is missing in a language of the pack."""
    for keys, text in within(part):
        missing = set(world.languages) - set(text) if isinstance(text, Sentences) else set()
        if missing:
            what = f"{'.'.join(map(str, keys))} has no text in {', '.join(sorted(missing))}"
            yield world.fault_of(part, what, *keys, expected="a text in every language of the pack")


def missing_part(world: PackWorld, shape: ServiceShape) -> Fault:
    """Give the fault of a service whose flow, or the rules it is under, are not there."""
    flows = parts_of(world).flows
    if shape.flow is not None and shape.flow not in flows:
        what = f'unknown flow "{shape.flow}"'
        return world.fault_of(
            shape, what, "flow", expected=one_of(flows), given=shape.flow, names=list(flows)
        )
    what = "dossiers have no rules here"
    return world.fault_of(shape, what, "kind", expected=f"{RULES} and {STATUSES} in a pack it requires")
