"""The identity token: believed only when its algorithm, key, issuer, audience, age and nonce are those agreed.

OpenID Connect Core 1.0, 3.1.3.7, and RFC 8725. Each thing that is wrong has its own name; none is passed over.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jws import extract_compact

from cuudinh.connectors.vneid.discovery import Provider
from cuudinh.connectors.vneid.manifest import Manifest
from cuudinh.engines.identity.types import SignOnRefused
from cuudinh.kernel import clock

_SUBJECT_MOST: Final = 255
_HASHES: Final = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token is compared with: of which client, for which sign-on, beside which access token."""

    client: str
    nonce: str
    access_token: str


def claims_of(token: str, provider: Provider, agreed: Manifest, expected: Expected) -> dict[str, Any]:
    """Give the claims of an identity token that is sound. Raises `SignOnRefused` with the reason, `Unheard`."""
    claims = _signed(token, provider, agreed.algorithm)
    if claims.get("iss") != provider.issuer:
        raise SignOnRefused(reason="issuer")
    _check_audience(claims, expected.client)
    _check_age(claims, agreed)
    _check_nonce(claims, expected.nonce)
    _check_access_token(claims, expected.access_token, agreed.algorithm)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _SUBJECT_MOST:
        raise SignOnRefused(reason="subject-missing")
    return claims


def _signed(token: str, provider: Provider, algorithm: str) -> dict[str, Any]:
    """Give what a token says once its signature holds by the one algorithm that was agreed."""
    try:
        header = extract_compact(token.encode()).headers()
    except (JoseError, ValueError) as fault:
        raise SignOnRefused(reason="unreadable") from fault
    # Looked at before any key is: what the token itself asks for is never done (RFC 8725, 3.1).
    if header.get("alg") != algorithm:
        raise SignOnRefused(reason="algorithm")
    kid = header.get("kid")
    key = provider.key_for(kid if isinstance(kid, str) else None)
    try:
        return dict(jwt.decode(token, key, algorithms=[algorithm]).claims)
    except BadSignatureError as fault:
        raise SignOnRefused(reason="signature") from fault
    except (JoseError, ValueError) as fault:
        raise SignOnRefused(reason="unreadable") from fault


def _check_audience(claims: Mapping[str, Any], client: str) -> None:
    audience = claims.get("aud")
    names = [audience] if isinstance(audience, str) else audience
    if not isinstance(names, list) or client not in names:
        raise SignOnRefused(reason="audience")
    party = claims.get("azp")
    if (party is None and len(names) > 1) or (party is not None and party != client):
        raise SignOnRefused(reason="party")


def _check_age(claims: Mapping[str, Any], agreed: Manifest) -> None:
    now, leeway = clock.now().timestamp(), agreed.leeway_seconds
    ends, made, begins = (_seconds(claims.get(name)) for name in ("exp", "iat", "nbf"))
    if ends is None or ends + leeway <= now:
        raise SignOnRefused(reason="expired")
    if made is None or made < now - agreed.token_age_seconds_max - leeway:
        raise SignOnRefused(reason="old")
    if made > now + leeway or ("nbf" in claims and (begins is None or begins > now + leeway)):
        raise SignOnRefused(reason="future")


def _seconds(given: object) -> float | None:
    return float(given) if isinstance(given, int | float) and not isinstance(given, bool) else None


def _check_nonce(claims: Mapping[str, Any], nonce: str) -> None:
    given = claims.get("nonce")
    if not isinstance(given, str):
        raise SignOnRefused(reason="nonce-missing")
    if not hmac.compare_digest(given.encode(), nonce.encode()):
        raise SignOnRefused(reason="nonce")


def _check_access_token(claims: Mapping[str, Any], access_token: str, algorithm: str) -> None:
    """Compare the half hash of the access token, where the token carries one."""
    given = claims.get("at_hash")
    if given is None:
        return
    made = _HASHES.get(algorithm[-3:], hashlib.sha512)(access_token.encode()).digest()
    half = base64.urlsafe_b64encode(made[: len(made) // 2]).rstrip(b"=")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), half):
        raise SignOnRefused(reason="token-hash")
