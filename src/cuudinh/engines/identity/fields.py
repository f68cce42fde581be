"""Personal values sealed and found again: AES-GCM under data keys, and a keyed blind index.

Envelope: a data key lies in the database, sealed under the master key of the installation, which lies in
its keys folder only. A copied database opens nothing, and a new data key needs no new master key. A plain
hash of a phone number could be tried out in minutes; the index is an HMAC under a third key.
"""

import hmac
import os
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cuudinh.engines.identity.models import DataKey
from cuudinh.journal import keys
from cuudinh.kernel import clock

_NONCE_BYTES: Final = 12


def newest_key() -> DataKey:
    """Give the data key under which new values are sealed, making the first one."""
    found = DataKey.objects.order_by("-version").first()
    return found or make_key(1)


def make_key(version: int) -> DataKey:
    """Make the data key of a version; of two processes that make it at once, the first one wins."""
    plain = AESGCM.generate_key(256)
    wrapped = _seal(AESGCM(keys.secret("identity-master")), plain, f"data-key|{version}")
    row = DataKey(version=version, wrapped=wrapped, made_at=clock.now())
    DataKey.objects.bulk_create([row], ignore_conflicts=True)
    return DataKey.objects.get(version=version)


def seal(key: DataKey, person_id: UUID, kind: str, plain: str) -> bytes:
    """Seal one value of one person; moved to another person or field, it does not open."""
    return Sealer(key).seal(person_id, kind, plain)


class Sealer:
    """Seals many values under one data key, which is opened once."""

    def __init__(self, key: DataKey) -> None:
        self._key = AESGCM(_unwrapped(key))

    def seal(self, person_id: UUID, kind: str, plain: str) -> bytes:
        """Seal one value of one person."""
        return _seal(self._key, plain.encode(), f"{person_id}|{kind}")


def unseal(key: DataKey, person_id: UUID, kind: str, sealed: bytes | memoryview) -> str:
    """Give back a sealed value. One that does not fit its place is a bug or a forgery, and rises."""
    return _unseal(_unwrapped(key), bytes(sealed), f"{person_id}|{kind}").decode()


def blind_index(kind: str, normal: str) -> str:
    """Give the keyed hash by which a value in its normal form is found."""
    return hmac.digest(keys.secret("identity-index"), f"{kind}|{normal}".encode(), "sha256").hex()


def _unwrapped(key: DataKey) -> bytes:
    return _unseal(keys.secret("identity-master"), bytes(key.wrapped), f"data-key|{key.version}")


def _seal(key: AESGCM, plain: bytes, place: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + key.encrypt(nonce, plain, place.encode())


def _unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
