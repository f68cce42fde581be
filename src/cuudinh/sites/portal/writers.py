"""Whose a report is that waits on a phone: the mark of an account, which tells nobody which account it is."""

import hmac
from typing import ClassVar

from cuudinh.journal import keys
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours


class WrittenByAnother(NotYours):
    """403: the report was written by another account on the same phone; only its writer can send it."""

    code: ClassVar[str] = "written-by-another"
    sentence: ClassVar[str] = (
        "Phản ánh này do người khác viết trên máy này. Chỉ người đó đăng nhập mới gửi được."
    )


def mark_of(actor: Actor) -> str:
    """Give the mark of an account, another one than in the log; nothing for who is not signed in."""
    if actor.account_id is None:
        return ""
    name = f"account:{actor.account_id}".encode()
    return hmac.digest(keys.secret("portal-writer"), name, "sha256")[:16].hex()


def check_writer(actor: Actor, mark: str) -> None:
    """Refuse what another account wrote; a form sent without scripts says nothing. Raises `WrittenByAnother`."""
    if mark and not hmac.compare_digest(mark.encode(), mark_of(actor).encode()):
        raise WrittenByAnother
