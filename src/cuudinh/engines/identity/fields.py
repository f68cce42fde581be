"""Personal values sealed and found again: AES-GCM under a key of each person's own, and a keyed blind index.

Envelope: a data key lies in the database, sealed under the master key of the installation, which lies in
its keys folder only. A copied database opens nothing, and a new data key needs no new master key. The key of a
person is made from the data key and from a part that stands with the person and nowhere else: when the part is
destroyed, nothing that was ever sealed for them opens again, wherever a copy of it lies. A plain hash of a phone
number could be tried out in minutes; the index is an HMAC under a third key.
"""

import os
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from cuudinh.engines.identity.models import DataKey, Person
from cuudinh.engines.identity.types import PersonErased
from cuudinh.journal import keys
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel import clock

_NONCE_BYTES: Final = 12
_PART_BYTES: Final = 16
# What stands in the place of a part that was destroyed.
ERASED: Final = b""
# The table is walked backwards by its key to the first row; SQLite calls that a scan.
_NEWEST: Final = Prepared(
    "identity.newest-key",
    lambda: DataKey.objects.order_by("-version").values_list("version", "wrapped", "made_at")[:1],
    takes={},
    sample={},
    may_scan=("identity_datakey",),
)


class Owner(NamedTuple):
    """Whose a value is: the person, and their part of the key.

    `part` is None for somebody whose values still lie under the data key alone, as all did before parts were
    given out, and empty once it was destroyed.
    """

    person_id: UUID
    part: bytes | None


def owner_of(person: Person) -> Owner:
    """Give the owner of a person's values."""
    return Owner(person.pk, part_of(person.key_part))


def part_of(kept: bytes | memoryview | None) -> bytes | None:
    """Give a part as the database gave it."""
    return None if kept is None else bytes(kept)


def new_part() -> bytes:
    """Give the part of a new person."""
    return os.urandom(_PART_BYTES)


def newest_key() -> DataKey:
    """Give the data key under which new values are sealed, making the first one."""
    for version, wrapped, made_at in _NEWEST.run():
        return DataKey(version=version, wrapped=wrapped, made_at=made_at)
    return make_key(1)


def key_of(version: int) -> DataKey:
    """Give the data key of a version."""
    return DataKey.objects.get(version=version)


def make_key(version: int) -> DataKey:
    """Make the data key of a version; of two processes that make it at once, the first one wins."""
    plain = AESGCM.generate_key(256)
    wrapped = _seal(AESGCM(keys.secret("identity-master")), plain, f"data-key|{version}")
    row = DataKey(version=version, wrapped=wrapped, made_at=clock.now())
    DataKey.objects.bulk_create([row], ignore_conflicts=True)
    return DataKey.objects.get(version=version)


def seal(key: DataKey, owner: Owner, kind: str, plain: str) -> bytes:
    """Seal one value of one person; moved to another person or field, it does not open. Raises `PersonErased`."""
    return Sealer(key).seal(owner, kind, plain)


class Sealer:
    """Seals many values under one data key, which is opened once; values of one person after each other cost less."""

    def __init__(self, key: DataKey) -> None:
        self._key = _unwrapped(key)
        self._parts = _keyed(self._key)
        self._owner: Owner | None = None
        self._place = ""
        self._cipher = self._plain = AESGCM(self._key)

    def seal(self, owner: Owner, kind: str, plain: str) -> bytes:
        """Seal one value of one person. Raises `PersonErased`."""
        # Comparing two owners costs as much as sealing; mostly it is the very same one.
        if owner is not self._owner:
            self._cipher, self._owner = AESGCM(_own_key(self._key, self._parts, owner)), owner
            self._place = f"{owner.person_id}|"
        return _seal(self._cipher, plain.encode(), self._place + kind)

    def unseal(self, owner: Owner, kind: str, sealed: bytes) -> str:
        """Give back a value that was sealed under this key. Raises `PersonErased`."""
        # What is nobody's yet lies under the data key itself, whose cipher is made already.
        cipher = self._plain if owner.part is None else AESGCM(_own_key(self._key, self._parts, owner))
        place = f"{owner.person_id}|{kind}".encode()
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place).decode()


def unseal(key: DataKey, owner: Owner, kind: str, sealed: bytes | memoryview) -> str:
    """Give back a sealed value. Raises `PersonErased`.

    One that does not fit its place is a bug or a forgery, and rises.
    """
    data_key = _unwrapped(key)
    own_key = _own_key(data_key, _keyed(data_key), owner)
    return _unseal(own_key, bytes(sealed), f"{owner.person_id}|{kind}").decode()


def seal_bytes(plain: bytes, place: str) -> bytes:
    """Seal what is of no person, such as a key that signs, under the master key of the installation."""
    return _seal(AESGCM(keys.secret("identity-master")), plain, place)


def unseal_bytes(sealed: bytes, place: str) -> bytes:
    """Give back what `seal_bytes` sealed for the same place."""
    return _unseal(keys.secret("identity-master"), sealed, place)


def blind_index(kind: str, normal: str) -> str:
    """Give the keyed hash by which a value in its normal form is found."""
    return _digest(_keyed_index(keys.secret("identity-index")), f"{kind}|{normal}".encode()).hex()


def _own_key(data_key: bytes, parts: HMAC, owner: Owner) -> bytes:
    if owner.part is None:
        return data_key
    if owner.part == ERASED:
        raise PersonErased
    return _digest(parts, owner.person_id.bytes + owner.part)


def _keyed(key: bytes) -> HMAC:
    return HMAC(key, SHA256())


# The key of the index is held by every process as long as it lives; taking it in costs twice what a digest does.
@lru_cache(maxsize=2)
def _keyed_index(key: bytes) -> HMAC:
    return _keyed(key)


def _digest(keyed: HMAC, said: bytes) -> bytes:
    """Give the HMAC of something under a key that was taken in before."""
    made = keyed.copy()
    made.update(said)
    return made.finalize()


def _unwrapped(key: DataKey) -> bytes:
    return _unseal(keys.secret("identity-master"), bytes(key.wrapped), f"data-key|{key.version}")


def _seal(key: AESGCM, plain: bytes, place: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + key.encrypt(nonce, plain, place.encode())


def _unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
