"""Text search over folded words: accents off, đ as d, the last word as a beginning; newest first.

The same two functions fill and ask FTS5 on SQLite and a GIN index over a tsvector on PostgreSQL; both only
see words that were folded and taken apart here, so they answer alike.
"""

import re
from collections.abc import Iterator
from zlib import crc32

from django.db import connection

from cuudinh.journal.models import SearchEntry
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.statements import count_of, database, rows_of
from cuudinh.journal.transactions import within_act
from cuudinh.kernel.text import fold

_WORD = re.compile(r"[^\W_]+")
_WORD_LENGTH_MOST = 40
_WORDS_ASKED_MOST = 12
_TEXT_LENGTH_MOST = 20_000
_KIND_BITS = 16
_AFTER_ALL = 1 << 62

_ENTRIES = PreparedRows(SearchEntry)
# Nothing is written when the words are the same, as after most acts, or when the number belongs to another kind.
_PUT = (
    "INSERT INTO journal_searchentry (id, kind, words) VALUES (%s, %s, %s) ON CONFLICT (id) "
    "DO UPDATE SET words = excluded.words "
    "WHERE journal_searchentry.kind = excluded.kind AND journal_searchentry.words <> excluded.words"
)
_KIND_OF = "SELECT kind FROM journal_searchentry WHERE id = %s"
# How many of the newest are looked at, word by word, before the whole index is asked.
_NEWEST_MOST = 1_000
# And how many of them in vain: a word that none of so many holds is rare enough for the index.
_IN_VAIN_MOST = 200
# The lengths of which the index of SQLite keeps beginnings (`prefix=` of the migration).
_BEGINNINGS = (2, 3)
_WALK = {
    "among": "SELECT rowid, words FROM journal_searchindex WHERE journal_searchindex MATCH %s "
    "AND rowid < %s AND rowid & 65535 = %s ORDER BY rowid DESC LIMIT %s",
    "all": "SELECT id, words FROM journal_searchentry WHERE id < %s AND id & 65535 = %s ORDER BY id DESC LIMIT %s",
    "postgresql": "SELECT id, lexemes @@ %s::tsquery FROM (SELECT id, lexemes FROM journal_searchentry "
    "WHERE id < %s AND id & 65535 = %s ORDER BY id DESC LIMIT %s) newest ORDER BY id DESC",
}
_FIND = {
    "sqlite": "SELECT rowid FROM journal_searchindex WHERE journal_searchindex MATCH %s "
    "AND rowid < %s AND rowid & 65535 = %s ORDER BY rowid DESC LIMIT %s",
    "postgresql": "SELECT id FROM journal_searchentry WHERE lexemes @@ %s::tsquery "
    "AND id < %s AND id & 65535 = %s ORDER BY id DESC LIMIT %s",
}


def _kind_number(kind: str) -> int:
    """Give the 16 bits that stand for a kind. Computed, so that no table of kinds has to be kept in step."""
    return crc32(kind.encode()) & (1 << _KIND_BITS) - 1


def _entry_id(kind: str, ref_id: int) -> int:
    return ref_id << _KIND_BITS | _kind_number(kind)


def _words(text: str) -> list[str]:
    """Take a text apart into folded words.

    >>> _words("Đường Nguyễn Huệ, số 12_A")
    ['duong', 'nguyen', 'hue', 'so', '12', 'a']
    """
    return [word[:_WORD_LENGTH_MOST] for word in _WORD.findall(fold(text[:_TEXT_LENGTH_MOST]))]


@within_act()
def put(kind: str, ref_id: int, text: str) -> None:
    """Make a thing findable by the words of the text, in place of those it had."""
    words = " ".join(dict.fromkeys(_words(text)))
    here, entry_id = database(), _entry_id(kind, ref_id)
    if not count_of(here, _PUT, [entry_id, kind, words]):
        is_ours = rows_of(here, _KIND_OF, [entry_id]) == [(kind,)]
        assert is_ours, f"the kind {kind} shares its number with another: rename one"


@within_act()
def drop(kind: str, ref_id: int) -> None:
    """Make a thing unfindable."""
    _ENTRIES.delete(id=_entry_id(kind, ref_id))


def find(kind: str, query: str, limit: int, before: int | None = None) -> list[int]:
    """Give the ids of things that hold every word of the query, highest id first, below `before` when given.

    The last word may be unfinished. Whatever was typed is only ever taken as words: signs mean nothing. A
    query without a word finds nothing.
    """
    words = _words(query)[:_WORDS_ASKED_MOST]
    if not words:
        return []
    below = _AFTER_ALL if before is None else before << _KIND_BITS
    walk = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    entries = walk(words, below, _kind_number(kind), limit)
    if entries is None:
        with connection.cursor() as cursor:
            cursor.execute(_FIND[connection.vendor], [_asked(words), below, _kind_number(kind), limit])
            entries = [row[0] for row in cursor.fetchall()]
    return [entry >> _KIND_BITS for entry in entries]


def _on_sqlite(words: list[str], below: int, kind: int, limit: int) -> list[int] | None:
    """Give what the newest entries hold, or None when the whole index must be asked.

    The index joins all that begins with a word before it gives the first of it, which for a common word takes as
    long as there are entries; only beginnings of two or three letters it keeps ready. So the newest that hold the
    other words and such a beginning are looked at; where too few of them hold the word, it is rare enough to ask.
    """
    *others, last = words
    if len(last) in _BEGINNINGS:
        return None
    narrowed = [f'"{word}"' for word in others]
    if len(last) > _BEGINNINGS[-1]:
        narrowed.append(f'"{last[: _BEGINNINGS[-1]]}"*')
    asked = [" ".join(narrowed)] if narrowed else []
    statement = _WALK["among" if narrowed else "all"]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*asked, below, kind, _NEWEST_MOST])
        return _taken(((entry, f" {last}" in f" {held}") for entry, held in cursor), limit)


def _on_postgresql(words: list[str], below: int, kind: int, limit: int) -> list[int] | None:
    """Give what the newest entries hold, or None when the whole index must be asked.

    The index gives all that holds a word before anything is put into order; a common word is found sooner by
    walking from the newest, and a rare one by the index.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WALK["postgresql"], [_asked(words), below, kind, _NEWEST_MOST])
        return _taken(iter(cursor.fetchall()), limit)


def _taken(newest: Iterator[tuple[int, bool]], limit: int) -> list[int] | None:
    """Take what holds the words until there is enough; None when there may be more than was looked at."""
    taken, looked_at = [], 0
    for entry, holds in newest:
        looked_at += 1
        if holds:
            taken.append(entry)
            if len(taken) == limit:
                return taken
        elif not taken and looked_at == _IN_VAIN_MOST:
            return None
    return taken if looked_at < _NEWEST_MOST else None


def _asked(words: list[str]) -> str:
    """Give the query in the language of the database; words are letters and digits, so quotes are safe."""
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"' for word in words) + "*"
    return " & ".join(f"'{word}'" for word in words) + ":*"
