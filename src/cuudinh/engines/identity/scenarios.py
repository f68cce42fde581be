"""The scenarios of a pack: how accounts come to a proved identity, and what is wrong with one."""

from collections.abc import Collection, Iterator
from typing import Final

from cuudinh.engines.identity.shapes_conversions import ScenarioShape
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.world import PackWorld

# What each way of finding somebody may lead to at most: nothing that was only stated converts by itself.
_MAY: Final = {
    "proved_number": ("convert", "wait", "review"),
    "known_subject": ("convert", "wait", "review"),
    "confirmed_number": ("convert", "wait", "review"),
    "stated_number": ("wait", "review"),
    "likeness": ("review",),
}


def scenarios_of(world: PackWorld) -> list[ScenarioShape]:
    """Give the scenarios, in the order of their files."""
    return [record.value for record in world.shapes(ScenarioShape)]


def faults_of_scenarios(world: PackWorld, roles: Collection[str]) -> Iterator[Fault]:
    """Give what is wrong with the scenarios of a pack whose roles are known."""
    for record in world.shapes(ScenarioShape):
        shape = record.value
        if record.path != f"conversion/{shape.id}.yaml":
            yield world.fault_of(
                shape, f'the file is not called "{shape.id}.yaml"', "id", expected=record.path
            )
        if shape.window.last_day < shape.window.first_day:
            expected = f"a day on or after {shape.window.first_day}"
            yield world.fault_of(
                shape.window, "the window ends before it begins", "last_day", expected=expected
            )
        yield from _twice(world, shape)
        yield from _wrong_rules(world, shape)
        yield from _wrong_populations(world, shape, roles)


def _twice(world: PackWorld, shape: ScenarioShape) -> Iterator[Fault]:
    for kind, held in (("rule", shape.rules), ("population", shape.populations)):
        seen: set[str] = set()
        for one in held:
            if one.id in seen:
                yield world.fault_of(one, f'two {kind}s are called "{one.id}"', "id", expected="each once")
            seen.add(one.id)


def _wrong_rules(world: PackWorld, shape: ScenarioShape) -> Iterator[Fault]:
    for rule in shape.rules:
        if rule.then not in _MAY[rule.by]:
            what = f'what is found by {rule.by} is no proof, so it may not "{rule.then}"'
            yield world.fault_of(rule, what, "then", expected=one_of(_MAY[rule.by]))


def _wrong_populations(world: PackWorld, shape: ScenarioShape, roles: Collection[str]) -> Iterator[Fault]:
    for population in shape.populations:
        if population.roles and population.kinds != ["staff"]:
            what = f'"{population.id}" names roles, which only staff hold'
            yield world.fault_of(population, what, "kinds", expected="[staff]")
        for role in population.roles:
            if role not in roles:
                yield world.fault_of(
                    population, f'unknown role "{role}"', "roles", expected=one_of(sorted(roles)), given=role,
                    names=roles,
                )  # fmt: skip
