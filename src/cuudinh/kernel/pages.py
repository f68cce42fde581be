"""One page of a long list, and the opaque cursor that leads to the next (keyset, never offsets)."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from cuudinh.kernel.refusal import BadInput

Row = TypeVar("Row")
CursorValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the cursor of the next page, or None at the end."""

    rows: tuple[Row, ...]
    next: str | None = None


def encode_cursor(*values: CursorValue) -> str:
    """Give the opaque text of a cursor.

    >>> decode_cursor(encode_cursor("2026-11-23", 42))
    ('2026-11-23', 42)
    """
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *, length: int | None = None) -> tuple[CursorValue, ...]:
    """Give the values of a cursor; refuses (`BadInput`) one that was not made by `encode_cursor`."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, UnicodeDecodeError) as fault:
        raise BadInput("Liên kết sang trang không còn dùng được.") from fault
    fits = isinstance(values, list) and all(isinstance(v, str | int | float | None) for v in values)
    if not fits or (length is not None and len(values) != length):
        raise BadInput("Liên kết sang trang không còn dùng được.")
    return tuple(values)
