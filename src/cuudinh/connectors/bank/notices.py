"""Notices of the bank: how they are signed, and how one is read once its signature holds."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from cuudinh.connectors.bank.manifest import Manifest
from cuudinh.engines.ledger.ports import BankMove
from cuudinh.engines.ledger.types import NoticeForged, NoticeUnreadable

_KINDS: Final = {"credit": False, "reversal": True}
_AMOUNT_MOST: Final = 10**13


def signature_of(secret: str, time: str, body: bytes) -> str:
    """Give the signature of a body sent at a time (seconds since 1970): HMAC-SHA256, in hex.

    >>> signature_of("s", "0", b"{}")[:8]
    'e79b1f68'
    """
    return hmac.digest(secret.encode(), time.encode() + b"." + body, "sha256").hex()


def proved(
    secret: str, agreed: Manifest, headers: Mapping[str, str], body: bytes, now: datetime
) -> Mapping[str, Any]:
    """Give what a notice says, once it is sure who says it and when. Raises `NoticeForged`, `NoticeUnreadable`."""
    time = headers.get(agreed.time_header, "")
    given = headers.get(agreed.signature_header, "")
    if not time.isdecimal() or not given.isascii():
        raise NoticeForged
    if not hmac.compare_digest(given.lower(), signature_of(secret, time, body)):
        raise NoticeForged
    if abs(now.timestamp() - int(time)) > agreed.notice_age_seconds_max:
        raise NoticeForged("Thông báo đã quá cũ.")
    return object_in(body)


def object_in(body: bytes) -> Mapping[str, Any]:
    """Give a JSON object. Raises `NoticeUnreadable`."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise NoticeUnreadable from fault
    if not isinstance(found, dict):
        raise NoticeUnreadable
    return found


def move_of(said: Any, account: str) -> BankMove:
    """Give one movement on our account as the bank says it. Raises `NoticeUnreadable` for anything else than agreed.

    An amount is a whole number of đồng: `50000.0` and `"50000"` are refused rather than understood.
    """
    if not isinstance(said, dict) or said.get("account") != account or said.get("currency") != "VND":
        raise NoticeUnreadable
    amount, kind, words = said.get("amount"), said.get("kind"), said.get("words")
    transaction = said.get("transaction")
    if type(amount) is not int or not 0 < amount < _AMOUNT_MOST or kind not in _KINDS:
        raise NoticeUnreadable
    if not isinstance(words, str) or "\x00" in words or not _is_name(transaction):
        raise NoticeUnreadable
    return BankMove(str(transaction), amount, words, _moment(said.get("at")), is_back=_KINDS[kind])


def _is_name(given: Any) -> bool:
    return isinstance(given, str) and 0 < len(given) <= 60 and given.isascii() and given.isprintable()


def _moment(given: Any) -> datetime:
    try:
        found = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError as fault:
        raise NoticeUnreadable from fault
    if (
        found is None
        or found.utcoffset() is None
        or abs(found.utcoffset() or timedelta()) > timedelta(hours=14)
    ):
        raise NoticeUnreadable
    return found
