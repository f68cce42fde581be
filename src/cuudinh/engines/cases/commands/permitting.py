"""May the actor? The policy answers; the flow narrows it by what the actor is to the case."""

from typing import Final

from cuudinh.engines.cases.rules.standing import Doer
from cuudinh.engines.cases.shapes import ActShape
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel.actor import Actor, Behalf, Warrant

ACT: Final = "case.act"
OWN = frozenset({"reporter", "follower", "signed_in", "anyone"})


def permit(actor: Actor, act: str, facts: Facts) -> Warrant:
    """Give the id of the rule that allows an act; raises as `identity.permit` when none does."""
    return identity.permit(actor, act, facts)


def doing(actor: Actor, facts: Facts, act: ActShape | None) -> tuple[Warrant, Doer]:
    """Give who does an act of the flow and by which rule: from their own seats where these may, else from others'.

    Raises as `permit`. An act that is not possible in this state is nobody's in particular.
    """
    if actor.is_lent and act is not None and not facts.is_reporter:
        for behalf, standing in identity.standings(actor, step_of(act.do), facts):
            relations = identity.relations(standing, facts, step_of(act.do))
            if not relations.isdisjoint(act.by):
                return permit(standing, ACT, facts), _doer(actor, relations, facts, behalf)
    return permit(actor, ACT, facts), doer_of(actor, facts)


def step_of(verb: str) -> str:
    """Give the name under which one act of the flow is lent by itself."""
    return f"{ACT}.{verb}"


def _doer(actor: Actor, relations: frozenset[str], facts: Facts, behalf: Behalf | None = None) -> Doer:
    offices = actor.office_ids("officer", "head")
    return Doer(relations, actor.account_id, offices, behalf, facts.receiving_office_id)


def doer_of(actor: Actor, facts: Facts, verb: str = "") -> Doer:
    """Give the actor as the flow sees them, by all of their seats; of those lent for named acts, by those for one.

    Whoever reported a case acts on it as its reporter only, whatever seats they hold: nobody decides on their
    own report, and their account does not come into its history.
    """
    relations = identity.relations(actor, facts, step_of(verb))
    return Doer(relations & OWN) if facts.is_reporter else _doer(actor, relations, facts)
