"""Acts that ask who is there once more: whether the proof of a session is recent and strong enough for them.

A session lasts a working day at a shared desk. What opens personal data or gives power asks for a proof of the last
minutes, by two factors: so a desk that was left, or a stolen cookie, opens neither.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import StepUpNeeded

FRESH_FOR: Final = timedelta(minutes=10)
TWO_FACTORS: Final = 2
# For who has nothing else.
PASSWORD_IS_ENOUGH: Final = True
NEVER_ENDS: Final = datetime.max.replace(tzinfo=UTC)


def fresh_until() -> datetime:
    """Give until when a proof of this moment is fresh."""
    return clock.now() + FRESH_FOR


def is_strong(actor: Actor, strength: int = TWO_FACTORS) -> bool:
    """Whether somebody proved themselves by so many factors a moment ago.

    The processes of the platform, and whoever acts through its console, prove themselves to the machine. Whoever has
    no second factor yet is asked for the password; who has one is never signed in by the password alone.
    """
    if actor.kind == "system":
        return True
    if actor.strong_until is None or actor.strong_until <= clock.now():
        return False
    return actor.strength >= (1 if PASSWORD_IS_ENOUGH else strength)


def require_strong(actor: Actor, strength: int = TWO_FACTORS) -> None:
    """Let an act go on only for who is proved strongly enough and freshly. Raises `StepUpNeeded`."""
    if not is_strong(actor, strength):
        raise StepUpNeeded
