"""What commands print: words from packs, tables and paths stand as they are, whatever brackets they hold."""

from rich.console import Console
from rich.text import Text


def done(console: Console, words: str) -> None:
    """Print that something was done."""
    _marked(console, "✓", "green", words)


def wrong(console: Console, words: str) -> None:
    """Print that something is wrong."""
    _marked(console, "✗", "bold red", words)


def plain(console: Console, words: str) -> None:
    """Print words as they are."""
    console.print(words, markup=False, highlight=False)


def _marked(console: Console, mark: str, style: str, words: str) -> None:
    console.print(Text.assemble((mark, style), " ", words))
