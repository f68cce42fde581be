"""Secrets of an installation: made on first use, kept in the keys folder, never in the database."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

SECRET_BYTES = 32


def secret(name: str) -> bytes:
    """Give the 256-bit secret of a name, making it when there is none."""
    path: Path = settings.CUUDINH_KEYS / name
    if not path.exists():
        _make(path, secrets.token_bytes(SECRET_BYTES))
    return path.read_bytes()


def _make(path: Path, content: bytes) -> None:
    """Write a secret whole or not at all; of two processes that make it at once, the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(half, path)
    except FileExistsError:
        pass
    finally:
        half.unlink()


def signing_key(name: str) -> Ed25519PrivateKey:
    """Give the Ed25519 key of a name; its public half is written beside it as `<name>.pub` for outsiders."""
    key = Ed25519PrivateKey.from_private_bytes(secret(name))
    public: Path = settings.CUUDINH_KEYS / f"{name}.pub"
    if not public.exists():
        public.write_text(key.public_key().public_bytes_raw().hex() + "\n", "ascii")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """Give the short name of a public key: its first 8 bytes in hex."""
    return key.public_bytes_raw()[:8].hex()
