"""Which rule lets an actor manage accounts."""

from typing import Final

from cuudinh.engines.identity import queries
from cuudinh.engines.identity.types import Facts
from cuudinh.kernel.actor import Actor, Warrant
from cuudinh.kernel.refusal import SignInFirst

# The console of the installation opens the first account, before any administrator is there: whoever
# has it has the database.
CONSOLE = "console"
ANYTHING: Final = Facts()


def permit(actor: Actor, act: str, facts: Facts = ANYTHING) -> Warrant:
    """Give the id of the rule that allows an act of administration; raises as `queries.permit`."""
    return Warrant.of(CONSOLE) if actor.kind == "system" else queries.permit(actor, act, facts)


def account_of(actor: Actor) -> int:
    """Give the number of the actor's own account; raises `SignInFirst`."""
    if actor.account_id is None:
        raise SignInFirst
    return actor.account_id
