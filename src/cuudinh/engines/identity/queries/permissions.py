"""What the policy in force says, for one thing and for lists."""

from collections.abc import Hashable
from typing import Final

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


class _Scopes:
    """What one policy gave to those who asked: the same few seats ask for their lists all day."""

    def __init__(self, of: Policy | None = None) -> None:
        self.of = of
        self.found: dict[Hashable, Scope] = {}


_SCOPES_MOST: Final = 2_048
_kept: list[_Scopes] = [_Scopes()]


def scope(actor: Actor, act: str) -> Scope:
    """Give the things on which `can` would say yes, for a list to be narrowed by."""
    now, kept = policy(), _kept[0]
    if kept.of is not now or len(kept.found) >= _SCOPES_MOST:
        kept = _kept[0] = _Scopes(now)
    key = actor.kind, actor.is_signed_in, actor.seats, act
    found = kept.found.get(key)
    if found is None:
        found = kept.found[key] = rules.scope(actor, act, now)
    return found


def relations(actor: Actor, facts: Facts) -> frozenset[str]:
    """Give what an actor is to a thing."""
    return rules.relations(actor, facts)
