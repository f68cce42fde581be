"""Beginning a session for an account that was proved, by whichever way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cuudinh.engines.identity.models import Account, Session
from cuudinh.engines.identity.naming import device_of
from cuudinh.engines.identity.sessions import KEY_MARK, LIVES, actor_by_token
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import SignedIn, SignedInAnew
from cuudinh.journal import audit, outbox
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import within_act
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

_NEW_FOR: Final = timedelta(minutes=10)
_SESSIONS: Final = PreparedRows(Session)


@dataclass(frozen=True, slots=True)
class Proof:
    """How somebody proved that an account is theirs: by which method, with how many factors, fresh until when."""

    method: str
    strength: int = 1
    strong_until: datetime | None = None


@within_act()
def begin_session(
    actor: Actor,
    account: Account,
    proof: Proof,
    *,
    agent: str = "",
    place: str = "",
    is_key: bool = False,
    is_known: bool = False,
) -> str:
    """Begin a session for an account that was proved, and give its token, which is nowhere kept.

    Unless the device is known to the account, its owner is told.
    """
    token, now = f"{KEY_MARK if is_key else ''}{ids.token()}", clock.now()
    _SESSIONS.insert(
        account_id=account.pk,
        token_hash=hash_of(token),
        agent=device_of(agent),
        place=place,
        made_at=now,
        seen_at=now,
        idle_until=now + LIVES[account.kind].idle,
        ends_at=now + LIVES[account.kind].most,
        method=proof.method,
        strength=proof.strength,
        strong_until=proof.strong_until,
    )
    facts = {"method": proof.method, "strength": proof.strength}
    audit.record(actor, "identity.sign_in", ("account", audit.pseudonym(account.pk)), facts=facts)
    # Whoever has just registered knows.
    if not is_known and now - account.made_at > _NEW_FOR:
        outbox.publish(SignedInAnew(account.pk, device_of(agent), place, now.isoformat()))
    return token


def signed_in(actor: Actor, account: Account, token: str, device: str) -> SignedIn:
    """Give a session that has just begun, for the cookie of whoever asked for it."""
    now_here = actor_by_token(token, actor.request_id)
    assert now_here is not None, "a session that has just begun is alive"
    return SignedIn(token, now_here, int(LIVES[account.kind].most.total_seconds()), device)
