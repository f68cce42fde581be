"""Plain writing with a few marks (a small part of Markdown), taken apart into blocks that a page draws itself.

Nothing here makes HTML: a template draws what a block holds and escapes it, so whatever a pack writes stays text.
Known are headings (`#` to `###`), paragraphs, lists (`-`, `1.`), **bold**, and links to the web and within the site.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

BlockKind = Literal["heading", "paragraph", "list", "steps"]

_HEADING: Final = re.compile(r"#{1,3}\s+(.+)")
_POINT: Final = re.compile(r"\s*[-*]\s+(.+)")
_STEP: Final = re.compile(r"\s*\d{1,2}[.)]\s+(.+)")
_SPANS: Final = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\[(?P<words>[^\]]+)\]\((?P<address>[^)\s]+)\)")
# Only these lead anywhere: no scheme that runs something, and no address that looks like one of ours and is not.
_ADDRESS: Final = re.compile(r"https?://[^\s\"<>\\]+|/(?![/\\])[^\s\"<>\\]*")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line: plain, strong, or a link to `address`."""

    words: str
    is_strong: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph of one line, or a list with a line for each point."""

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    """Give the blocks of a text; lines that follow each other are one paragraph, or go on with a point above.

    >>> [(block.kind, len(block.lines)) for block in blocks_of("# Hai\\n\\nmột\\nhai\\n\\n- **a**\\n- b\\n  nữa")]
    [('heading', 1), ('paragraph', 1), ('list', 2)]
    """
    found: list[Block] = []
    for is_blank, lines in groupby(text.splitlines(), key=lambda line: not line.strip()):
        if not is_blank:
            found.extend(_blocks(lines))
    return tuple(found)


def spans_of(line: str) -> tuple[Span, ...]:
    """Give the stretches of a line.

    >>> [(span.words, span.is_strong, span.address) for span in spans_of("Xem **ở đây**: [trang](/dich-vu)")]
    [('Xem ', False, ''), ('ở đây', True, ''), (': ', False, ''), ('trang', False, '/dich-vu')]
    >>> spans_of("[nguy](javascript:alert(1))")[0].address
    ''
    """
    found, end = [], 0
    for mark in _SPANS.finditer(line):
        if mark.start() > end:
            found.append(Span(line[end : mark.start()]))
        end = mark.end()
        if mark["strong"]:
            found.append(Span(mark["strong"], is_strong=True))
        else:
            address = mark["address"] if _ADDRESS.fullmatch(mark["address"]) else ""
            found.append(Span(mark["words"], address=address))
    return (*found, Span(line[end:])) if end < len(line) else tuple(found)


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    kind: BlockKind = "paragraph"
    gathered: list[str] = []
    for line in lines:
        of, words = _line(line)
        goes_on = of == "paragraph" and bool(gathered) and kind != "heading"
        if goes_on:
            gathered[-1] += f" {words}"
        elif of == kind and kind in {"list", "steps"}:
            gathered.append(words)
        else:
            yield from _block(kind, gathered)
            kind, gathered = of, [words]
    yield from _block(kind, gathered)


def _line(line: str) -> tuple[BlockKind, str]:
    for kind, mark in _MARKS:
        found = mark.fullmatch(line.rstrip())
        if found is not None:
            return kind, found[1]
    return "paragraph", line.strip()


def _block(kind: BlockKind, gathered: list[str]) -> Iterator[Block]:
    if gathered:
        yield Block(kind, tuple(spans_of(line) for line in gathered))


_MARKS: Final[tuple[tuple[BlockKind, re.Pattern[str]], ...]] = (
    ("heading", _HEADING),
    ("list", _POINT),
    ("steps", _STEP),
)
