"""The tokens of the fake: as they should be, or with the one thing wrong that is switched on."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from cuudinh.connectors.vneid.fake.personas import Persona

LIFE_SECONDS = 300
_DAY, _HOUR, _WEEK = 86_400, 3_600, 7 * 86_400
OTHER = "https://noi-khac.example"


def made_keys() -> tuple[RSAKey, RSAKey]:
    """Make the keys of a provider, new with every start."""
    first, second = (RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("khoa-1", "khoa-2"))
    return first, second


def half_hash(access_token: str) -> str:
    """Give what a token says of the access token beside it."""
    return _base64(hashlib.sha256(access_token.encode()).digest()[:16])


def id_token(
    defect: str, key: RSAKey, persona: Persona, *, issuer: str, client: str, nonce: str, access_token: str
) -> str:
    """Give the identity token of a sign-on."""
    claims = _claims(defect, persona, issuer=issuer, client=client, nonce=nonce, access_token=access_token)
    return _signed(defect, key, claims)


def _claims(
    defect: str, persona: Persona, *, issuer: str, client: str, nonce: str, access_token: str
) -> dict[str, Any]:
    now = int(time.time()) + {"slow-clock": -_DAY, "fast-clock": _HOUR}.get(defect, 0)
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": persona.subject,
        "aud": client,
        "azp": client,
        "iat": now,
        "nbf": now,
        "exp": now + LIFE_SECONDS,
        "auth_time": now,
        "nonce": nonce,
        "at_hash": half_hash(access_token),
        "acr": persona.acr,
    }
    changes: dict[str, dict[str, Any]] = {
        "issuer": {"iss": OTHER},
        "audience": {"aud": "he-thong-khac", "azp": "he-thong-khac"},
        "party": {"aud": [client, "he-thong-khac"], "azp": "he-thong-khac"},
        "two-audiences": {"aud": [client, "he-thong-khac"], "azp": None},
        "nonce": {"nonce": "nonce-cua-luot-khac"},
        "no-nonce": {"nonce": None},
        "expired": {"iat": now - LIFE_SECONDS - 120, "exp": now - 120},
        "not-yet": {"nbf": now + _HOUR},
        "week-old": {"iat": now - _WEEK, "exp": now + LIFE_SECONDS},
        "no-subject": {"sub": None},
        "token-hash": {"at_hash": half_hash("another")},
        "level": {"acr": "urn:vneid:muc:9"},
    }
    return {name: value for name, value in {**claims, **changes.get(defect, {})}.items() if value is not None}


def _signed(defect: str, key: RSAKey, claims: dict[str, Any]) -> str:
    if defect == "garbage":
        return "day.khong-phai.ma-dinh-danh"
    if defect == "alg-none":
        return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
    if defect == "alg-hs256":
        return _signed_by_the_public_key(key, claims)
    header: dict[str, Any] = {"alg": "RS256", "typ": "JWT", "kid": key.kid}
    header |= {"unknown-kid": {"kid": "khoa-9"}}.get(defect, {})
    if defect == "no-kid":
        del header["kid"]
    token = jwt.encode(header, claims, key, algorithms=["RS256"])
    return _spoilt(token) if defect == "signature" else token


def _signed_by_the_public_key(key: RSAKey, claims: dict[str, Any]) -> str:
    """Sign as who knows only the public key, and hopes that it is taken for a shared secret."""
    text = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': key.kid})}.{_part(claims)}"
    secret = key.as_pem(private=False)
    return f"{text}.{_base64(hmac.digest(secret, text.encode(), 'sha256'))}"


def _spoilt(token: str) -> str:
    head, claims, signature = token.split(".")
    return f"{head}.{claims}.{signature[:10]}{'A' if signature[10] != 'A' else 'B'}{signature[11:]}"


def _part(said: dict[str, Any]) -> str:
    return _base64(json.dumps(said).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
