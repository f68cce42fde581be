"""Text search over folded words: accents off, đ as d, the last word as a beginning; newest first.

The same two functions fill and ask FTS5 on SQLite and a GIN index over a tsvector on PostgreSQL; both only
see words that were folded and taken apart here, so they answer alike.
"""

import re
from zlib import crc32

from django.db import connection

from cuudinh.journal.models import SearchEntry
from cuudinh.journal.transactions import acting
from cuudinh.kernel.text import fold

_WORD = re.compile(r"[^\W_]+")
_WORD_LENGTH_MOST = 40
_WORDS_ASKED_MOST = 12
_TEXT_LENGTH_MOST = 20_000
_KIND_BITS = 16
_AFTER_ALL = 1 << 62

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


@acting()
def put(kind: str, ref_id: int, text: str) -> None:
    """Make a thing findable by the words of the text, in place of those it had."""
    entry = SearchEntry(id=_entry_id(kind, ref_id), kind=kind, words=" ".join(dict.fromkeys(_words(text))))
    known = SearchEntry.objects.filter(pk=entry.pk).values_list("kind", flat=True).first()
    assert known in {None, kind}, f"the kinds {known} and {kind} share a number: rename one"
    entry.save(force_insert=known is None, force_update=known is not None)


@acting()
def drop(kind: str, ref_id: int) -> None:
    """Make a thing unfindable."""
    SearchEntry.objects.filter(pk=_entry_id(kind, ref_id)).delete()


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
