"""Identifiers: sortable unique ids, secret codes that people can read aloud, and tokens."""

import os
import secrets
import uuid

from cuudinh.kernel import clock

# Crockford's base 32: no I, L, O, U, so that a code survives being read over the phone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7() -> uuid.UUID:
    """Give a UUID of version 7 (RFC 9562): millisecond time first, so that indexes grow at one end."""
    millis = int(clock.now().timestamp() * 1000)
    rand = int.from_bytes(os.urandom(10), "big")
    value = (millis & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | (rand >> 62 & 0xFFF) << 64
    return uuid.UUID(int=value | 0b10 << 62 | rand & 0x3FFFFFFFFFFFFFFF)


def secret_code(length: int = 8) -> str:
    """Give a random code of Crockford base 32 letters (5 bits each), such as `7KQ2M9XD`."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def token() -> str:
    """Give 256 random bits as URL-safe text, for sessions and tickets."""
    return secrets.token_urlsafe(32)
