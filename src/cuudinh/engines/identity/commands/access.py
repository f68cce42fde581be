"""Break-glass: opening personal data for one thing, for a reason that stays."""

from datetime import timedelta

from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.models import AccessGrant
from cuudinh.engines.identity.queries import permit
from cuudinh.engines.identity.types import AccessOpened, Facts, PurposeNeeded
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting, within_act
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

OPEN_FOR = timedelta(minutes=15)
# What somebody works on is open to them for as long as a working day lasts.
OPEN_TO_WORK = timedelta(hours=8)
REASON_LEAST = 10


def is_reason(text: str) -> bool:
    """Whether a reason says anything."""
    return len(" ".join(text.split())) >= REASON_LEAST


@acting()
def break_glass(actor: Actor, about: tuple[str, str], reason: str) -> AccessOpened:
    """Open the personal data behind one thing to the actor for a quarter of an hour.

    The policy says to whom that can be opened at all (`identity.reveal`); this adds the reason, without
    which nothing is shown even to them. Raises `NotYours`, `StepUpNeeded`, `PurposeNeeded`, `SignInFirst`.
    """
    purpose = " ".join(reason.split())
    is_told = is_reason(purpose)
    rule = permit(actor, "identity.reveal", Facts(has_purpose=is_told))
    if not is_told:
        raise PurposeNeeded
    now = clock.now()
    expires_at = now + OPEN_FOR
    AccessGrant.objects.create(
        account_id=account_of(actor),
        about_kind=about[0],
        about_ref=about[1],
        reason=purpose,
        at=now,
        expires_at=expires_at,
    )
    audit.record(actor, "identity.break_glass", about, purpose=purpose, rule=rule)
    return AccessOpened(about, expires_at)


@within_act()
def open_to_work(actor: Actor, about: tuple[str, str], reason: str) -> AccessOpened:
    """Write that an actor opened what they work on, for a reason, and until when; once, not at each look.

    The engine whose thing it is has permitted it and writes the line. Raises `PurposeNeeded`.
    """
    purpose = " ".join(reason.split())
    if not is_reason(purpose):
        raise PurposeNeeded
    now = clock.now()
    grant = AccessGrant.objects.create(
        account_id=account_of(actor),
        about_kind=about[0],
        about_ref=about[1],
        reason=purpose,
        at=now,
        expires_at=now + OPEN_TO_WORK,
    )
    return AccessOpened(about, grant.expires_at)
