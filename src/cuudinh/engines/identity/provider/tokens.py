"""What we sign for clients: id tokens, and notices that somebody signed out."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from cuudinh.engines.identity.models import ClientSession
from cuudinh.engines.identity.provider.signing import signed
from cuudinh.kernel import clock, ids

ID_TOKEN_LIVES: Final = timedelta(minutes=10)
LOGOUT_LIVES: Final = timedelta(minutes=2)
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
# How a session began, in the words of RFC 8176 where it has some.
_METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "password": ("pwd",),
    "passkey": ("hwk", "user"),
    "totp": ("pwd", "otp"),
    "recovery": ("pwd", "otp"),
}


def level_name(level: int) -> str:
    """Give a level of assurance as `acr` names it.

    >>> level_name(2)
    'urn:cuudinh:level:2'
    """
    return f"urn:cuudinh:level:{level}"


def methods_of(method: str, strength: int) -> list[str]:
    """Give how somebody signed in as `amr` names it.

    >>> methods_of("passkey", 2), methods_of("vneid", 1)
    (['hwk', 'user', 'mfa'], ['vneid'])
    """
    return [*_METHODS.get(method, (method,)), *(["mfa"] if strength > 1 else [])]


def id_token(row: ClientSession, client_id: str, algorithm: str, subject: str, access: str) -> str:
    """Give the signed word that somebody signed in: who, how well known, how and when; no personal data is in it."""
    now = clock.now()
    claims: dict[str, Any] = {
        "iss": row.issuer,
        "sub": subject,
        "aud": client_id,
        "iat": _seconds(now),
        "exp": _seconds(now + ID_TOKEN_LIVES),
        "acr": level_name(row.level),
        "amr": methods_of(row.method, row.strength),
        "sid": str(row.pk),
        "at_hash": half_hash(access),
    }
    if row.signed_in_at is not None:
        claims["auth_time"] = _seconds(row.signed_in_at)
    if row.nonce:
        claims["nonce"] = row.nonce
    return signed(claims, algorithm)


def logout_token(row: ClientSession, client_id: str, algorithm: str, subject: str) -> str:
    """Give the signed word that a sign-in is over (OpenID Connect Back-Channel Logout 1.0)."""
    now = clock.now()
    claims = {
        "iss": row.issuer,
        "sub": subject,
        "aud": client_id,
        "iat": _seconds(now),
        "exp": _seconds(now + LOGOUT_LIVES),
        "jti": str(ids.uuid7()),
        "sid": str(row.pk),
        "events": {LOGOUT_EVENT: {}},
    }
    return signed(claims, algorithm, kind="logout+jwt")


def half_hash(text: str) -> str:
    """Give the left half of a SHA-256, as `at_hash` is made.

    >>> half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y")
    '77QmUPtjPfzWtF2AnpK9RQ'
    """
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).decode().rstrip("=")


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
