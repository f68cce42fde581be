"""What the policy in force says, for one thing and for lists."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Final

from cuudinh.engines.identity import rules, snapshot
from cuudinh.engines.identity.freshness import asking, is_strong
from cuudinh.engines.identity.types import (
    AssuranceNeeded,
    Decision,
    Facts,
    LookObjected,
    Policy,
    ProcessingRestricted,
    PurposeNeeded,
    RoleView,
    Scope,
)
from cuudinh.kernel.actor import STATE, Actor, Behalf, Warrant
from cuudinh.kernel.refusal import NotYours, Refusal


def policy(domain: str = STATE) -> Policy:
    """Give the policy in force on one side of the organisation."""
    return snapshot.current(domain).policy


def roles() -> tuple[RoleView, ...]:
    """Give the roles of the packs, in their order."""
    return tuple(snapshot.current().roles.values())


def can(actor: Actor, act: str, facts: Facts) -> Decision:
    """Decide whether an actor may do an act on a thing, and say by which rule or why not."""
    return rules.can(actor, act, facts, policy(actor.domain), is_fresh=is_strong(actor))


def permit(actor: Actor, act: str, facts: Facts) -> Warrant:
    """Give the id of the rule that allows an act on a thing, and on whose behalf it is done.

    Raises `NotYours` with the reason; where the actor only lacks what they can mend, `AssuranceNeeded`,
    `StepUpNeeded`, `FactorOwed` or `PurposeNeeded`, which say how.
    """
    decision = can(actor, act, facts)
    if not decision.allowed:
        raise refusal_of(decision, actor)
    return Warrant.of(decision.rule_id, decision.behalf)


# What a person had stopped is no lack of the actor, and says so.
_STOPS: Final[Mapping[str, type[Refusal]]] = {
    "deny:objection": LookObjected,
    "deny:restriction": ProcessingRestricted,
}


def refusal_of(decision: Decision, actor: Actor) -> Refusal:
    """Give the refusal of a no: of what is lacking the first, since mending comes in that order."""
    if decision.rule_id in _STOPS:
        return _STOPS[decision.rule_id]()
    if not decision.needs:
        return NotYours(decision.reason(actor.language))
    if decision.needs[0] == "assurance":
        return AssuranceNeeded(level=decision.level)
    return PurposeNeeded() if decision.needs[0] == "purpose" else asking(actor)


def whose(roles_named: frozenset[str], language: str) -> str:
    """Say for which roles something is, in the words of the policy."""
    now = snapshot.current()
    titles = {role.id: role.title for role in now.roles.values()}
    return rules.only_for(roles_named, titles, language)


class _Scopes:
    """What one policy gave to those who asked: the same few seats ask for their lists all day."""

    def __init__(self, of: Policy | None = None) -> None:
        self.of = of
        self.found: dict[Hashable, Scope] = {}


_SCOPES_MOST: Final = 2_048
_kept: list[_Scopes] = [_Scopes()]


def scope(actor: Actor, act: str) -> Scope:
    """Give the things on which `can` would say yes, for a list to be narrowed by."""
    now, kept = policy(actor.domain), _kept[0]
    if kept.of is not now or len(kept.found) >= _SCOPES_MOST:
        kept = _kept[0] = _Scopes(now)
    is_fresh = is_strong(actor)
    key = actor.kind, actor.is_signed_in, actor.seats, actor.assurance, actor.strength, is_fresh, act
    found = kept.found.get(key)
    if found is None:
        found = kept.found[key] = rules.scope(actor, act, now, is_fresh=is_fresh)
    return found


def relations(actor: Actor, facts: Facts, act: str = "") -> frozenset[str]:
    """Give what an actor is to a thing, by all of their seats that count for an act."""
    return rules.relations(rules.within(actor, act), facts)


def standings(actor: Actor, act: str, facts: Facts) -> Iterator[tuple[Behalf | None, Actor]]:
    """Give the actor by their own seats only, then by those of each on whose behalf they may act."""
    return rules.standings(actor, act, facts)
