"""Whose scores somebody may see: their own, those of their offices, those of the province; by the one policy."""

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.engines.insight.types import Scope
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours


def permit_scope(actor: Actor, scope: Scope) -> tuple[int, ...] | None:
    """Make sure that the actor may see this; give the offices to which an officer's work is narrowed, else None.

    A head sees of an officer what the officer does in the head's own offices. Raises `NotYours`.
    """
    if scope.kind == "province":
        identity.permit(actor, "score.province", Facts())
        return None
    if scope.kind == "office":
        identity.permit(actor, "score.office", Facts(owner_office_id=scope.id))
        return None
    if scope.id == actor.account_id:
        identity.permit(actor, "score.own", Facts())
        return None
    own = tuple(sorted(actor.office_ids("head")))
    allowed = tuple(
        one for one in own if identity.can(actor, "score.office", Facts(owner_office_id=one)).allowed
    )
    if not allowed:
        raise NotYours
    return allowed


def scopes_of(actor: Actor) -> tuple[Scope, ...]:
    """Give what the actor may look at by themselves, the widest first; the services of each stand in its score."""
    found: list[Scope] = []
    if identity.can(actor, "score.province", Facts()).allowed:
        found.append(Scope("province"))
    for office_id in sorted(actor.office_ids("head")):
        if identity.can(actor, "score.office", Facts(owner_office_id=office_id)).allowed:
            found.append(Scope("office", office_id))
    if actor.account_id is not None and identity.can(actor, "score.own", Facts()).allowed:
        found.append(Scope("officer", actor.account_id))
    return tuple(found)
