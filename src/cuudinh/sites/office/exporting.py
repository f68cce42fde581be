"""Tables for other programs: CSV, written page by page while it is sent, however long it is."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.http import StreamingHttpResponse

# Tells spreadsheets that the text is UTF-8.
_MARK: Final = "\ufeff"
# What a spreadsheet would take for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What `csv` writes to: it gives each line back."""

    def write(self, line: str) -> str:
        """Give the line."""
        return line


def plain(cell: Any) -> str:
    """Give a cell as a text that no spreadsheet takes for a formula.

    >>> plain("=1+1"), plain(None), plain(7)
    ("'=1+1", '', '7')
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def lines_of(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Give the lines of a table, one at a time."""
    writer = csv.writer(_Line())
    yield _MARK + str(writer.writerow([plain(cell) for cell in heads]))
    for row in rows:
        yield str(writer.writerow([plain(cell) for cell in row]))


def as_csv(name: str, heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """Answer with a table to be saved under a name."""
    answer = StreamingHttpResponse(lines_of(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
