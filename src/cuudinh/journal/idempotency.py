"""The same act sent twice happens once: the first answer is kept and given again."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from cuudinh.journal.models import OnceKey
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
    row = OnceKey(who=who, act=act, key=key, digest=digest, at=clock.now())
    OnceKey.objects.bulk_create([row], ignore_conflicts=True)
    mine = OnceKey.objects.get(who=who, act=act, key=key)
    if mine.digest != digest:
        raise KeyUsedOtherwise
    if mine.answer is None:
        mine.answer = msgspec.json.encode(do()).decode()
        mine.save(update_fields=["answer"])
    return msgspec.json.decode(mine.answer)


@acting()
def forget(before: datetime, limit: int = 1000) -> int:
    """Drop keys older than a moment; give how many."""
    ids = list(OnceKey.objects.filter(at__lt=before).order_by("at").values_list("id", flat=True)[:limit])
    return OnceKey.objects.filter(id__in=ids).delete()[0]
