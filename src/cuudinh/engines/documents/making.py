"""A paper becomes a PDF: typst with its fonts loaded once for each process, and what the page is drawn from as JSON.

A compiler reads the templates and fonts when it is made, which costs more than many papers; so a process keeps one.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from json import dumps
from pathlib import Path
from typing import Any, Final

import segno
import typst
from django.conf import settings

from cuudinh.engines.documents import fonts

_FORMS: Final = Path(__file__).parent / "forms"
_MASK: Final = 3


@lru_cache(maxsize=2)
def _compiler(folder: Path) -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.checked(folder))]
    )
    return typst.Compiler(str(_FORMS / "paper.typ"), root=str(_FORMS), font_paths=found)


def pdf_of(sheet: Mapping[str, Any], at: datetime) -> bytes:
    """Give the PDF of a sheet, dated at a moment. Raises `FontMissing`."""
    made = _compiler(settings.CUUDINH_FONTS).compile(
        format="pdf", sys_inputs={"sheet": dumps(sheet, ensure_ascii=False)}, timestamp=int(at.timestamp())
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def pictures_of(sheet: Mapping[str, Any], per_inch: float = 144) -> list[bytes]:
    """Give each page of a sheet as a PNG, for people to look at. Raises `FontMissing`."""
    made = _compiler(settings.CUUDINH_FONTS).compile(
        format="png", ppi=per_inch, sys_inputs={"sheet": dumps(sheet, ensure_ascii=False)}
    )
    return [made] if isinstance(made, bytes) else list(made or ())


def quick_code(address: str) -> str:
    """Give the drawing of a QR code of an address, as SVG: level M still reads where a stamp smudged a seventh of it.

    The mask is a fixed one of the eight that every reader knows: trying all of them costs as much as the page.
    """
    return str(
        segno.make(address, error="m", micro=False, boost_error=False, mask=_MASK).svg_inline(border=0)
    )
