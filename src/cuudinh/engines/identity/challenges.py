"""Values that are handed out and taken back once: challenges for passkeys, and sign-ins that wait for a second factor.

Both are signed and kept nowhere until they are used: whoever opens a page a thousand times leaves no row behind. What
was used is written down (`SpentProof`) in the transaction of its use, so a second one at the same moment is refused.
"""

import hashlib
import hmac
import os
from datetime import UTC, datetime, timedelta
from typing import Final

from cuudinh.engines.identity.models import SpentProof
from cuudinh.journal import keys
from cuudinh.journal.statements import count_of, database
from cuudinh.kernel import clock

LIFE: Final = timedelta(minutes=5)
_NONCE_BYTES: Final = 16
_TIME_BYTES: Final = 8


def made(purpose: str, account_id: int = 0) -> bytes:
    """Give a new challenge for one purpose, of one account where it is known who asks."""
    until = int((clock.now() + LIFE).timestamp()).to_bytes(_TIME_BYTES, "big")
    start = os.urandom(_NONCE_BYTES) + until
    return start + _sign(start, purpose, account_id)


def is_ours(challenge: bytes, purpose: str, account_id: int = 0) -> bool:
    """Whether a challenge was made here for this purpose and account, and lives."""
    start = challenge[: _NONCE_BYTES + _TIME_BYTES]
    if not hmac.compare_digest(challenge[len(start) :], _sign(start, purpose, account_id)):
        return False
    return clock.now() < datetime.fromtimestamp(int.from_bytes(start[_NONCE_BYTES:], "big"), UTC)


def spend(value: bytes) -> bool:
    """Use a value up, in the transaction of its use; give whether nobody had before."""
    expires_at = clock.now() + 2 * LIFE
    taken = (
        "INSERT INTO identity_spentproof (digest, expires_at) VALUES (%s, %s) ON CONFLICT (digest) DO NOTHING"
    )
    here = database()
    digest = hashlib.sha256(value).hexdigest()
    return count_of(here, taken, (digest, here.ops.adapt_datetimefield_value(expires_at))) == 1


def forget_old(limit: int) -> None:
    """Drop what would be too old to be taken anyway."""
    old = SpentProof.objects.filter(expires_at__lt=clock.now()).values_list("pk", flat=True)
    SpentProof.objects.filter(pk__in=list(old[:limit])).delete()


def _sign(start: bytes, purpose: str, account_id: int) -> bytes:
    said = f"{purpose}|{account_id}|".encode() + start
    return hmac.digest(keys.secret("identity-challenges"), said, "sha256")
