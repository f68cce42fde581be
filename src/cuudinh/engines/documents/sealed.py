"""Papers lie on disk and in the database sealed: AES-256-GCM under a key of the installation, bound to their code.

A PDF names people on its face. The key lies in no database and in no backup of one; a file moved to another paper
does not open.
"""

import os
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cuudinh.journal import keys

_NONCE_BYTES: Final = 12


def seal(code: str, what: str, content: bytes) -> bytes:
    """Give content sealed for one place of one paper."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, content, f"{what}:{code}".encode())


def unseal(code: str, what: str, sealed: bytes) -> bytes:
    """Give back what was sealed. A seal that does not fit is a bug or a forgery, and rises."""
    return _cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], f"{what}:{code}".encode())


def _cipher() -> AESGCM:
    return AESGCM(keys.secret("documents-sealed"))
