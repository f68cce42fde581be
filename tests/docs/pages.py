"""The documents as the tests read them: their fenced blocks, their links, their pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "docs" / "reference"
AT_THE_ROOT = ("README.md", "README.vi.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
RUN = frozenset({"console", "python", "diff"})
SHOWN = frozenset({"text", "mermaid"})

_FENCE = re.compile(r"^(`{3,})(.*)$")
_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`[^`\n]*`")


@dataclass(frozen=True)
class Block:
    """One fenced block: the language it is marked with, its text, and the line on which its text begins."""

    page: str
    line: int
    language: str
    text: str

    @property
    def place(self) -> str:
        """Where the block stands, as `docs/tutorial/first-report.md:41`."""
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Link:
    """One link of a page: to another page, a part of one, or a picture."""

    page: str
    target: str
    is_picture: bool

    @property
    def is_outside(self) -> bool:
        """Whether it leads out of the repository."""
        return self.target.startswith(("http://", "https://", "mailto:"))


@cache
def all_pages() -> tuple[str, ...]:
    """Give every page that people wrote, from the root of the repository."""
    written = (path for path in (ROOT / "docs").rglob("*.md") if GENERATED not in path.parents)
    return (*AT_THE_ROOT, *sorted(str(path.relative_to(ROOT)) for path in written))


def text_of(page: str) -> str:
    """Give what a page says."""
    return (ROOT / page).read_text("utf-8")


def blocks(page: str, text: str) -> Iterator[Block]:
    """Give the fenced blocks of a page in their order."""
    inside: list[str] | None = None
    fence, language, begins = "", "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if inside is None:
            if found := _FENCE.match(line):
                fence, language, begins, inside = found[1], found[2].strip(), number + 1, []
        elif line.strip() == fence:
            yield Block(page, begins, language, "".join(f"{each}\n" for each in inside))
            inside = None
        else:
            inside.append(line)
    assert inside is None, f"{page}:{begins}: the block is not closed"


def prose(text: str) -> str:
    """Give a page without its fenced blocks and the code in its sentences."""
    kept, is_inside = [], False
    for line in text.splitlines():
        if line.startswith("```"):
            is_inside = not is_inside
        elif not is_inside:
            kept.append(_CODE.sub("", line))
    return "\n".join(kept)


def links(page: str, text: str) -> Iterator[Link]:
    """Give the links of a page, pictures among them."""
    for mark, target in _LINK.findall(prose(text)):
        yield Link(page, target, bool(mark))


def anchors(text: str) -> frozenset[str]:
    """Give the names by which the headings of a page can be linked to, as code hosts make them.

    >>> sorted(anchors("# One page\\n\\n## What it does not do (yet)\\n"))
    ['one-page', 'what-it-does-not-do-yet']
    """
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads)
