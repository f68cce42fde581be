"""How a client proves which one it is: by its secret, or by something signed with its own key."""

import base64
from collections.abc import Mapping
from datetime import timedelta
from hmac import compare_digest
from typing import Any, Final

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cuudinh.engines.identity.models import Client, SpentAssertion
from cuudinh.engines.identity.provider.reading import Proof, proof_of
from cuudinh.engines.identity.queries.clients import client_row, client_view
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import ClientView, WrongClient
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock

ASSERTION_ALGORITHMS: Final = ("ES256", "RS256", "PS256")
_LIVES_MOST: Final = timedelta(minutes=10)
_CLOCKS_APART_SECONDS: Final = 30


def authenticated(header: str, given: Mapping[str, str], audiences: tuple[str, ...]) -> ClientView:
    """Give the client that proved who it is, in the one way it registered. Raises `WrongClient`.

    `audiences` are the addresses that a signed proof may be made for.
    """
    proof = proof_of(header, given)
    claimed = proof.client_id or _named_in(proof.assertion)
    row = client_row(claimed)
    if row is None or row.auth_method != proof.method:
        raise WrongClient
    if proof.assertion:
        _check_assertion(row, proof.assertion, audiences)
    elif not _is_secret(row, proof):
        raise WrongClient
    return client_view(row)


def _is_secret(row: Client, proof: Proof) -> bool:
    given, until = hash_of(proof.secret), row.old_secret_until
    is_new = bool(row.secret_hash) and compare_digest(given, row.secret_hash)
    is_old = until is not None and until > clock.now() and compare_digest(given, row.old_secret_hash)
    return is_new or is_old


def _named_in(assertion: str) -> str:
    """Give who a signed proof says it is from; believed only once the signature is seen to be theirs."""
    body = assertion.split(".")[1] if assertion.count(".") == 2 else ""
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (ValueError, msgspec.DecodeError) as fault:
        raise WrongClient("client_assertion cannot be read") from fault
    return str(found.get("sub", "")) if isinstance(found, dict) else ""


def _check_assertion(row: Client, assertion: str, audiences: tuple[str, ...]) -> None:
    try:
        keys = KeySet.import_key_set(row.jwks)  # type: ignore[arg-type]  # joserfc names a shape of its own for what JSON gives
        claims = jwt.decode(assertion, keys, algorithms=list(ASSERTION_ALGORITHMS)).claims
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise WrongClient("client_assertion is not signed by a key of this client") from fault
    if claims.get("iss") != row.client_id or claims.get("sub") != row.client_id:
        raise WrongClient("iss and sub of client_assertion must be the client")
    told = claims.get("aud")
    if not set(audiences) & set(told if isinstance(told, list) else [told]):
        raise WrongClient("client_assertion is made for somebody else")
    _check_times(claims)
    _spend(row.client_id, claims)


def _check_times(claims: Mapping[str, Any]) -> None:
    now, expires = clock.now().timestamp(), claims.get("exp")
    if not isinstance(expires, int | float) or expires < now - _CLOCKS_APART_SECONDS:
        raise WrongClient("client_assertion is over")
    if expires > now + _LIVES_MOST.total_seconds() + _CLOCKS_APART_SECONDS:
        raise WrongClient("client_assertion lives too long")
    begins = claims.get("nbf", claims.get("iat", now))
    if not isinstance(begins, int | float) or begins > now + _CLOCKS_APART_SECONDS:
        raise WrongClient("client_assertion is not valid yet")


@acting()
def _spend(client_id: str, claims: Mapping[str, Any]) -> None:
    """Take a signed proof out of use; a second one of the same number is a replay."""
    number = claims.get("jti")
    if not isinstance(number, str) or not number:
        raise WrongClient("client_assertion has no jti")
    now = clock.now()
    SpentAssertion.objects.filter(expires_at__lt=now).delete()
    lives = now + _LIVES_MOST + timedelta(seconds=2 * _CLOCKS_APART_SECONDS)
    proof_hash = hash_of(f"{client_id}|{number}")
    if SpentAssertion.objects.filter(pk=proof_hash).exists():
        raise WrongClient("client_assertion was used before")
    SpentAssertion.objects.create(proof_hash=proof_hash, expires_at=lives)
