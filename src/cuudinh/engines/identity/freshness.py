"""Acts that ask who is there once more: whether the proof of a session is recent and strong enough for them.

A session lasts a working day at a shared desk. What opens personal data or gives power asks for a proof of the last
minutes, by two factors: so a desk that was left, or a stolen cookie, opens neither. For how long a proof is fresh, and
whether the password is enough for who has nothing else, is said by the pack.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import FactorOwed, NotYours, StepUpNeeded
from cuudinh.packs.grammar import value_on

# Until a pack is in force, and where it does not say.
FRESH_FOR: Final = timedelta(minutes=10)
TWO_FACTORS: Final = 2
NEVER_ENDS: Final = datetime.max.replace(tzinfo=UTC)


def fresh_for() -> timedelta:
    """Give for how long a proof is fresh, as the pack says."""
    said = provisions.current().sign_in
    row = value_on(said.fresh_minutes, snapshot.today()) if said else None
    return timedelta(minutes=row.value) if row else FRESH_FOR


def password_is_enough() -> bool:
    """Whether who has no second factor proves themselves anew by the password, as the pack says."""
    said = provisions.current().sign_in
    row = value_on(said.password_is_enough, snapshot.today()) if said else None
    return row.value if row else True


def fresh_until() -> datetime:
    """Give until when a proof of this moment is fresh."""
    return clock.now() + fresh_for()


def is_strong(actor: Actor, strength: int = TWO_FACTORS) -> bool:
    """Whether somebody proved themselves by so many factors a moment ago.

    The processes of the platform, and whoever acts through its console, prove themselves to the machine. Whoever has
    no second factor yet is asked for the password where the pack lets that be enough; who has one is never signed in
    by the password alone.
    """
    if actor.kind == "system":
        return True
    if not _is_fresh(actor):
        return False
    return actor.strength >= strength or (actor.strength > 0 and password_is_enough())


def _is_fresh(actor: Actor) -> bool:
    return actor.strong_until is not None and actor.strong_until > clock.now()


def asking(actor: Actor) -> NotYours:
    """Give the refusal that says what is lacking: a proof, or the second factor without which none is strong enough."""
    lacks_factor = _is_fresh(actor) and actor.strength < TWO_FACTORS and actor.kind == "staff"
    return FactorOwed() if lacks_factor else StepUpNeeded()


def require_strong(actor: Actor, strength: int = TWO_FACTORS) -> None:
    """Let an act go on only for who is proved strongly enough and freshly. Raises `StepUpNeeded`, `FactorOwed`."""
    if not is_strong(actor, strength):
        raise asking(actor)
