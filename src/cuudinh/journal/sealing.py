"""Sealing: lines leave the inbox for the log, chained and under a Merkle tree whose heads are signed.

Out of the request on purpose: a chain inside the transactions of many would let one write at a time. Heads
are also appended to a file that is to be copied elsewhere; the log cannot be cut shorter than a head that
somebody else holds.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction

from cuudinh.journal import keys, tree
from cuudinh.journal.models import AuditHead, AuditInbox, AuditLine
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.statements import count_of, database
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, merkle

HEAD_EVERY_LINES = 1000
HEAD_EVERY = timedelta(seconds=60)
KEY_NAME = "audit-heads"
# Names what is signed, so that the signature can never be taken for one of something else.
_SIGNED_AS = b"cuudinh audit head 1\n"
_SEALERS_LOCK = 0x5EA1
_HEAD_BYTES_MOST = 4096
_INBOX = PreparedRows(AuditInbox)


@dataclass(frozen=True, slots=True)
class Head:
    """A signed statement about the log: so many lines, this Merkle root, this chain."""

    size: int
    root: str
    chain: str
    key: str
    signature: str
    at: datetime


def seal(limit: int = 5000, *, sign_now: bool = False) -> int:
    """Move lines that wait into the log, in their order; give how many. Then sign a head when one is due.

    With `sign_now` one is due as soon as there is a line that none covers.
    """
    with acting():
        if not _only_sealer():
            return 0
        count = _chain(limit)
        transaction.on_commit(partial(_export_up_to, _signed_when_due(sign_now)))
    return count


def _only_sealer() -> bool:
    """Whether no other process seals right now. On SQLite the transaction itself says so."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALERS_LOCK])
        return bool(cursor.fetchone()[0])


def _chain(limit: int) -> int:
    waiting = list(AuditInbox.objects.order_by("id").values_list("id", "leaf")[:limit])
    if not waiting:
        return 0
    before, chain = end()
    links = []
    for _id, leaf in waiting:
        chain = merkle.chain(chain, bytes.fromhex(leaf))
        links.append(chain.hex())
    ids = [row[0] for row in waiting]
    here = database()
    count_of(here, _MOVE[here.vendor], _MOVED[here.vendor](before, ids, links))
    tree.add_tiles(before, before + len(ids))
    # By id, not by range: on PostgreSQL a transaction with a lower id may have committed meanwhile.
    _INBOX.delete(id=ids)
    return len(ids)


# Lines are moved by the database itself: what they say is read and written by nobody else.
_INTO: Final = "INSERT INTO journal_auditline (seq, body, leaf, chain, about, at) "
_MOVE: Final = {
    "sqlite": _INTO + "SELECT %s + v.key, i.body, i.leaf, json_extract(v.value, '$[1]'), i.about, i.at "
    "FROM json_each(%s) v CROSS JOIN journal_auditinbox i ON i.id = json_extract(v.value, '$[0]')",
    "postgresql": _INTO + "SELECT %s + v.place - 1, i.body, i.leaf, v.chain, i.about, i.at "
    "FROM unnest(%s::bigint[], %s::text[]) WITH ORDINALITY AS v (id, chain, place) "
    "JOIN journal_auditinbox i ON i.id = v.id",
}
_MOVED: Final[Mapping[str, Callable[[int, list[int], list[str]], list[Any]]]] = {
    "sqlite": lambda before, ids, links: [
        before,
        msgspec.json.encode(list(zip(ids, links, strict=True))).decode(),
    ],
    "postgresql": lambda before, ids, links: [before, ids, links],
}


def end() -> tuple[int, bytes]:
    """Give how many lines are sealed and the chain up to the last."""
    for seq, chain in _LAST_LINE.run():
        return seq + 1, bytes.fromhex(chain)
    return 0, merkle.EMPTY_ROOT


# Both walk their table backwards by its key and stop at the first row; SQLite calls that a scan.
_LAST_LINE = Prepared(
    "journal.last-line",
    lambda: AuditLine.objects.order_by("-seq").values_list("seq", "chain")[:1],
    takes={},
    sample={},
    may_scan=("journal_auditline",),
)
_LAST_HEAD = Prepared(
    "journal.last-head",
    lambda: AuditHead.objects.order_by("-size").values_list("size", "at")[:1],
    takes={},
    sample={},
    may_scan=("journal_audithead",),
)


def _signed_when_due(sign_now: bool) -> int:
    """Sign a head when one is due; give how many lines the last one covers."""
    size, chain = end()
    signed, signed_at = next(iter(_LAST_HEAD.run()), (0, None))
    new = size - signed
    is_old = signed_at is None or clock.now() - signed_at >= HEAD_EVERY
    if new >= HEAD_EVERY_LINES or (new and (is_old or sign_now)):
        _sign(size, chain)
        return size
    return int(signed)


def _sign(size: int, chain: bytes) -> None:
    key = keys.signing_key(KEY_NAME)
    at, root = clock.now(), tree.root_of(0, size).hex()
    signature = key.sign(_signed_text(size, root, chain.hex(), at)).hex()
    AuditHead.objects.create(
        size=size, root=root, chain=chain.hex(), key=keys.key_id(key.public_key()), signature=signature, at=at
    )


def _signed_text(size: int, root: str, chain: str, at: datetime) -> bytes:
    words = {"size": size, "root": root, "chain": chain, "at": at.astimezone(UTC).isoformat()}
    return _SIGNED_AS + msgspec.json.encode(words, order="deterministic")


def public_key() -> Ed25519PublicKey:
    """Give the key by which the heads of this installation are checked."""
    return keys.signing_key(KEY_NAME).public_key()


def is_signed_by(head: Head, public: Ed25519PublicKey) -> bool:
    """Whether the signature of a head is by this key."""
    try:
        public.verify(bytes.fromhex(head.signature), _signed_text(head.size, head.root, head.chain, head.at))
    except (InvalidSignature, ValueError):
        return False
    return True


def heads_file() -> Path:
    """Give the file to which heads are appended, one line of JSON each; copy it to another house."""
    state: Path = settings.CUUDINH_STATE
    return state / "heads" / "heads.jsonl"


def heads() -> tuple[Head, ...]:
    """Give the heads in the database, oldest first."""
    return tuple(head_view(row) for row in AuditHead.objects.order_by("size"))


def head_view(row: AuditHead) -> Head:
    """Give a head as it is shown and checked."""
    return Head(row.size, row.root, row.chain, row.key, row.signature, row.at)


def read_heads(path: Path) -> tuple[Head, ...]:
    """Give the heads in a file; a last line that was cut off while it was written does not count."""
    if not path.exists():
        return ()
    whole = path.read_bytes().rpartition(b"\n")[0]
    return tuple(msgspec.json.decode(line, type=Head) for line in whole.splitlines())


def _export_up_to(size: int) -> None:
    """Append heads when the file ends before one that covers so many lines."""
    if _size_in(heads_file()) < size:
        export_heads()


def export_heads() -> None:
    """Append heads that the file lacks. Killed in between, the next call goes on where the file ends."""
    path = heads_file()
    missing = AuditHead.objects.filter(size__gt=_size_in(path)).order_by("size")
    rows = [head_view(row) for row in missing]
    if not rows:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.seek(_whole_length(file))
        file.truncate()
        file.write(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
        file.flush()
        os.fsync(file.fileno())


def _size_in(path: Path) -> int:
    """Give the size of the last head in the file, reading only its end."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        end = _whole_length(file)
        start = max(0, end - _HEAD_BYTES_MOST)
        file.seek(start)
        lines = file.read(end - start).splitlines()
    return msgspec.json.decode(lines[-1], type=Head).size if lines else 0


def _whole_length(file: BinaryIO) -> int:
    """Give the length of the file without a last line that was cut off while it was written."""
    end = file.seek(0, os.SEEK_END)
    start = max(0, end - _HEAD_BYTES_MOST)
    file.seek(start)
    return start + file.read().rfind(b"\n") + 1
