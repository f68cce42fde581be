"""The token of a session and what is stored of it."""

import hashlib


def hash_of(token: str) -> str:
    """Give the hash under which a token is stored; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
