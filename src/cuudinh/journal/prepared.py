"""Hot reads: the SQL is written by the ORM once, then run with parameters, without building it again.

Building and compiling a query costs ten times what SQLite needs to answer it. A `Prepared` compiles its query
the first time it is asked on a database, finds where its parameters went, and from then on only fills them
in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from cuudinh.journal.statements import Row, database, rows_of
from cuudinh.journal.values import Turn, moment_for_sqlite, of_column


class Ids(list[int]):
    """The type of a parameter that stands in `IN`: any number of ids in one parameter."""


class Names(list[str]):
    """The type of a parameter that stands in `IN`: any number of texts in one parameter."""


class Uuids(list[UUID]):
    """The type of a parameter that stands in `IN`: any number of UUIDs in one parameter."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL text of one database, what makes its parameters ready, and what reads which columns.

    Each place of the text holds the name of a parameter to fill in, or a constant.
    """

    sql: str
    slots: tuple[tuple[str | None, Any], ...]
    ready: Mapping[str, Turn | None]
    readers: tuple[tuple[int, Turn], ...]


class Prepared:
    """A named hot query. `build` gets its parameters by name and gives a queryset of `values_list`.

    `takes` gives the type of each parameter: int, float, str, date, datetime, UUID, `Ids`, `Names` or `Uuids`. A
    parameter is compared as it is: no None, no limit, no `startswith`. `sample` fills the parameters for the guard
    that reads the plan on both databases; a plan may scan no table from end to end but those of `may_scan`, and
    may sort only if `may_sort`.
    """

    def __init__(
        self,
        name: str,
        build: Callable[..., QuerySet[Any, Any]],
        *,
        takes: Mapping[str, type],
        sample: Mapping[str, Any],
        may_scan: Sequence[str] = (),
        may_sort: bool = False,
    ) -> None:
        assert name not in REGISTRY, f"two prepared queries are called {name}"
        assert set(takes) == set(sample), f"{name}: the sample does not fill the parameters"
        self.name = name
        self.build = build
        self.takes = dict(takes)
        self.sample = dict(sample)
        self.may_scan = frozenset(may_scan)
        self.may_sort = may_sort
        self._compiled: dict[str, _Compiled] = {}
        REGISTRY[name] = self

    def run(self, **given: Any) -> list[tuple[Any, ...]]:
        """Give the rows as tuples, with the values the ORM would give."""
        here = database()
        compiled = self._compiled.get(here.vendor) or self.compiled()
        rows = rows_of(here, compiled.sql, self.fill(compiled, given))
        return [_read(row, compiled.readers) for row in rows] if compiled.readers else rows

    def compiled(self) -> _Compiled:
        """Give the SQL for the database in use, compiling it the first time."""
        vendor = database().vendor
        known = self._compiled.get(vendor)
        if known is None:
            known = self._compiled[vendor] = self._compile(vendor)
        return known

    def fill(self, compiled: _Compiled, given: Mapping[str, Any]) -> list[Any]:
        """Give the parameters in the order of the SQL, as the database takes them."""
        assert given.keys() == self.takes.keys(), f"{self.name} takes {', '.join(self.takes)}"
        values = []
        for name, constant in compiled.slots:
            if name is None:
                values.append(constant)
            else:
                ready = compiled.ready[name]
                values.append(ready(given[name]) if ready is not None else given[name])
        return values

    def _compile(self, vendor: str) -> _Compiled:
        """Compile with values that occur nowhere else, and see where they went."""
        marks = {name: _mark(kind, place) for place, (name, kind) in enumerate(self.takes.items())}
        query = self.build(**marks).query
        compiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, constants = compiler.as_sql()
        places = {_key(_marked(mark, vendor)): name for name, mark in marks.items()}
        slots = tuple((places.get(_key(constant)), constant) for constant in constants)
        missing = set(self.takes) - {name for name, _ in slots}
        assert not missing, f"{self.name}: parameters that are not compared as they are: {missing}"
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        turns = (
            (place, of_column(one, expression, vendor))
            for place, (several, expression) in converters.items()
            for one in several
        )
        readers = tuple((place, turn) for place, turn in turns if turn is not None)
        ready = {name: _ready(kind, vendor) for name, kind in self.takes.items()}
        return _Compiled(self._with_ids(sql, slots, vendor), slots, ready, readers)

    def _with_ids(self, sql: str, slots: Sequence[tuple[str | None, Any]], vendor: str) -> str:
        """Turn `IN (one value)` into one parameter that holds them all, for `Ids`, `Names` and `Uuids`."""
        pieces = sql.split("%s")
        assert len(pieces) == len(slots) + 1, f"{self.name}: a sign %s that is no parameter"
        text = pieces[0]
        for (name, _), piece in zip(slots, pieces[1:], strict=True):
            if name is not None and self.takes[name] in _IN_ONE:
                is_in = text.endswith("IN (") and piece.startswith(")")
                assert is_in, f"{self.name}: {name} must stand in `__in`"
                text = text.removesuffix("IN (") + _IN[vendor] + piece.removeprefix(")")
            else:
                text += "%s" + piece
        return text


REGISTRY: dict[str, Prepared] = {}
_IN_ONE = (Ids, Names, Uuids)
_IN = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


def _mark(kind: type, place: int) -> Any:
    """Give a value that no query holds by itself, of a type that the column takes."""
    number = 1_900_000_000 + place
    marks: dict[type, Any] = {
        int: number,
        float: number + 0.5,
        str: f"\x7f{place}\x7f",
        date: date(1, 2, 1 + place),
        datetime: datetime(1, 1, 1 + place, tzinfo=UTC),
        UUID: UUID(int=number),
        Ids: [number],
        Names: [f"\x7f{place}\x7f"],
        Uuids: [UUID(int=number)],
    }
    return marks[kind]


def _marked(mark: Any, vendor: str) -> Any:
    """Give what becomes of a mark in the parameters of the compiled query."""
    if isinstance(mark, list):
        return _marked(mark[0], vendor)
    ready = _ready(type(mark), vendor)
    return ready(mark) if ready is not None else mark


def _key(value: Any) -> tuple[type, Any]:
    """Give what tells a mark from a constant: kind and value, since 1 == 1.0 == True.

    By kind and not by class, because Django hands whole numbers to PostgreSQL in classes of the driver.
    """
    for kind in (bool, int, float, str, datetime, date):
        if isinstance(value, kind):
            return kind, value
    return object, repr(value)


def _ready(kind: type, vendor: str) -> Turn | None:
    """Give what makes a parameter ready for a database; None when it is taken as it is."""
    turns: dict[str, dict[type, Turn]] = {
        "sqlite": {
            datetime: moment_for_sqlite,
            date: str,
            UUID: _as_hex,
            Ids: _as_json,
            Names: _as_json,
            Uuids: lambda several: _as_json(map(_as_hex, several)),
        },
        "postgresql": {Ids: list, Names: list, Uuids: list},
    }
    return turns[vendor].get(kind)


def _as_hex(one: UUID) -> str:
    return one.hex


def _as_json(several: Iterable[int] | Iterable[str]) -> str:
    return msgspec.json.encode(list(several)).decode()


def _read(row: Row, readers: Sequence[tuple[int, Turn]]) -> Row:
    values = list(row)
    for place, read in readers:
        values[place] = read(values[place])
    return tuple(values)
