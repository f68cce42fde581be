"""The font of papers has every Vietnamese letter, and one that lacks some is found before a paper is made."""

import struct
from pathlib import Path

import pytest
from django.conf import settings

from cuudinh.engines.documents import fonts, queries
from cuudinh.engines.documents.types import FontMissing
from cuudinh.web.assets import FONT_FILES

pytestmark = pytest.mark.once


def font_with(letters: str) -> bytes:
    """Give a font of nothing but a table of characters, of format 12."""
    groups = b"".join(struct.pack(">III", ord(one), ord(one), 1) for one in sorted(letters))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(letters)) + groups
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table
    return (
        struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0)
        + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap))
        + cmap
    )


def folder_of(tmp_path: Path, letters: str) -> Path:
    for name in FONT_FILES.values():
        (tmp_path / name).write_bytes(font_with(letters))
    return tmp_path


def test_the_installed_font_has_every_letter() -> None:
    assert queries.font_faults() == ""
    assert fonts.checked(settings.CUUDINH_FONTS) == settings.CUUDINH_FONTS


def test_letters_that_a_font_lacks_are_named(tmp_path: Path) -> None:
    whole = "".join(fonts.letters())
    assert list(fonts.missing_in(folder_of(tmp_path, whole))) == []
    folder = folder_of(tmp_path, whole.replace("ợ", "").replace("Ệ", ""))
    assert list(fonts.missing_in(folder)) == ["tinos-bold-italic.ttf: Ệ ợ"]
    with pytest.raises(FontMissing, match="npm ci"):
        fonts.checked(folder)


def test_a_font_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match=r"tinos-regular\.ttf"):
        fonts.checked(tmp_path)
