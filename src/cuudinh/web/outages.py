"""What the machine refuses, told as a refusal: no room left, a disk or a database that takes nothing.

None of these is a bug of ours, and each goes away by itself once the machine is mended. Whoever was about to write
is told that nothing was kept, instead of being shown a fault without a name.
"""

import errno
from collections.abc import Iterator
from typing import Final

from django.db import InterfaceError, OperationalError

from cuudinh.kernel.refusal import Refusal

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_AWAY: Final = frozenset({errno.EROFS, errno.EIO})
# SQLITE_FULL, and those of: busy, read-only, input and output, cannot open.
_SQLITE_FULL: Final = 13
_SQLITE_AWAY: Final = frozenset({5, 8, 10, 14})
# Class 53 of PostgreSQL is about resources; 53100 is the disk, the others pass by themselves.
_POSTGRES_FULL: Final = "53100"
_POSTGRES_AWAY: Final = ("08", "53", "57P", "58", "25006", "55P03")


class NoRoom(Refusal):
    """507: the disk of the platform is full; nothing of what was sent was kept."""

    code = "no-room"
    status = 507
    sentence = "Hệ thống tạm hết chỗ lưu trữ nên chưa ghi nhận được. Nội dung bạn vừa gửi chưa được lưu."


class StoreAway(Refusal):
    """503: the database or the disk of the platform does not answer or takes nothing; nothing was kept."""

    code = "store-away"
    status = 503
    sentence = "Hệ thống tạm thời chưa đọc hoặc ghi được dữ liệu. Nội dung bạn vừa gửi chưa được lưu."


def outage_behind(fault: BaseException | None) -> Refusal | None:
    """Give the refusal for a fault that comes from the machine; None for a bug."""
    for one in _chain(fault):
        found = _of(one)
        if found is not None:
            return found
    return None


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """Give a fault and what it came from, the first cause last."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


def _of(fault: BaseException) -> Refusal | None:
    sqlite, postgres = getattr(fault, "sqlite_errorcode", None), getattr(fault, "sqlstate", None)
    if sqlite is not None:
        return _chosen(sqlite & 0xFF == _SQLITE_FULL, sqlite & 0xFF in _SQLITE_AWAY)
    if postgres is not None:
        return _chosen(postgres == _POSTGRES_FULL, postgres.startswith(_POSTGRES_AWAY))
    if isinstance(fault, OSError):
        return _chosen(fault.errno in _NO_ROOM, fault.errno in _AWAY)
    # Without a code of its own: a connection that could not be made or broke.
    is_last = fault.__cause__ is None or getattr(fault.__cause__, "sqlstate", "") is None
    return _chosen(False, is_last and isinstance(fault, OperationalError | InterfaceError))


def _chosen(is_full: bool, is_away: bool) -> Refusal | None:
    if is_full:
        return NoRoom()
    return StoreAway() if is_away else None
