"""Hot writes: rows added, changed and dropped by SQL that is made once for each table and set of columns.

The ORM builds and compiles a statement anew each time, which costs five times what the database needs for it.
`PreparedRows` takes names and values as the ORM does, fills in the defaults of the model and has each field
make its value ready, so a row comes out as `Model.objects.create` would have written it. It knows no joins
and no conditions but "is one of" and "is"; whatever else a write needs stays with the ORM.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model

from cuudinh.journal.statements import count_of, database, rows_of
from cuudinh.journal.values import Turn, for_column

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
        self._defaults = {name: one.get_default() for name, one in self._fields.items()}
        self._inserted = [name for name in self._fields if not (self._makes_key and name == self._key)]
        self._ready: dict[str, tuple[dict[str, Turn | None], list[tuple[int, Turn]]]] = {}
        self._texts: dict[tuple[Any, ...], str] = {}

    def insert(self, **values: Any) -> int:
        """Add a row and give its key; 0 where the key is one of the values."""
        here = database()
        text, row = self._text(here, "insert", 1, self._makes_key), self._row(here, values)
        if self._makes_key:
            return int(rows_of(here, text, row)[0][0])
        count_of(here, text, row)
        return 0

    def insert_unless_there(self, **values: Any) -> int | None:
        """Add a row and give its key; None where one stands that no second may stand beside.

        On PostgreSQL it waits for whoever is just adding the same.
        """
        here = database()
        found = rows_of(here, self._text(here, "insert unless there"), self._row(here, values))
        return int(found[0][0]) if found else None

    def insert_many(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows in one statement; few, since each value is a parameter of it."""
        here = database()
        ready = [self._row(here, values) for values in rows]
        if ready:
            text = self._text(here, "insert", len(ready), False)
            count_of(here, text, [value for row in ready for value in row])

    def update(self, where: Mapping[str, Any], **values: Any) -> int:
        """Change the rows that a condition names and give how many there were."""
        here = database()
        text = self._text(here, "update", tuple(values), _shape(where))
        return count_of(here, text, [*self._made_ready(here, values), *self._conditions(here, where)])

    def delete(self, **where: Any) -> int:
        """Drop the rows that a condition names and give how many there were; nothing hangs on them."""
        here = database()
        return count_of(here, self._text(here, "delete", _shape(where)), self._conditions(here, where))

    def _row(self, here: Any, values: Mapping[str, Any]) -> list[Any]:
        assert values.keys() <= self._fields.keys(), f"{self._table} has no {values.keys() - self._fields}"
        whole = {**self._defaults, **values}
        ready = [whole[name] for name in self._inserted]
        for place, turn in self._turns_of(here.vendor)[1]:
            if ready[place] is not None:
                ready[place] = turn(ready[place])
        return ready

    def _made_ready(self, here: Any, values: Mapping[str, Any]) -> list[Any]:
        turns = self._turns_of(here.vendor)[0]
        ready = []
        for name, value in values.items():
            turn = turns[name]
            ready.append(value if turn is None or value is None else turn(value))
        return ready

    def _turns_of(self, vendor: str) -> tuple[dict[str, Turn | None], list[tuple[int, Turn]]]:
        """Give what makes the value of each column ready, and of a new row only the places that need it."""
        known = self._ready.get(vendor)
        if known is None:
            turns = {name: for_column(one, vendor) for name, one in self._fields.items()}
            places = [(at, turn) for at, name in enumerate(self._inserted) if (turn := turns[name])]
            known = self._ready[vendor] = turns, places
        return known

    def _conditions(self, here: Any, where: Mapping[str, Any]) -> list[Any]:
        ready = []
        for name, value in where.items():
            if isinstance(value, list):
                ready.append(json.dumps(value) if here.vendor == "sqlite" else value)
            elif value is not None:
                ready += self._made_ready(here, {name: value})
        return ready

    def _text(self, here: Any, kind: str, *about: Any) -> str:
        """Give the SQL of a kind of statement, made the first time it is asked for on a database."""
        known = self._texts.get((here.vendor, kind, *about))
        if known is None:
            known = self._texts[here.vendor, kind, *about] = _MAKERS[kind](self, *about)
        return known

    def _insert_text(self, rows: int, gives_key: bool) -> str:
        columns = ", ".join(map(self._column, self._inserted))
        places = ", ".join([f"({', '.join(['%s'] * len(self._inserted))})"] * rows)
        giving = f" RETURNING {self._column(self._key)}" if gives_key else ""
        return f"INSERT INTO {_quoted(self._table)} ({columns}) VALUES {places}{giving}"  # noqa: S608  names of ours

    def _insert_unless_there_text(self) -> str:
        whole, giving = self._insert_text(1, True).split(" RETURNING ")
        return f"{whole} ON CONFLICT DO NOTHING RETURNING {giving}"

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
    "insert unless there": PreparedRows._insert_unless_there_text,
    "update": PreparedRows._update_text,
    "delete": PreparedRows._delete_text,
}


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _shape(where: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Give what a condition compares and how, without its values: one text serves all that look so."""
    return tuple((name, _kind(value)) for name, value in where.items())


def _kind(value: Any) -> str:
    if value is None:
        return "is nothing"
    return "is one of" if isinstance(value, list) else "is"
