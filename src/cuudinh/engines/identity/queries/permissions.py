"""What the policy in force says, for one thing and for lists."""

from cuudinh.engines.identity import rules, snapshot
from cuudinh.engines.identity.types import Decision, Facts, Policy, RoleView, Scope
from cuudinh.kernel.actor import Actor


def policy() -> Policy:
    """Give the policy in force."""
    return snapshot.current().policy


def roles() -> tuple[RoleView, ...]:
    """Give the roles of the packs, in their order."""
    return tuple(snapshot.current().roles.values())


def can(actor: Actor, act: str, facts: Facts) -> Decision:
    """Decide whether an actor may do an act on a thing, and say by which rule or why not."""
    return rules.can(actor, act, facts, policy())


def scope(actor: Actor, act: str) -> Scope:
    """Give the things on which `can` would say yes, for a list to be narrowed by."""
    return rules.scope(actor, act, policy())


def relations(actor: Actor, facts: Facts) -> frozenset[str]:
    """Give what an actor is to a thing."""
    return rules.relations(actor, facts)
