"""Values as the database takes and gives them, by functions that are looked up once for each column.

Django asks the field, the field asks the backend, and both ask what kind of value it is, for every value of
every row. What is not known here still goes Django's way.
"""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.backends.sqlite3 import base as _base
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    Subquery,
    TextField,
)
from django.db.models.expressions import Col

Turn = Callable[[Any], Any]

# What both databases take as it is.
_PLAIN = (AutoField, BooleanField, CharField, FloatField, IntegerField, TextField)
_AS_THEY_LIE = (CharField, IntegerField, TextField)


def for_column(field: "Field[Any, Any]", vendor: str) -> Turn | None:
    """Give what makes a value ready for its column; None when the database takes it as it is."""
    if isinstance(field, ForeignKey):
        return for_column(field.target_field, vendor)
    if isinstance(field, _PLAIN):
        return None
    if vendor == "sqlite" and type(field) is DateTimeField:
        return moment_for_sqlite
    if vendor == "sqlite" and type(field) is JSONField and field.encoder is None:
        return _as_json

    def ready(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    return ready


def _as_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


# An act writes one moment into a dozen columns. Moments that are equal are one moment, in whatever zone.
@lru_cache(maxsize=1_024)
def moment_for_sqlite(moment: datetime) -> str:
    """Give a moment as SQLite keeps it: in UTC, without saying so.

    >>> moment_for_sqlite(datetime(2026, 11, 23, 5, tzinfo=UTC))
    '2026-11-23 05:00:00'
    """
    assert moment.tzinfo is not None, "a moment without a zone could be any"
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def of_column(converter: Callable[..., Any], expression: Any, vendor: str) -> Turn | None:
    """Give one of Django's converters of a column as a function of the value alone; None when it changes nothing."""

    def read(value: Any) -> Any:
        return converter(value, expression, connection)

    if vendor == "sqlite" and converter.__name__ == "convert_datetimefield_value":
        return None if isinstance(expression, Col) else _moment_of_sqlite
    if vendor == "sqlite" and converter.__name__ == "convert_uuidfield_value":
        return _uuid_of_sqlite
    if isinstance(expression, Subquery) and isinstance(expression.output_field, _AS_THEY_LIE):
        # What a subquery takes from a column comes as the column keeps it.
        return None
    if getattr(converter, "__func__", None) is JSONField.from_db_value and converter.__self__.decoder is None:  # type: ignore[attr-defined]  # a bound method has it
        return lambda value: _of_json(value, read)
    return read


def _moment_of_sqlite(value: datetime | str | None) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC)


# Whoever is at work is read with every request; making a UUID of its text costs ten times what finding it does.
@lru_cache(maxsize=8_192)
def _uuid_of_sqlite(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


# The same rows lead every list that is read all day, and a moment read again costs a fifth of one read anew.
@lru_cache(maxsize=8_192)
def _moment_of_bytes(kept: bytes) -> datetime:
    return datetime.fromisoformat(kept.decode()).replace(tzinfo=UTC)


# The driver reads columns of moments by itself; Django's way makes a moment without a zone first, and then another.
# Importing Django's backend registers that way, so this must come after it.
assert _base
sqlite3.register_converter("datetime", _moment_of_bytes)


def _of_json(value: Any, otherwise: Turn) -> Any:
    if type(value) is not str:
        return otherwise(value)
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        return otherwise(value)
