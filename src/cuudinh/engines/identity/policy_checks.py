"""What is looked at in the policy of a pack: that its names mean something, and that its examples hold."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from cuudinh.engines.identity.policy_examples import (
    PolicyExampleShape,
    PolicyExamplesShape,
    came_out_otherwise,
)
from cuudinh.engines.identity.rules import PLAIN, is_relative, rule_of
from cuudinh.engines.identity.shapes import PolicyShape, RoleShape, RolesShape, RuleShape
from cuudinh.engines.identity.types import Policy
from cuudinh.kernel.actor import STATE
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.world import PackWorld

# Acts that open personal data or give power: whoever does them proves once more that it is they.
SENSITIVE: Final = frozenset(
    {
        "absence.own",
        "absence.state",
        "account.appoint",
        "account.convert",
        "account.open",
        "account.review_duplicate",
        "client.manage",
        "delegation.give",
        "fee.decide_refund",
        "identity.reveal",
        "identity.rotate_keys",
        "service.publish",
    }
)
# Acts that nobody does without saying what for.
FOR_A_PURPOSE: Final = frozenset({"identity.reveal"})


def roles_of(world: PackWorld) -> list[RoleShape]:
    """Give the roles, in their order."""
    return [role for one in world.shapes(RolesShape) for role in one.value.roles]


def rules_of(world: PackWorld) -> list[RuleShape]:
    """Give the rules of the policy, in the order of files and lines."""
    return [rule for one in world.shapes(PolicyShape) for rule in one.value.rules]


def policy_of(world: PackWorld) -> Policy:
    """Give the policy as it would be in force on the side of the State, of which examples speak."""
    own = (rule for rule in rules_of(world) if rule.domain == STATE)
    rules = (rule_of(rule.id, rule.model_dump(exclude_none=True)) for rule in own)
    return Policy(tuple(rules), {role.id: role.title for role in roles_of(world)})


def check(world: PackWorld, acts: Mapping[str, str], relations: frozenset[str]) -> Iterator[Fault]:
    """Give everything that is wrong with roles, rules and examples."""
    yield from twice(world, roles_of(world), "role")
    yield from twice(world, rules_of(world), "rule")
    found = [fault for rule in rules_of(world) for fault in _wrong_rule(world, rule, acts, relations)]
    yield from found
    if not found:
        yield from _wrong_examples(world, acts)


def _wrong_rule(
    world: PackWorld, rule: RuleShape, acts: Mapping[str, str], relations: frozenset[str]
) -> Iterator[Fault]:
    for act in rule.may:
        if act not in acts:
            yield unknown_name(world, rule, "may", "act", act, acts)
    for relation in rule.who:
        if relation not in relations:
            yield unknown_name(world, rule, "who", "relation", relation, relations)
    if rule.when is not None and any(is_relative(relation) for relation in rule.who):
        what = f'"{rule.id}" has a condition and a relation to one thing only'
        yield world.fault_of(rule, what, "when", expected="a rule of its own for each")
    yield from _wrong_scope(world, rule)
    yield from _too_loose(world, rule)


def _wrong_scope(world: PackWorld, rule: RuleShape) -> Iterator[Fault]:
    if rule.scope is None:
        return
    plain = sorted(PLAIN.intersection(rule.who))
    if plain:
        what = f'"{rule.id}" keeps to offices, and "{plain[0]}" has none'
        yield world.fault_of(rule, what, "scope", expected="roles only")
    if rule.when is not None:
        what = f'"{rule.id}" has a condition and a scope'
        yield world.fault_of(rule, what, "scope", expected="a rule of its own for each")


def _too_loose(world: PackWorld, rule: RuleShape) -> Iterator[Fault]:
    """What opens personal data or gives power is never allowed to people without the step that goes with it."""
    if set(rule.who) == {"system"}:
        return
    for act in rule.may:
        if act in SENSITIVE and not rule.fresh:
            what = f'"{rule.id}" allows {act} without a fresh proof'
            yield world.fault_of(rule, what, "may", expected="fresh: true, in a rule for such acts")
        if act in FOR_A_PURPOSE and rule.purpose is None:
            what = f'"{rule.id}" allows {act} without a purpose'
            yield world.fault_of(rule, what, "may", expected="purpose: required, in a rule for such acts")


def _wrong_examples(world: PackWorld, acts: Mapping[str, str]) -> Iterator[Fault]:
    policy = policy_of(world)
    known = {rule.id for rule in policy.rules}
    for file in world.shapes(PolicyExamplesShape):
        personas = {persona.id: persona for persona in file.value.personas}
        yield from twice(world, file.value.personas, "persona")
        for persona in file.value.personas:
            for seat in persona.seats:
                if seat.role not in policy.titles:
                    yield unknown_name(world, seat, "role", "role", seat.role, policy.titles)
        for example in file.value.examples:
            names = [("who", "persona", example.who, personas), ("does", "act", example.does, acts)]
            wrong = list(_unknown_names(world, example, names, known))
            yield from wrong
            if not wrong:
                for what in came_out_otherwise(example, personas[example.who], policy):
                    yield world.fault_of(
                        example,
                        f'the example "{example.name}" does not hold: {what}',
                        "does",
                        expected="the rule or the example put right",
                    )


def _unknown_names(
    world: PackWorld,
    example: PolicyExampleShape,
    names: Iterable[tuple[str, str, str, Iterable[str]]],
    rules: Iterable[str],
) -> Iterator[Fault]:
    for key, kind, given, known in names:
        if given not in known:
            yield unknown_name(world, example, key, kind, given, known)
    if example.allowed_by is not None and example.allowed_by not in rules:
        yield unknown_name(world, example, "allowed_by", "rule", example.allowed_by, rules)


def unknown_name(
    world: PackWorld, shape: Any, key: str, kind: str, given: str, known: Iterable[str]
) -> Fault:
    """Give the fault of a name that means nothing."""
    names = sorted(known)
    what = f'unknown {kind} "{given}"'
    return world.fault_of(shape, what, key, expected=one_of(names), given=given, names=names)


def twice(world: PackWorld, shapes: Iterable[Any], kind: str) -> Iterator[Fault]:
    """Give the fault of a name that two shapes have."""
    seen: set[str] = set()
    for shape in shapes:
        if shape.id in seen:
            yield world.fault_of(shape, f'two {kind}s are called "{shape.id}"', "id", expected="each once")
        seen.add(shape.id)
