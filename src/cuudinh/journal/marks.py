"""Facts about an installation that must go wherever its database goes: fingerprints of keys, invented data.

Kept as rows and not as files, so that a folder which was lost, or a database put elsewhere, cannot forget them.
"""

import time

from cuudinh.journal.models import Mark
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock

INVENTED = "invented"
_CACHE_SECONDS = 1.0


class _Known:
    """What this process last saw of the mark of invented data."""

    is_invented = False
    read_at = float("-inf")


def put(name: str, value: str) -> None:
    """Put a mark, unless there is one of this name: the first one stays."""
    Mark.objects.bulk_create([Mark(name=name, value=value, at=clock.now())], ignore_conflicts=True)


def value_of(name: str) -> str:
    """Give the value of a mark; empty when it was never put."""
    return Mark.objects.filter(name=name).values_list("value", flat=True).first() or ""


def under(prefix: str) -> dict[str, str]:
    """Give all marks whose names begin so, by the rest of the name."""
    rows = Mark.objects.filter(name__startswith=prefix).order_by("name").values_list("name", "value")
    return {name.removeprefix(prefix): value for name, value in rows}


def has_invented_data() -> bool:
    """Whether people and reports of invention were filled in. Asked of the database at most once a second."""
    if time.monotonic() - _Known.read_at > _CACHE_SECONDS:
        _Known.is_invented = bool(value_of(INVENTED))
        _Known.read_at = time.monotonic()
    return _Known.is_invented


@acting()
def put_invented() -> None:
    """Mark the installation as filled with people and reports of invention, for good."""
    put(INVENTED, clock.now().isoformat())
    forget()


def forget() -> None:
    """Make the next question go to the database."""
    _Known.read_at = float("-inf")
