"""May the actor? The policy answers; the flow narrows it by what the actor is to the case."""

from cuudinh.engines.cases.rules.standing import Doer
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel.actor import Actor

OWN = frozenset({"reporter", "follower", "signed_in", "anyone"})


def permit(actor: Actor, act: str, facts: Facts) -> str:
    """Give the id of the rule that allows an act; raises as `identity.permit` when none does."""
    return identity.permit(actor, act, facts)


def doer_of(actor: Actor, facts: Facts) -> Doer:
    """Give the actor as the flow sees them.

    Whoever reported a case acts on it as its reporter only, whatever seats they hold: nobody decides on their
    own report, and their account does not come into its history.
    """
    relations = identity.relations(actor, facts)
    if facts.is_reporter:
        return Doer(relations & OWN)
    return Doer(relations, actor.account_id, actor.office_ids("officer", "head"))
