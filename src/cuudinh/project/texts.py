"""The texts of pages and refusals: found in code and templates, compared with the translations, compiled.

Vietnamese is the language of the source, so a text without a translation still reads; a guard sees to it that
there is none. Each application keeps the translations of its own texts in its own `locale`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1]
TRANSLATIONS = "locale/en/LC_MESSAGES/django.po"
_CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_PLACEHOLDER = re.compile(r"\{(\w+)[^{}]*\}|%\((\w+)\)[sd]")
_OF_TEMPLATES = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}
_NOT_OF_PAGES = {"tests", "migrations", "pack_sources"}


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that somebody reads, and where it stands."""

    text: str
    file: Path
    line: int


def applications() -> tuple[Path, ...]:
    """Give the folders that keep translations of their own: each has an `apps.py`."""
    return tuple(sorted(path.parent for path in SOURCE.rglob("apps.py")))


def texts_of(application: Path) -> Iterator[FoundText]:
    """Give the texts that an application asks to be translated, in its Python files and its templates."""
    for path in sorted(application.rglob("*.py")):
        if not _NOT_OF_PAGES & set(path.relative_to(application).parts):
            yield from _texts_in(path, "python", {})
    for path in sorted(application.glob("templates/**/*")):
        if path.is_file():
            yield from _texts_in(path, "jinja2.ext:babel_extract", _OF_TEMPLATES)


def _texts_in(path: Path, method: str, options: dict[str, str]) -> Iterator[FoundText]:
    for line, found, _comments, _context in extract_from_file(method, path, keywords=_CALLS, options=options):
        for text in found if isinstance(found, tuple) else (found,):
            if text:
                yield FoundText(text, path, line)


def translations_of(application: Path) -> Catalog:
    """Give the English translations that an application keeps; none when it has no such file."""
    path = application / TRANSLATIONS
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def placeholders(text: str) -> frozenset[str]:
    """Give the names that a text is filled with: `{number}` in refusals, `%(number)s` in templates."""
    return frozenset(name for pair in _PLACEHOLDER.findall(text) for name in pair if name)


def compile_all() -> int:
    """Write the compiled form beside every file of translations that is newer; give how many were written."""
    written = 0
    for source in sorted(SOURCE.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale="en", abort_invalid=True)
        with target.open("wb") as file:
            write_mo(file, catalog)
        written += 1
    return written
