"""Tables of SQLite without what is kept row by row, and the statements that make them whole again.

An index that belongs to a UNIQUE of its table cannot be dropped, and putting millions of digests into one of them
in the order in which they come writes all over the file. So the index is made one like any other and dropped; at
the end it is made anew, sorted once, and becomes the table's own again. The schema ends as it began, word for word.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

_OF_COLUMNS: Final = re.compile(r',\s*(?:CONSTRAINT "[^"]+" )?UNIQUE \([^()]*\)')
_OF_A_COLUMN: Final = re.compile(r" UNIQUE\b")
_NUMBERED: Final = re.compile(r'"(\w+)" integer NOT NULL PRIMARY KEY AUTOINCREMENT')


@dataclass(frozen=True, slots=True)
class Unique:
    """An index that belongs to its table: the name SQLite gave it, and its columns."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was."""

    name: str
    text: str
    uniques: tuple[Unique, ...]

    @property
    def bare(self) -> str:
        """Give its text without what is kept row by row.

        >>> Table("a", 'CREATE TABLE "a" ("n" text NOT NULL UNIQUE, CONSTRAINT "b" UNIQUE ("n", "m"))', ()).bare
        'CREATE TABLE "a" ("n" text NOT NULL)'
        """
        text = _OF_A_COLUMN.sub("", _OF_COLUMNS.sub("", self.text))
        return text.replace(" AUTOINCREMENT", "")

    def lifting(self) -> list[str]:
        """Give the statements that make the table bare."""
        changed = [_renamed(one.name, _free(one.name), self._made(one)) for one in self.uniques]
        dropped = [f'DROP INDEX "{_free(one.name)}"' for one in self.uniques]
        return [*_in_the_schema([*changed, self._with(self.bare)]), *dropped]

    def restoring(self) -> list[str]:
        """Give the statements that make it whole."""
        made = [self._made(one) for one in self.uniques]
        changed = [_renamed(_free(one.name), one.name, None) for one in self.uniques]
        return [*made, *_in_the_schema([*changed, self._with(self.text)]), *self._last_number()]

    def _made(self, one: Unique) -> str:
        columns = ", ".join(f'"{column}"' for column in one.columns)
        return f'CREATE UNIQUE INDEX "{_free(one.name)}" ON "{self.name}" ({columns})'

    def _with(self, text: str) -> str:
        return (
            f"UPDATE sqlite_master SET sql = {_literal(text)} WHERE type = 'table' AND name = '{self.name}'"  # noqa: S608  names of ours
        )

    def _last_number(self) -> list[str]:
        """Give what tells SQLite the last number of a table that never gives one twice."""
        found = _NUMBERED.search(self.text)
        if found is None:
            return []
        top = f'SELECT COALESCE(MAX("{found[1]}"), 0) FROM "{self.name}"'  # noqa: S608  names of ours
        return [
            f"INSERT INTO sqlite_sequence (name, seq) SELECT '{self.name}', 0 "  # noqa: S608  names of ours
            f"WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{self.name}')",
            f"UPDATE sqlite_sequence SET seq = MAX(seq, ({top})) WHERE name = '{self.name}'",  # noqa: S608  names of ours
        ]


def table(cursor: Any, name: str) -> Table:
    """Give a table as it is."""
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [name])
    text = cursor.fetchone()[0]
    cursor.execute(f'PRAGMA index_list("{name}")')
    owned = sorted(row[1] for row in cursor.fetchall() if row[3] == "u")
    uniques = []
    for index in owned:
        cursor.execute(f'PRAGMA index_info("{index}")')
        uniques.append(Unique(index, tuple(row[2] for row in cursor.fetchall())))
    return Table(name, text, tuple(uniques))


def _free(name: str) -> str:
    return name.replace("sqlite_autoindex_", "lifted_")


def _renamed(before: str, after: str, text: str | None) -> str:
    return f"UPDATE sqlite_master SET name = '{after}', sql = {_literal(text)} WHERE name = '{before}'"  # noqa: S608  names of ours


def _literal(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def _in_the_schema(statements: list[str]) -> list[str]:
    return ["PRAGMA writable_schema=ON", *statements, "PRAGMA writable_schema=RESET"]
