"""Passkeys (WebAuthn): what a device is asked, and whether its answer was given here, now, by the key of an account."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from cuudinh.engines.identity import challenges
from cuudinh.engines.identity.models import Passkey
from cuudinh.engines.identity.types import PasskeyRefused
from cuudinh.journal import keys

REGISTER: Final = "register"
SIGN_IN: Final = "sign-in"
CONFIRM: Final = "confirm"
_ANSWER_LETTERS_MOST: Final = 20_000
_VERIFIED: Final = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are good: the host they are bound to, the whole origin, and the name a device shows."""

    rp_id: str
    origin: str
    name: str


def rp_id_of(host: str, allowed: Iterable[str]) -> str:
    """Give the host that passkeys are bound to: the allowed one that stands for the host asked for; "" for an address.

    >>> rp_id_of("dichvu.tinh.example:8443", [".tinh.example", "localhost"]), rp_id_of("127.0.0.1:8000", ["*"])
    ('tinh.example', '')
    >>> rp_id_of("localhost:8000", ["localhost"]), rp_id_of("khac.example", ["tinh.example"])
    ('localhost', '')
    """
    name = host.rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdecimal() else host
    if _is_address(name.strip("[]")):
        return ""
    for one in allowed:
        if one.startswith(".") and f".{name}".endswith(one):
            return one[1:]
        if one in {name, "*"}:
            return name
    return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def handle_of(account_id: int) -> bytes:
    """Give the name under which a device keeps the key of an account: it says nothing to anybody else."""
    return hmac.digest(keys.secret("identity-passkeys"), f"account:{account_id}".encode(), "sha256")


def digest_of(credential: bytes) -> str:
    """Give what a key is found by."""
    return hashlib.sha256(credential).hexdigest()


def terms_to_register(site: Site, account_id: int, login: str, name: str, known: Iterable[Passkey]) -> str:
    """Give what a device is asked to make a key: one that it finds by itself and uses only for its owner."""
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=site.name,
        user_name=login,
        user_id=handle_of(account_id),
        user_display_name=name,
        challenge=challenges.made(REGISTER, account_id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=bytes(one.credential)) for one in known],
    )
    return options_to_json(options)


def terms_to_use(site: Site, purpose: str, account_id: int = 0, known: Iterable[Passkey] = ()) -> str:
    """Give what a device is asked to sign; without known keys it shows which accounts it has here."""
    options = generate_authentication_options(
        rp_id=site.rp_id,
        challenge=challenges.made(purpose, account_id),
        allow_credentials=[PublicKeyCredentialDescriptor(id=bytes(one.credential)) for one in known],
        user_verification=_VERIFIED,
    )
    return options_to_json(options)


@dataclass(frozen=True, slots=True)
class Told:
    """What a device said, read but not believed yet."""

    answer: Mapping[str, Any]
    challenge: bytes
    credential: bytes
    handle: bytes


def read(answer: str) -> Told:
    """Read what a device said. Raises `PasskeyRefused` for what is none of its kind."""
    try:
        said = json.loads(answer[:_ANSWER_LETTERS_MOST])
        response = said["response"]
        client = json.loads(base64url_to_bytes(response["clientDataJSON"]))
        return Told(
            answer=said,
            challenge=base64url_to_bytes(client["challenge"]),
            credential=base64url_to_bytes(said["id"]),
            handle=base64url_to_bytes(response.get("userHandle") or ""),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise PasskeyRefused from fault


def registered(site: Site, told: Told) -> VerifiedRegistration:
    """Give the key that a device made for this site. Raises `PasskeyRefused`."""
    try:
        return verify_registration_response(
            credential=dict(told.answer),
            expected_challenge=told.challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException as fault:
        raise PasskeyRefused from fault


def counter_of(site: Site, told: Told, row: Passkey) -> int:
    """Give how often a key says it has signed, once its signature is right. Raises `PasskeyRefused`.

    Whether the number can be is for the caller to say, who writes down what cannot.
    """
    try:
        return verify_authentication_response(
            credential=dict(told.answer),
            expected_challenge=told.challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=bytes(row.public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        ).new_sign_count
    except WebAuthnException as fault:
        raise PasskeyRefused from fault
