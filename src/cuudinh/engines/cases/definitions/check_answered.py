"""Owners under every answer: nobody's answers leave a case without an office, and no rule stands in vain.

`check_owners` proves that a form with nothing in it finds an office everywhere. Here the answers that rules
read are varied: a rule for every choice but one leaves that one without anybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cuudinh.engines.cases.definitions.check_owners import days_of_owner
from cuudinh.engines.cases.definitions.check_truths import Tried
from cuudinh.engines.cases.definitions.pack_surroundings import PackOffices, PackPlaces, days_of_change
from cuudinh.engines.cases.rules.routing import in_force, route
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.shapes import TopicShape, TopicsShape
from cuudinh.packs.faults import Fault
from cuudinh.packs.world import PackWorld


def answered_faults(
    world: PackWorld,
    service: ServiceDefinition,
    topics: TopicsShape,
    offices: PackOffices,
    places: PackPlaces,
) -> Iterator[Fault]:
    """Give the topics that some answers leave without an owner, and the rules that never decide."""
    tried = Tried(service.shape, topics)
    changes = world.once(days_of_change)
    for topic in service.topics.values():
        if len(topic.owner) < 2 and topic.owner[0].when is None:
            continue
        answers = _answers(tried, topic)
        if answers is None:
            continue
        yield from _of_topic(world, service, topic, answers, (offices, places, changes))


def _of_topic(
    world: PackWorld,
    service: ServiceDefinition,
    topic: TopicShape,
    answers: Sequence[Mapping[str, Any]],
    around: tuple[PackOffices, PackPlaces, list[date]],
) -> Iterator[Fault]:
    offices, places, changes = around
    used: set[int] = set()
    lost: tuple[date, str, Mapping[str, Any]] | None = None
    for day in days_of_owner(topic, changes):
        for code in _units(topic, places, day):
            chain = places.chain(places.number_of(code), day)
            for given in answers:
                routed = route(service, topic.id, chain, given, day, offices)
                if routed is not None:
                    used.add(routed.rule)
                else:
                    lost = lost or (day, code, given)
    if lost is not None:
        day, code, given = lost
        what = f"“{topic.id}” has no owner in {code} on {day} when {_said(given)}"
        yield world.fault_of(
            topic, what, "owner", expected="a rule without when at the end, for everybody else"
        )
    for number, rule in enumerate(topic.owner):
        if number not in used:
            what = f'rule {number + 1} of "{topic.id}" never decides: rules before it answer everybody'
            expected = "its days, units and condition apart from those of the rules before it"
            yield world.fault_of(rule, what, expected=expected)


def _units(topic: TopicShape, places: PackPlaces, day: date) -> list[str]:
    """Give the units in which rules may come out differently: all, unless each names an office for everywhere."""
    lowest = [unit.code for unit in places.lowest(day)]
    rules = [rule for rule in topic.owner if in_force(rule, day)]
    return lowest if any(rule.units or rule.function is not None for rule in rules) else lowest[:1]


def _answers(tried: Tried, topic: TopicShape) -> list[dict[str, Any]] | None:
    """Give the answers at which any rule may come out differently; None where they are too many."""
    texts = list(dict.fromkeys(rule.when for rule in topic.owner if rule.when is not None))
    if not texts:
        return [{}]
    found = tried.of_routing(" || ".join(f"({text})" for text in texts), topic.id)
    if found is None:
        return None
    return [dict(facts["answers"]) for facts in found]


def _said(given: Mapping[str, Any]) -> str:
    said = [f"{name} is {value!r}" for name, value in given.items() if value]
    return ", ".join(said[:3]) or "nothing is answered"
