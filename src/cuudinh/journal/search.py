"""Text search over folded words: accents off, đ as d, the last word as a beginning; newest first.

The same two functions fill and ask FTS5 on SQLite and a GIN index over a tsvector on PostgreSQL; both only
see words that were folded and taken apart here, so they answer alike.
"""

import re
from zlib import crc32

from django.db import connection

from cuudinh.journal.models import SearchEntry
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.statements import count_of, database
from cuudinh.journal.transactions import within_act
from cuudinh.kernel.text import fold

_WORD = re.compile(r"[^\W_]+")
_WORD_LENGTH_MOST = 40
_WORDS_ASKED_MOST = 12
_TEXT_LENGTH_MOST = 20_000
_KIND_BITS = 16
_AFTER_ALL = 1 << 62

_ENTRIES = PreparedRows(SearchEntry)
# Nothing is written when the number belongs to another kind, and the count of rows says so.
_PUT = (
    "INSERT INTO journal_searchentry (id, kind, words) VALUES (%s, %s, %s) ON CONFLICT (id) "
    "DO UPDATE SET words = excluded.words WHERE journal_searchentry.kind = excluded.kind"
)
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
    put_rows = count_of(database(), _PUT, [_entry_id(kind, ref_id), kind, words])
    assert put_rows, f"the kind {kind} shares its number with another: rename one"


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
    with connection.cursor() as cursor:
        cursor.execute(_FIND[connection.vendor], [_asked(words), below, _kind_number(kind), limit])
        return [row[0] >> _KIND_BITS for row in cursor.fetchall()]


def _asked(words: list[str]) -> str:
    """Give the query in the language of the database; words are letters and digits, so quotes are safe."""
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"' for word in words) + "*"
    return " & ".join(f"'{word}'" for word in words) + ":*"
