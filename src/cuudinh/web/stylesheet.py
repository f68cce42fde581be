"""The one stylesheet of every page: the parts in order, with the colours of the province in between.

The parts are separate files to read and to edit; a browser on a slow network gets them as one, small and
kept for ever, because its address carries the digest of what is in it. No tool builds it beforehand.
"""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from django.templatetags.static import static

from cuudinh.web.province import Province, province

FOLDER: Final = Path(__file__).parent / "static" / "web" / "css"
ADDRESS: Final = "/giao-dien.css"
_LAYERS: Final = "@layer vendor, tokens, theme, base, layout, parts, sites, print;"
_THEMES: Final = {
    "light": (":root{%s}", ":root[data-theme=light]{%s}"),
    "dark": (
        "@media (prefers-color-scheme:dark){:root:not([data-theme=light]){%s}}",
        ":root[data-theme=dark]{%s}",
    ),
}


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A stylesheet ready to be sent: plain, packed, and its digest."""

    plain: bytes
    packed: bytes
    digest: str


def address() -> str:
    """Give the address of the stylesheet in force, new whenever anything in it is new."""
    return f"{ADDRESS}?v={current().digest}"


def current() -> Stylesheet:
    """Give the stylesheet in force; while developing, made anew each time from the files."""
    now = province()
    return _make(now) if settings.DEBUG else _kept(now.generation)


@lru_cache(maxsize=2)
def _kept(generation: int) -> Stylesheet:
    return _make(province())


def _make(of: Province) -> Stylesheet:
    parts = [_LAYERS, *(_part(path) for path in files()), theme(of)]
    plain = "\n".join(parts).encode()
    return Stylesheet(plain, gzip.compress(plain, mtime=0), sha256(plain).hexdigest()[:12])


def files() -> tuple[Path, ...]:
    """Give the files in their order: fonts, tokens, base, layout, then the parts, then print."""
    first = [FOLDER / f"{name}.css" for name in ("fonts", "tokens", "base", "layout")]
    return (*first, *sorted((FOLDER / "parts").glob("*.css")), FOLDER / "print.css")


def theme(of: Province) -> str:
    """Give the rules by which a province overrides tokens; its colours were checked when they were read."""
    rules = [
        pattern % ";".join(f"--{token}:{colour}" for token, colour in of.colours[name].items())
        for name, patterns in _THEMES.items()
        for pattern in patterns
        if of.colours.get(name)
    ]
    return f"@layer theme{{{''.join(rules)}}}" if rules else ""


def _part(path: Path) -> str:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"url\(static:([^)]+)\)", lambda found: f"url({static(found[1])})", text)
    return re.sub(r"\s*([{}:;,])\s+", r"\1", re.sub(r"\s+", " ", text)).strip()
