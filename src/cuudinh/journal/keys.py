"""Secrets of an installation: made on first use, kept in the keys folder, never in the database.

The database keeps the fingerprint of each one. A key that it knows is never made a second time: a new one in the
place of one that is lost would seem to work, and make what the old one opens unreadable for good.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from cuudinh.journal import marks
from cuudinh.kernel.refusal import Refusal

SECRET_BYTES = 32
_KEY_BYTES_MOST = 4096
MARK = "key:"
# Signs cookies only and comes from the settings; a new one costs nobody anything that is kept.
NOT_KEPT = "secret"
_LABEL = b"cuudinh key fingerprint 1\n"


class KeyLost(Refusal):
    """503: a key of this installation is not in its keys folder, and no other can take its place."""

    code = "key-lost"
    status = 503
    sentence = (
        "Hệ thống đang thiếu một khóa bảo mật nên chưa làm được việc này. Người vận hành cần khôi phục khóa."
    )


def secret(name: str) -> bytes:
    """Give the 256-bit secret of a name, making it when there never was one.

    Raises `KeyLost` when the database knows a key of this name and its file is gone.
    """
    if name in _Held.secrets:
        return _Held.secrets[name]
    try:
        found = _read(f"{settings.CUUDINH_KEYS}/{name}")
    except FileNotFoundError:
        found = _made(name, settings.CUUDINH_KEYS / name)
    if _Held.is_holding:
        _Held.secrets[name] = found
    return found


# By path: which file it was, and its content. A key that is put in the place of another is another file or newer.
_seen: dict[str, tuple[tuple[int, int, int], bytes]] = {}


def _read(name: str) -> bytes:
    """Give the content of a file of a key. Every act asks for some, so it is read again only when it changed."""
    now = os.stat(name)
    stamp = now.st_ino, now.st_mtime_ns, now.st_size
    known = _seen.get(name)
    if known is None or known[0] != stamp:
        descriptor = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
        try:
            known = _seen[name] = stamp, os.read(descriptor, _KEY_BYTES_MOST)
        finally:
            os.close(descriptor)
    return known[1]


class _Held:
    """The secrets of a long piece of work, read once; empty at all other times."""

    is_holding = False
    secrets: ClassVar[dict[str, bytes]] = {}


@contextmanager
def held() -> Iterator[None]:
    """Read each secret only once inside the block; for work that asks for one a million times and then ends."""
    is_held_around, _Held.is_holding = _Held.is_holding, True
    try:
        yield
    finally:
        _Held.is_holding = is_held_around
        if not is_held_around:
            _Held.secrets.clear()


def _made(name: str, path: Path) -> bytes:
    if marks.value_of(MARK + name):
        # Another process may have made it since the file was looked for.
        with suppress(FileNotFoundError):
            return path.read_bytes()
        raise KeyLost(key=name)
    _make(path, secrets.token_bytes(SECRET_BYTES))
    made = path.read_bytes()
    marks.put(MARK + name, fingerprint(made))
    return made


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


def fingerprint(content: bytes) -> str:
    """Give what tells a key from another and says nothing of it.

    >>> fingerprint(b"one") == fingerprint(b"one"), fingerprint(b"one") == fingerprint(b"two")
    (True, False)
    """
    return hashlib.sha256(_LABEL + content).hexdigest()[:32]


def present() -> dict[str, str]:
    """Give the fingerprints of the keys in the folder, by name."""
    folder: Path = settings.CUUDINH_KEYS
    files = (path for path in sorted(folder.glob("[!.]*")) if path.is_file() and path.suffix != ".pub")
    return {path.name: fingerprint(path.read_bytes()) for path in files if path.name != NOT_KEPT}


def remember() -> None:
    """Mark the keys in the folder that the database does not know: the act that made one may have been undone."""
    known = marks.under(MARK)
    for name, print_ in present().items():
        if name not in known:
            marks.put(MARK + name, print_)


def not_those(wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Give the names of keys that are wanted and not there, or there as others."""
    there = present()
    return tuple(name for name, print_ in sorted(wanted.items()) if there.get(name) != print_)


def lost() -> tuple[str, ...]:
    """Give the names of keys that the database knows and the folder does not hold."""
    return not_those(marks.under(MARK))


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
