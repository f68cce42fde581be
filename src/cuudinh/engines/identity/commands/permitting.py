"""Which rule lets an actor manage accounts."""

from cuudinh.engines.identity.freshness import require_strong
from cuudinh.engines.identity.queries import can
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours, SignInFirst

# The console of the installation opens the first account, before any administrator is there: whoever
# has it has the database.
CONSOLE = "console"


# What gives power or changes keys asks for a fresh proof of who does it.
_FRESH = frozenset({"account.open", "account.appoint", "identity.rotate_keys"})


def permit(actor: Actor, act: str) -> str:
    """Give the id of the rule that allows an act of administration; raises `NotYours`, `StepUpNeeded`."""
    if actor.kind == "system":
        return CONSOLE
    decision = can(actor, act, Facts())
    if not decision.allowed:
        raise NotYours
    if act in _FRESH:
        require_strong(actor)
    return decision.rule_id


def account_of(actor: Actor) -> int:
    """Give the number of the actor's own account; raises `SignInFirst`."""
    if actor.account_id is None:
        raise SignInFirst
    return actor.account_id
