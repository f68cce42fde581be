"""Shared flows by themselves: a flow that services name is sound before any of them is looked at."""

from collections.abc import Generator, Iterator

from cuudinh.engines.cases.definitions.resolving import RULES, STATUSES, parts_of
from cuudinh.engines.cases.service import flow_of
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.engines.cases.shapes_flows import FlowShape
from cuudinh.engines.identity.definitions import relations_of
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Sentences, Shape
from cuudinh.packs.world import PackWorld, within


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
        yield world.fault_of(flow, sentence, "acts")
    yield from text_faults(world, flow)
    verbs = {act.do for act in flow.acts}
    for step in (step for steps in flow.walks.values() for step in steps):
        if step.do not in verbs:
            what = f'a walk does "{step.do or step.walk}", which is no act of the flow'
            yield world.fault_of(step, what, "do", expected=one_of(verbs))


def kind_faults(world: PackWorld, file: ServiceShape) -> Iterator[Fault]:
    """Give the fault of a service that is of another kind than the flow it names."""
    flow = parts_of(world).flows.get(file.flow or "")
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
