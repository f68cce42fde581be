"""The rows of every table in one written form that does not depend on the database they lie in.

Each value becomes a text, or nothing for NULL: numbers in decimals, moments in UTC with microseconds, bytes in hex,
JSON with its keys in order. PostgreSQL takes this form in its COPY as it is, and rows are compared by it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.apps import apps
from django.db.models import AutoField, Field, ForeignKey

Row = tuple[str | None, ...]
Convert = Callable[[Any], Any]
_KINDS = {
    "BooleanField": "flag",
    "FloatField": "fraction",
    "DateTimeField": "moment",
    "DateField": "day",
    "JSONField": "json",
    "BinaryField": "bytes",
    "UUIDField": "uuid",
    "CharField": "text",
    "TextField": "text",
}
_WHOLE = "IntegerField"
_NO_MICROSECONDS = ".000000"
# A number with an exponent, or a zero below zero: JSON in PostgreSQL writes the same number in other letters.
_ODD_NUMBER = re.compile(rb"\d[eE]|-0")
_WHOLE_FROM = 1e16


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the platform: its columns with their kinds, its key, and the column that counts up by itself."""

    name: str
    kinds: dict[str, str]
    key: tuple[str, ...]
    serial: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the names of the columns in the order in which rows hold them."""
        return tuple(self.kinds)

    def written(self, rows: Sequence[Sequence[Any]], by_kind: dict[str, Convert]) -> list[Row]:
        """Give rows in another form, by what is done with each kind; kinds that are not named stay as they are."""
        if not rows:
            return []
        columns: list[Iterable[Any]] = []
        for values, kind in zip(zip(*rows, strict=True), self.kinds.values(), strict=True):
            convert = by_kind.get(kind)
            columns.append(
                [None if value is None else convert(value) for value in values] if convert else values
            )
        return list(zip(*columns, strict=True))


def tables() -> tuple[Table, ...]:
    """Give every table of the platform, by name."""
    found = [_table(model) for model in apps.get_models(include_auto_created=True)]
    return tuple(sorted(found, key=lambda table: table.name))


def _table(model: Any) -> Table:
    meta = model._meta
    fields = [each for each in meta.concrete_fields if each.column]
    serial = next((each.column for each in fields if isinstance(each, AutoField)), None)
    kinds = {each.column: _kind(each) for each in fields}
    return Table(meta.db_table, kinds, tuple(each.column for each in meta.pk_fields), serial)


def _kind(of: "Field[Any, Any]") -> str:
    while isinstance(of, ForeignKey):
        of = of.target_field
    name = of.get_internal_type()
    if name.endswith((_WHOLE, "AutoField")):
        return "whole"
    assert name in _KINDS, f"nobody said how {of} is written; say it in {__name__}"
    return _KINDS[name]


@dataclass(slots=True)
class Digest:
    """How many rows there were, and the SHA-256 over them in the order of their key, a line of JSON each."""

    rows: int = 0
    _total: Any = field(default_factory=hashlib.sha256)

    def add(self, rows: Sequence[Row]) -> None:
        """Take in more rows."""
        self.rows += len(rows)
        self._total.update(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))

    @property
    def sha256(self) -> str:
        """Give the digest in hex."""
        return str(self._total.hexdigest())


def json_text(text: str) -> str:
    """Write JSON with its keys in order, and each number in one way.

    >>> json_text('{"b": 1e22, "a": [0.5, -0.0]}'), json_text('{"a":[0.5,0.0],"b":10000000000000000000000}')
    ('{"a":[0.5,0.0],"b":10000000000000000000000}', '{"a":[0.5,0.0],"b":10000000000000000000000}')
    """
    read = msgspec.json.decode(text)
    if _ODD_NUMBER.search(text.encode()):
        read = _plain(read)
    return msgspec.json.encode(read, order="deterministic").decode()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        # PostgreSQL has no zero below zero, and no exponents.
        return int(value) if abs(value) >= _WHOLE_FROM else value + 0.0
    return value


def _fraction(value: float | str) -> str:
    return repr(float(value) + 0.0)


def _moment(text: str) -> str:
    """Write a moment in UTC with its microseconds.

    >>> _moment("2026-11-23 08:30:00"), _moment("2026-11-23 08:30:00.5+00")
    ('2026-11-23 08:30:00.000000', '2026-11-23 08:30:00.500000')
    """
    whole, _, part = text.removesuffix("+00").partition(".")
    return f"{whole}.{part:0<6}"


FROM_SQLITE: dict[str, Convert] = {
    "whole": str,
    "flag": str,
    "fraction": _fraction,
    "moment": _moment,
    "json": json_text,
    "bytes": lambda value: "\\x" + value.hex(),
}
FROM_POSTGRES: dict[str, Convert] = {
    "flag": {"t": "1", "f": "0"}.__getitem__,
    "fraction": _fraction,
    "moment": _moment,
    "json": json_text,
    "uuid": lambda text: text.replace("-", ""),
}
# As Django would have written them.
TO_SQLITE: dict[str, Convert] = {
    "whole": int,
    "flag": int,
    "fraction": float,
    "moment": lambda text: text.removesuffix(_NO_MICROSECONDS),
    "json": lambda text: json.dumps(json.loads(text)),
    "bytes": lambda text: bytes.fromhex(text[2:]),
}
