"""Keys that sign what we tell other systems, and what they signed for us.

Two keys of each algorithm live at once: one signs, the next is published already, so that a client that keeps our
public keys for a day never meets a signature it cannot check. A key that stopped signing stays published until all
it signed is over. Parsed keys stay in memory: parsing one costs six times what signing with it does.
"""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import ECKey, KeyParameters, RSAKey

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.models import SigningKey
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids

ALGORITHMS: Final = ("ES256", "RS256")
# Longer than any id token lives and than clients keep our public keys (`Cache-Control` of the key set).
PUBLISHED_AFTER: Final = timedelta(days=2)
SIGNS_MOST: Final = timedelta(days=90)
_RSA_BITS: Final = 2048

Key = ECKey | RSAKey
_parsed: dict[str, Key] = {}
# Which key signs is looked up anew after some seconds; the one before is published for days after.
_in_use: dict[str, tuple[str, float]] = {}
_KEPT_SECONDS: Final = 5.0


def signed(claims: Mapping[str, Any], algorithm: str, *, kind: str = "JWT") -> str:
    """Sign claims with the key in use, whose number stands in the header."""
    kid = _kid_kept(algorithm)
    header = {"alg": algorithm, "kid": kid, "typ": kind}
    return jwt.encode(header, dict(claims), _key(kid), algorithms=[algorithm])


def key_set() -> dict[str, list[dict[str, Any]]]:
    """Give the public keys that are published today (RFC 7517)."""
    for algorithm in ALGORITHMS:
        _kid_in_use(algorithm)
    now = clock.now()
    rows = SigningKey.objects.order_by("-made_at", "kid")
    return {"keys": [row.public for row in rows if row.published_until is None or row.published_until > now]}


def public_keys() -> dict[str, list[dict[str, Any]]]:
    """Give every public key that ever signed, for reading back what a client returns to us."""
    return {"keys": list(SigningKey.objects.values_list("public", flat=True))}


def forget() -> None:
    """Look up anew which key signs."""
    _in_use.clear()


def _kid_kept(algorithm: str) -> str:
    kept = _in_use.get(algorithm)
    if kept is not None and time.monotonic() < kept[1]:
        return kept[0]
    kid = _kid_in_use(algorithm)
    _in_use[algorithm] = kid, time.monotonic() + _KEPT_SECONDS
    return kid


def _kid_in_use(algorithm: str) -> str:
    in_use = SigningKey.objects.filter(
        algorithm=algorithm, signs_from__isnull=False, signs_until__isnull=True
    ).values_list("kid", flat=True)
    return in_use.first() or put_in_use(algorithm, clock.now())


@acting()
def put_in_use(algorithm: str, now: datetime) -> str:
    """Let the key that was made ahead sign from now on and make the one after it; give its number.

    Of two processes that begin at once, the second finds one in use and changes nothing.
    """
    _in_use.pop(algorithm, None)
    rows = SigningKey.objects.select_for_update().filter(algorithm=algorithm, signs_until__isnull=True)
    waiting = [row for row in rows if row.signs_from is None]
    chosen = waiting[0] if waiting else _made(algorithm, now)
    rows.filter(signs_from__isnull=False).update(signs_until=now, published_until=now + PUBLISHED_AFTER)
    SigningKey.objects.filter(pk=chosen.pk).update(signs_from=now)
    _made(algorithm, now)
    return str(chosen.pk)


def _made(algorithm: str, now: datetime) -> SigningKey:
    kid = f"{algorithm.lower()}-{ids.secret_code(10).lower()}"
    parameters: KeyParameters = {"kid": kid, "use": "sig", "alg": algorithm}
    key: Key = (
        ECKey.generate_key("P-256", parameters)
        if algorithm == "ES256"
        else RSAKey.generate_key(_RSA_BITS, parameters)
    )
    return SigningKey.objects.create(
        kid=kid,
        algorithm=algorithm,
        sealed=fields.seal_bytes(key.as_pem(private=True), f"signing-key|{kid}"),
        public=key.as_dict(private=False),
        made_at=now,
    )


def _key(kid: str) -> Key:
    if kid not in _parsed:
        row = SigningKey.objects.get(pk=kid)
        plain = fields.unseal_bytes(bytes(row.sealed), f"signing-key|{kid}")
        kind = ECKey if row.algorithm == "ES256" else RSAKey
        _parsed[kid] = kind.import_key(plain, {"kid": kid, "use": "sig", "alg": row.algorithm})
    return _parsed[kid]


def is_due(now: datetime) -> list[str]:
    """Give the algorithms whose key has signed for as long as one may."""
    old = SigningKey.objects.filter(signs_from__lt=now - SIGNS_MOST, signs_until__isnull=True)
    return list(old.values_list("algorithm", flat=True))
