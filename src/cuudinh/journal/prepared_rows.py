"""Hot writes: rows added, changed and dropped by SQL that is made once for each table and set of columns.

The ORM builds and compiles a statement anew each time, which costs five times what the database needs for it.
`PreparedRows` takes names and values as the ORM does, fills in the defaults of the model and has each field
make its value ready, so a row comes out as `Model.objects.create` would have written it. It knows no joins
and no conditions but "is one of" and "is"; whatever else a write needs stays with the ORM.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)

# What the database takes as it is; the other kinds are made ready by their field, which costs a little.
_PLAIN = (BooleanField, CharField, FloatField, ForeignKey, IntegerField, TextField)
_IS_ONE_OF = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


class PreparedRows:
    """The rows of one model. Columns are named as attributes of the model: `case_id`, not `case`."""

    def __init__(self, model: type[Model]) -> None:
        meta = model._meta
        self._table = meta.db_table
        self._fields: dict[str, Field[Any, Any]] = {field.attname: field for field in meta.concrete_fields}
        assert meta.pk is not None, "every model has a key"
        self._key = meta.pk.attname
        self._makes_key = isinstance(meta.pk, AutoField)
        self._treated = {name: one for name, one in self._fields.items() if not isinstance(one, _PLAIN)}
        self._defaults = {name: one.get_default() for name, one in self._fields.items()}
        self._inserted = [name for name in self._fields if not (self._makes_key and name == self._key)]
        self._texts: dict[tuple[Any, ...], str] = {}

    def insert(self, **values: Any) -> int:
        """Add a row and give its key; 0 where the key is one of the values."""
        with connection.cursor() as cursor:
            cursor.execute(self._text("insert", 1, self._makes_key), self._row(values))
            return int(cursor.fetchone()[0]) if self._makes_key else 0

    def insert_many(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows in one statement; few, since each value is a parameter of it."""
        ready = [self._row(values) for values in rows]
        if not ready:
            return
        with connection.cursor() as cursor:
            text = self._text("insert", len(ready), False)
            cursor.execute(text, [value for row in ready for value in row])

    def update(self, where: Mapping[str, Any], **values: Any) -> int:
        """Change the rows that a condition names and give how many there were."""
        with connection.cursor() as cursor:
            text = self._text("update", tuple(values), _shape(where))
            cursor.execute(text, [*self._ready(values), *self._conditions(where)])
            return int(cursor.rowcount)

    def delete(self, **where: Any) -> int:
        """Drop the rows that a condition names and give how many there were; nothing hangs on them."""
        with connection.cursor() as cursor:
            cursor.execute(self._text("delete", _shape(where)), self._conditions(where))
            return int(cursor.rowcount)

    def _row(self, values: Mapping[str, Any]) -> list[Any]:
        assert values.keys() <= self._fields.keys(), f"{self._table} has no {values.keys() - self._fields}"
        whole = {**self._defaults, **values}
        return self._ready({name: whole[name] for name in self._inserted})

    def _ready(self, values: Mapping[str, Any]) -> list[Any]:
        # The proxy `connection` looks itself up at each use; a row has some thirty values.
        here, treated = connections[DEFAULT_DB_ALIAS], self._treated
        return [
            treated[name].get_db_prep_save(value, here) if name in treated and value is not None else value
            for name, value in values.items()
        ]

    def _conditions(self, where: Mapping[str, Any]) -> list[Any]:
        named = {name: value for name, value in where.items() if value is not None}
        return [
            _listed(value) if isinstance(value, list) else ready
            for value, ready in zip(named.values(), self._ready(named), strict=True)
        ]

    def _text(self, kind: str, *about: Any) -> str:
        """Give the SQL of a kind of statement, made the first time it is asked for on a database."""
        known = self._texts.get((connection.vendor, kind, *about))
        if known is None:
            known = self._texts[connection.vendor, kind, *about] = _MAKERS[kind](self, *about)
        return known

    def _insert_text(self, rows: int, gives_key: bool) -> str:
        columns = ", ".join(map(self._column, self._inserted))
        places = ", ".join([f"({', '.join(['%s'] * len(self._inserted))})"] * rows)
        giving = f" RETURNING {self._column(self._key)}" if gives_key else ""
        return f"INSERT INTO {_quoted(self._table)} ({columns}) VALUES {places}{giving}"  # noqa: S608  names of ours

    def _update_text(self, names: Sequence[str], shape: Sequence[tuple[str, str]]) -> str:
        news = ", ".join(f"{self._column(name)} = %s" for name in names)
        return f"UPDATE {_quoted(self._table)} SET {news}{self._where_text(shape)}"  # noqa: S608  names of ours

    def _delete_text(self, shape: Sequence[tuple[str, str]]) -> str:
        return f"DELETE FROM {_quoted(self._table)}{self._where_text(shape)}"  # noqa: S608  names of ours

    def _where_text(self, shape: Sequence[tuple[str, str]]) -> str:
        assert shape, "a write without a condition would change the whole table"
        signs = {"is": "= %s", "is nothing": "IS NULL", "is one of": _IS_ONE_OF[connection.vendor]}
        return " WHERE " + " AND ".join(f"{self._column(name)} {signs[kind]}" for name, kind in shape)

    def _column(self, name: str) -> str:
        return _quoted(str(self._fields[name].column))


_MAKERS: dict[str, Callable[..., str]] = {
    "insert": PreparedRows._insert_text,
    "update": PreparedRows._update_text,
    "delete": PreparedRows._delete_text,
}


def _listed(values: list[Any]) -> Any:
    return json.dumps(values) if connection.vendor == "sqlite" else values


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _shape(where: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Give what a condition compares and how, without its values: one text serves all that look so."""
    return tuple((name, _kind(value)) for name, value in where.items())


def _kind(value: Any) -> str:
    if value is None:
        return "is nothing"
    return "is one of" if isinstance(value, list) else "is"
