"""VNeID as a sign-on: `identity.ports.SignOnPort` over OpenID Connect, with every answer checked.

Whatever goes wrong has a name of its own and signs nobody in. Silence is counted by a circuit breaker, so that an
outage costs each person a sentence and not a wait.
"""

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import httpx
from django.conf import settings

from cuudinh.connectors.asking.circuit import Circuit, Resting
from cuudinh.connectors.asking.wire import Said, Unheard, Wire
from cuudinh.connectors.vneid.discovery import Provider
from cuudinh.connectors.vneid.manifest import Manifest, manifest
from cuudinh.connectors.vneid.numbers import number_of
from cuudinh.connectors.vneid.tokens import Expected, claims_of
from cuudinh.engines.identity.ports import ProvedPerson, SignOnAnswer, SignOnStart
from cuudinh.engines.identity.types import SignOnRefused, SignOnSilent

Answer = TypeVar("Answer")
_OK: Final = 200
_NAME_MOST: Final = 120


class VNeID:
    """One client of one issuer, as the settings of an installation name them."""

    def __init__(
        self,
        issuer: str,
        client: str,
        secret: str,
        *,
        mark: Path,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._client, self._secret = client, secret
        self._agreed: Manifest = manifest()
        self._wire = Wire(transport)
        self._circuit = Circuit(mark)
        self._provider = Provider(issuer, self._agreed.algorithm, self._wire)

    def is_answering(self) -> bool:
        """Whether VNeID answered when it was last asked; asks nobody."""
        return self._circuit.is_closed()

    def address(self, start: SignOnStart) -> str:
        """Give the address of VNeID to which the person is sent. Raises `SignOnSilent`, `SignOnRefused`."""
        where = self._asking(lambda: self._provider.metadata(is_fresh=True))
        asked = {
            "response_type": "code",
            "client_id": self._client,
            "redirect_uri": start.return_address,
            "scope": " ".join(self._agreed.scopes),
            "state": start.state,
            "nonce": start.nonce,
            "code_challenge": _challenge(start.verifier),
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in where.authorization else "?"
        return f"{where.authorization}{joint}{urlencode(asked)}"

    def finish(self, start: SignOnStart, answer: SignOnAnswer) -> ProvedPerson:
        """Give who came back, from a code that is exchanged and a token that is sound.

        Raises `SignOnRefused` with the reason, `SignOnSilent`.
        """
        return self._asking(lambda: self._finished(start, answer))

    def _finished(self, start: SignOnStart, answer: SignOnAnswer) -> ProvedPerson:
        where = self._provider.metadata()
        # RFC 9207: who promises to name itself must, and nobody may name another.
        if (where.names_itself and not answer.issuer) or answer.issuer not in {"", self._provider.issuer}:
            raise SignOnRefused(reason="response-issuer")
        if answer.error:
            raise SignOnRefused(reason="declined" if answer.error == "access_denied" else "sent-back")
        if not answer.code:
            raise SignOnRefused(reason="sent-back")
        given = self._exchanged(where.token, start, answer.code)
        token, access_token = given.get("id_token"), str(given.get("access_token", ""))
        if not isinstance(token, str) or not token:
            raise SignOnRefused(reason="no-id-token")
        expected = Expected(self._client, start.nonce, access_token)
        claims = claims_of(token, self._provider, self._agreed, expected)
        return _person(claims, self._told(where.userinfo, access_token, claims), self._agreed)

    def _exchanged(self, address: str, start: SignOnStart, code: str) -> dict[str, Any]:
        """Exchange a code for tokens, proving by the verifier that it was asked for here."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": start.return_address,
            "code_verifier": start.verifier,
        }
        said = self._wire.post(address, fields, (self._client, self._secret))
        if said.status != _OK:
            raise SignOnRefused(reason=_why_not_exchanged(said))
        return said.json()

    def _told(self, address: str, access_token: str, claims: dict[str, Any]) -> dict[str, Any]:
        """Give what else is told about the person, who must be the one of the token (OpenID Connect Core, 5.3.2)."""
        if not self._agreed.reads_userinfo or not address:
            return claims
        said = self._wire.get(address, access_token)
        if said.status != _OK:
            raise SignOnRefused(reason="user-changed")
        told = said.json()
        if told.get("sub") != claims["sub"]:
            raise SignOnRefused(reason="user-changed")
        return {**told, **claims}

    def _asking(self, ask: Callable[[], Answer]) -> Answer:
        """Ask VNeID under the circuit breaker; a silence is told as one."""
        try:
            with self._circuit.asking((Unheard,)):
                return ask()
        except Resting as rest:
            raise SignOnSilent(reason="resting") from rest
        except Unheard as fault:
            raise SignOnSilent(reason=fault.how) from fault


def _why_not_exchanged(said: Said) -> str:
    """Give why a code was not exchanged: it is not good (any more), or we are not known."""
    error = said.json().get("error")
    return "code" if error == "invalid_grant" else "sent-back"


def _person(claims: dict[str, Any], told: dict[str, Any], agreed: Manifest) -> ProvedPerson:
    """Give the person of claims that are sound. Raises `SignOnRefused` for what no level or number can be read of."""
    acr = claims.get("acr")
    level = agreed.assurance_of(acr)
    if level is None:
        raise SignOnRefused(reason="level")
    kind, number = number_of(told, agreed.claims)
    name = told.get(agreed.claims.name)
    if number is None or not isinstance(name, str) or not name.strip():
        raise SignOnRefused(reason="incomplete")
    at = claims.get("auth_time")
    return ProvedPerson(
        subject=claims["sub"],
        level=level,
        name=name[:_NAME_MOST],
        id_number=number,
        id_kind=kind,
        evidence=f"acr={acr}",
        days=agreed.assurance_days,
        at=datetime.fromtimestamp(at, UTC) if isinstance(at, int) else None,
    )


def _challenge(verifier: str) -> str:
    """Give what is sent ahead of a verifier (RFC 7636, 4.2).

    >>> _challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def connected() -> VNeID:
    """Give the connection that the settings name; one for each process, with what it knows of the other side."""
    agreed = settings.CUUDINH_VNEID
    return _connected(agreed.issuer, agreed.client, agreed.secret)


@cache
def _connected(issuer: str, client: str, secret: str) -> VNeID:
    return VNeID(issuer, client, secret, mark=settings.CUUDINH_STATE / "circuits" / "vneid")
