"""Names in a service: whatever it names must be there, and a wrong name is told with the nearest right one."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from cuudinh.engines.cases.rules.flags import FLAGS
from cuudinh.engines.cases.rules.telling import TOLD
from cuudinh.engines.cases.shapes import ServiceShape, TellShape, TopicsShape
from cuudinh.engines.identity.definitions import offices_of
from cuudinh.engines.messages.definitions import messages_of
from cuudinh.engines.places.definitions import calendars_of
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Shape
from cuudinh.packs.world import PackWorld


@dataclass(frozen=True, slots=True)
class Named:
    """One name: where it stands, what it is a name of, and the names there are."""

    shape: Shape
    key: str
    kind: str
    given: str | None
    known: Collection[str]


def name_faults(world: PackWorld, shape: ServiceShape, topics: TopicsShape) -> Iterator[Fault]:
    """Give a fault for every name that nothing has."""
    for gather in _GATHERED:
        for named in gather(world, shape, topics):
            if named.given is not None and named.given not in named.known:
                yield world.fault_of(
                    named.shape,
                    f'unknown {named.kind} "{named.given}"',
                    named.key,
                    expected=one_of(named.known),
                    given=named.given,
                    names=named.known,
                )


def _service_names(world: PackWorld, shape: ServiceShape, _: TopicsShape) -> Iterator[Named]:
    calendars = [calendar.id for calendar in calendars_of(world)]
    yield Named(shape, "calendar", "calendar", shape.calendar, calendars)
    intake = shape.intake or None
    yield Named(shape, "intake", "office", intake, {office.code for office in offices_of(world)})
    for state in shape.deadlines.stages:
        yield Named(shape.deadlines, "stages", "state", state, shape.states)
    verbs = {act.do for act in shape.acts}
    for reason in shape.reasons:
        yield from (Named(reason, "acts", "act", verb, verbs) for verb in reason.acts)
    for template in shape.answer_templates:
        yield from (Named(template, "acts", "act", verb, verbs) for verb in template.acts)


def _flag_names(_: PackWorld, shape: ServiceShape, __: TopicsShape) -> Iterator[Named]:
    yield from (Named(shape, "flags", "flag", name, FLAGS) for name in shape.flags)
    for act in shape.acts:
        yield from (Named(act, "set", "flag", name, shape.flags) for name in act.set)
        yield from (Named(act, "clear", "flag", name, shape.flags) for name in act.clear)
    for step in shape.deadlines.ladder:
        yield Named(step, "flag", "flag", step.flag, shape.flags)


def _told_names(world: PackWorld, shape: ServiceShape, _: TopicsShape) -> Iterator[Named]:
    messages = [message.id for message in messages_of(world)]
    for tell in tells_of(shape):
        yield Named(tell, "who", "relation", tell.who, TOLD)
        yield Named(tell, "message", "message", tell.message, messages)
        yield Named(tell, "immediate", "message", tell.immediate, messages)
        yield Named(tell, "caller", "message", tell.caller, messages)
    for step in shape.deadlines.ladder:
        yield Named(step, "message", "message", step.message, messages)
        yield from (Named(step, "tell", "relation", who, TOLD) for who in step.tell)


def tells_of(shape: ServiceShape) -> list[TellShape]:
    """Give everything a service tells anybody, but the steps of its ladder and its stages."""
    told = [*shape.filed, *(tell for act in shape.acts for tell in act.tell)]
    told += [tell for act in shape.acts if act.by_rule is not None for tell in act.by_rule.tell]
    told += shape.joint.late if shape.joint is not None else []
    levels = shape.rating.levels if shape.rating is not None else []
    return [*told, *(tell for level in levels for tell in level.tell)]


def _stage_names(world: PackWorld, shape: ServiceShape, _: TopicsShape) -> Iterator[Named]:
    late = shape.deadlines.stage_late
    if late is None:
        return
    yield Named(late, "message", "message", late.message, [message.id for message in messages_of(world)])
    for state, told in late.tell.items():
        yield Named(late, "tell", "state", state, shape.deadlines.stages)
        yield from (Named(late, "tell", "relation", who, TOLD) for who in told)


def _topic_names(_: PackWorld, shape: ServiceShape, topics: TopicsShape) -> Iterator[Named]:
    groups = [group.id for group in topics.groups]
    for template in shape.answer_templates:
        yield from (Named(template, "groups", "group", one, groups) for one in template.groups)
    yield from (Named(topic, "group", "group", topic.group, groups) for topic in topics.topics)


_GATHERED: tuple[Callable[[PackWorld, ServiceShape, TopicsShape], Iterator[Named]], ...] = (
    _service_names,
    _flag_names,
    _told_names,
    _stage_names,
    _topic_names,
)
