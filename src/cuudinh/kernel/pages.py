"""One page of a long list, and the opaque cursor that leads to the next (keyset, never offsets)."""

import base64
import json
import re
from dataclasses import dataclass
from math import isfinite
from typing import Generic, TypeVar

from cuudinh.kernel.refusal import BadInput

Row = TypeVar("Row")
CursorValue = str | int | float | None

_LETTERS_MOST = 2_000
_ODD = "Liên kết sang trang không còn dùng được."
# PostgreSQL holds no NUL in a text, and no database a half of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


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
    """Give the values of a cursor; refuses (`BadInput`) one that was not made by `encode_cursor`.

    What comes out goes into a query, so whatever a database cannot hold is refused here as well.
    """
    if len(cursor) > _LETTERS_MOST:
        raise BadInput(_ODD)
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as fault:
        raise BadInput(_ODD) from fault
    if not isinstance(values, list) or not all(map(_is_storable, values)):
        raise BadInput(_ODD)
    if length is not None and len(values) != length:
        raise BadInput(_ODD)
    return tuple(values)


def _is_storable(value: object) -> bool:
    if isinstance(value, str):
        return not _UNSTORABLE.search(value)
    if isinstance(value, float):
        return isfinite(value)
    return value is None or (type(value) is int and -(2**63) <= value < 2**63)
