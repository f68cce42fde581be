"""Owners of topics: every rule names what there is, and every topic has an owner everywhere, on every day.

Days are not walked: between two days on which a unit, an office or a rule changes, nothing does.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from cuudinh.engines.cases.definitions.pack_surroundings import PackOffices, PackPlaces, days_of_change
from cuudinh.engines.cases.rules.routing import route
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.shapes import OwnerRule, TopicShape
from cuudinh.engines.identity.definitions import offices_of
from cuudinh.engines.places.definitions import functions_of, units_of
from cuudinh.packs.faults import Fault
from cuudinh.packs.world import PackWorld


def owner_faults(
    world: PackWorld, service: ServiceDefinition, offices: PackOffices, places: PackPlaces
) -> Iterator[Fault]:
    """Give the faults of the owners of every topic."""
    found = [
        fault
        for topic in service.topics.values()
        for rule in topic.owner
        for fault in _wrong_rule(world, rule)
    ]
    if found:
        yield from found
        return
    if world.is_frame:
        return
    changes = world.once(days_of_change)
    for topic in service.topics.values():
        yield from _without_owner(world, service, topic, offices, places, changes)


def _wrong_rule(world: PackWorld, rule: OwnerRule) -> Iterator[Fault]:
    if (rule.office is None) == (rule.function is None) or (rule.function is None) != (rule.at is None):
        yield world.fault_of(
            rule, "an owner is an office, or a function at a level", expected="office, or function and at"
        )
    known = {
        "office": (rule.office, {office.code for office in offices_of(world)}),
        "function": (rule.function, {function.id for function in functions_of(world)}),
    }
    for kind, (given, names) in known.items():
        if given is not None and given not in names:
            yield world.fault_of(
                rule,
                f'unknown {kind} "{given}"',
                kind,
                expected=f"a {kind} of the pack",
                given=given,
                names=names,
            )
    units = {unit.code for unit in units_of(world)}
    for code in set(rule.units) - units:
        yield world.fault_of(
            rule, f'unknown unit "{code}"', "units", expected="the code of a unit", given=code, names=units
        )


def _without_owner(
    world: PackWorld,
    service: ServiceDefinition,
    topic: TopicShape,
    offices: PackOffices,
    places: PackPlaces,
    changes: list[date],
) -> Iterator[Fault]:
    """Give one fault for each period in which a topic has no owner somewhere; conditions see an empty form."""
    missing_before: list[str] = []
    for day in days_of_owner(topic, changes):
        missing = [
            unit.code
            for unit in places.lowest(day)
            if route(service, topic.id, places.chain(places.number_of(unit.code), day), {}, day, offices)
            is None
        ]
        if missing and missing != missing_before:
            what = f"“{topic.id}” has no owner in {len(missing)} units from {day}, such as {missing[0]}"
            yield world.fault_of(topic, what, "owner", expected=_expected(world, topic))
        missing_before = missing


def _expected(world: PackWorld, topic: TopicShape) -> str:
    """Say what is wanted where an owner is missing: of a function that nobody serves, somebody who does."""
    served = {(function, office.level) for office in offices_of(world) for function in office.functions}
    for rule in topic.owner:
        if rule.function is not None and (rule.function, rule.at) not in served:
            given = "organisation/serving.yaml or offices.csv"
            return f'an office of the {rule.at} that serves "{rule.function}", which none does: see {given}'
    return "a rule that finds an office everywhere"


def days_of_owner(topic: TopicShape, changes: list[date]) -> list[date]:
    """Give the days on which the owner of a topic can change, from its first rule on."""
    first = min(date.fromisoformat(rule.since) for rule in topic.owner)
    days = {first, *(day for day in changes if day > first)}
    days |= {date.fromisoformat(rule.since) for rule in topic.owner}
    days |= {date.fromisoformat(rule.until) + timedelta(days=1) for rule in topic.owner if rule.until}
    return sorted(days)
