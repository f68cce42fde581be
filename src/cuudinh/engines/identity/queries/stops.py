"""Whether somebody had a look at their data stopped: asked before an officer is told that they may."""

from cuudinh.engines.identity.looking import person_of
from cuudinh.engines.identity.stops import stop_of
from cuudinh.engines.identity.types import Stop
from cuudinh.kernel.actor import Actor


def stop_for(actor: Actor, account_id: int, what: str) -> Stop:
    """Give why an actor may not look at the data of an account's person now; empty: nothing stops it.

    Nobody is kept from their own data.
    """
    person_id = person_of(account_id)
    if person_id is None or account_id == actor.account_id:
        return ""
    return stop_of(actor, person_id, what)
