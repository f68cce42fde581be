"""The one clock: every moment the platform records comes from here, so that tests and imports can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def day_in(zone: str, at: datetime | None = None) -> date:
    """Give the calendar day of a moment (now by default) in a time zone such as Asia/Ho_Chi_Minh."""
    return _day_of_minute(zone, (at or now()).timestamp() // 60)


# Every request asks for the day, and no zone changes its day inside a minute.
@lru_cache(maxsize=64)
def _day_of_minute(zone: str, minute: float) -> date:
    return datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Make `now()` answer `at` inside the block; for tests, demos and imports of old records."""
    assert at.tzinfo is not None, "a moment without a zone is not a moment"
    token = _set_to.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
