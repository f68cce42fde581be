"""Codes of the time (TOTP, RFC 6238) and recovery codes: pure, given the moment."""

import hmac
from datetime import datetime
from typing import Final

import pyotp

STEP_SECONDS: Final = 30
# A telephone's clock may be half a minute off.
STEPS_BESIDE: Final = 1
RECOVERY_CODES: Final = 10
_GROUP: Final = 4
_ALIKE: Final = str.maketrans("OIL", "011")


def step_at(at: datetime) -> int:
    """Give the number of the half minute of a moment.

    >>> from datetime import UTC
    >>> step_at(datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    2
    """
    return int(at.timestamp()) // STEP_SECONDS


def step_of(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """Give the half minute that a code belongs to, of those beside a moment and after the last one taken, or None.

    >>> from datetime import UTC
    >>> secret, at = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)
    >>> step_of(secret, "287 082", at, after=0), step_of(secret, "287082", at, after=1)
    (1, None)
    """
    typed, now, found = "".join(code.split()), step_at(at), None
    for step in range(now - STEPS_BESIDE, now + STEPS_BESIDE + 1):
        # All are compared, so that the time it takes tells nothing.
        shown = pyotp.TOTP(secret).generate_otp(max(step, 0))
        if hmac.compare_digest(shown.encode(), typed.encode()) and step > after:
            found = step
    return found


def recovery_normal(code: str) -> str:
    """Give a recovery code as it was made, however it was copied.

    >>> recovery_normal(" ab1c-o2de  ")
    'AB1C02DE'
    """
    return "".join(char for char in code.upper().translate(_ALIKE) if char.isalnum())


def in_groups(code: str) -> str:
    """Give a recovery code as it is read aloud and copied.

    >>> in_groups("AB1C02DEFG12")
    'AB1C-02DE-FG12'
    """
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
