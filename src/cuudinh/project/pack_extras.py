"""What this floor reads of packs beside the engines: the words of a demonstration, and how tables are brought in."""

from collections.abc import Iterable, Iterator, Mapping

from cuudinh.engines.cases.definitions import TopicsShape, services_of
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Shape
from cuudinh.packs.parts import Part, Pattern
from cuudinh.packs.world import PackWorld
from cuudinh.project.pack_shapes import DemoAnswers, DemoWords, Names, RequestTable


def _check(world: PackWorld) -> Iterator[Fault]:
    topics = {shape.service: found for _, shape, found in services_of(world)}
    for demo in world.shapes(DemoWords):
        yield from _of_the_demonstration(world, demo.value, topics)
    for table in world.shapes(RequestTable):
        yield from _of_the_table(world, table.value, topics)


def _of_the_demonstration(
    world: PackWorld, words: DemoWords, services: Mapping[str, TopicsShape]
) -> Iterator[Fault]:
    if words.service not in services:
        yield _unknown(world, words, ("service",), "service", words.service, services)
        return
    groups = {topic.id: topic.group for topic in services[words.service].topics}
    for topic in words.weights:
        if topic not in groups:
            yield _unknown(world, words, ("weights", topic), "topic", topic, groups)
    for group in words.answers:
        if group not in groups.values():
            yield _unknown(world, words, ("answers", group), "group of topics", group, set(groups.values()))
    used = {groups[topic] for topic in words.weights if topic in groups}
    for group in sorted(used - words.answers.keys()):
        yield world.fault_of(
            words, f'no answers for the group "{group}"', "answers", expected="some sentences"
        )


def _of_the_table(
    world: PackWorld, table: RequestTable, services: Mapping[str, TopicsShape]
) -> Iterator[Fault]:
    if table.service not in services:
        yield _unknown(world, table, ("service",), "service", table.service, services)
        return
    known = {topic.id for topic in services[table.service].topics}
    for value, row in table.topics.items():
        if row.topic not in known:
            yield _unknown(world, table, ("topics", value), "topic", row.topic, known)


def _unknown(
    world: PackWorld, shape: Shape, keys: tuple[str, ...], kind: str, given: str, names: Iterable[str]
) -> Fault:
    known = sorted(names)
    what = f'unknown {kind} "{given}"'
    return world.fault_of(shape, what, *keys, expected=one_of(known), given=given, names=known)


EXTRAS = Part(
    name="extras",
    patterns=(
        Pattern("demo/demo.yaml", DemoWords),
        Pattern("demo/names.yaml", Names),
        Pattern("demo/answers.yaml", DemoAnswers),
        Pattern("imports/requests.yaml", RequestTable),
    ),
    check=_check,
)
