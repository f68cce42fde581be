"""A device that holds passkeys, as a program: what it says is what WebAuthn prescribes, and it can be made to lie."""

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from cuudinh.engines.identity.passkeys import Site

USER_PRESENT, USER_VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One key. `verifies` is whether its owner touched it with a finger it knows."""

    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    handle: bytes = b""
    counter: int = 0
    verifies: bool = True

    def made(self, terms: str, site: Site, **lies: Any) -> str:
        """Answer terms with a new key."""
        asked = json.loads(terms)
        self.handle = base64url_to_bytes(asked["user"]["id"])
        numbers = self.private.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        held = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + cbor2.dumps(key)
        said = self._said(site.rp_id, HAS_KEY) + held
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": said})
        client = self._client("webauthn.create", asked["challenge"], site.origin, lies)
        return self._written({"clientDataJSON": client, "attestationObject": attested})

    def signed(self, terms: str, site: Site, **lies: Any) -> str:
        """Answer terms with a signature."""
        asked = json.loads(terms)
        self.counter += 1
        said = self._said(lies.get("rp_id", site.rp_id), 0)
        client = self._client("webauthn.get", asked["challenge"], site.origin, lies)
        signature = self.private.sign(said + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {"clientDataJSON": client, "authenticatorData": said, "signature": signature}
        return self._written({**answer, "userHandle": lies.get("handle", self.handle)})

    def _said(self, rp_id: str, flags: int) -> bytes:
        flags |= USER_PRESENT | (USER_VERIFIED if self.verifies else 0)
        return hashlib.sha256(rp_id.encode()).digest() + struct.pack(">BI", flags, self.counter)

    @staticmethod
    def _client(kind: str, challenge: str, origin: str, lies: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": origin} | lies.get("client", {})
        return json.dumps(told).encode()

    def _written(self, response: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.credential)
        parts = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": parts, "clientExtensionResults": {}}
        )
