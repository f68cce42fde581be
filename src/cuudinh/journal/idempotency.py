"""The same act sent twice happens once: the first answer is kept and given again."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from cuudinh.journal.models import OnceKey
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import BadInput, NotNow

KEY_LENGTH_MOST = 120


class KeyUsedOtherwise(NotNow):
    """409: the idempotency key was already used with other content."""

    code = "key-used-otherwise"
    sentence = "Mã gửi này đã được dùng cho một nội dung khác. Vui lòng tải lại trang và gửi lại."


class KeyTooLong(BadInput):
    """400: the idempotency key is longer than is kept."""

    code = "key-too-long"
    sentence = "Mã gửi dài quá {most} ký tự."


def digest_of(content: Any) -> str:
    """Give the digest by which a repeated sending is told from another one under the same key."""
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


@acting()
def once(actor: Actor, *, act: str, key: str, digest: str, do: Callable[[], Any]) -> Any:
    """Give `do()`, or the answer of the first time when this actor already sent this key for this act.

    The answer must be made of what JSON knows: it is stored and comes back the same way to everyone, the
    first included. Fifty sendings at once give one effect: the unique row is written before the act, so the
    others wait for its transaction. A refused act leaves no row and may be sent again. Strangers share one
    namespace: their keys must be random. Refuses other content under the same key (`KeyUsedOtherwise`).
    """
    if len(key) > KEY_LENGTH_MOST:
        raise KeyTooLong(most=KEY_LENGTH_MOST)
    who = f"{actor.kind}:{actor.account_id or ''}"
    once_id = _KEYS.insert_unless_there(who=who, act=act, key=key, digest=digest, at=clock.now())
    if once_id is None:
        ((once_id, first_digest, answer),) = _FIRST.run(who=who, act=act, key=key)
        if first_digest != digest:
            raise KeyUsedOtherwise
        if answer is not None:
            return msgspec.json.decode(answer)
    answer = msgspec.json.encode(do()).decode()
    _KEYS.update({"id": once_id}, answer=answer)
    return msgspec.json.decode(answer)


_KEYS = PreparedRows(OnceKey)
_FIRST = Prepared(
    "journal.once",
    lambda who, act, key: OnceKey.objects.filter(who=who, act=act, key=key).values_list(
        "id", "digest", "answer"
    ),
    takes={"who": str, "act": str, "key": str},
    sample={"who": "resident:7", "act": "case.file", "key": "k"},
)


@acting()
def forget(before: datetime, limit: int = 1000) -> int:
    """Drop keys older than a moment; give how many."""
    ids = list(OnceKey.objects.filter(at__lt=before).order_by("at").values_list("id", flat=True)[:limit])
    return OnceKey.objects.filter(id__in=ids).delete()[0]
