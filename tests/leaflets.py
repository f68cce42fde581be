"""PDF files for tests: plain ones, locked ones, and one with everything in it that acts."""

import io
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

SCRIPT: Final = "app.alert('xin chao')"
HIDDEN: Final = b"MZ a program"
WRITTEN: Final = "VIET TAY"


def leaflet(pages: int = 1, password: str = "") -> bytes:
    """Give a PDF with a line of text on each page."""
    writer = PdfWriter()
    for number in range(pages):
        _page(writer, f"Trang {number + 1}")
    if password:
        writer.encrypt(password)
    return _bytes(writer)


def acting_leaflet() -> bytes:
    """Give a PDF that runs scripts, carries a program, leads elsewhere, and has one field filled in."""
    writer = PdfWriter()
    page = _page(writer, "Don xin")
    writer.add_attachment("tai-lieu.exe", HIDDEN)
    writer.add_annotation(0, Link(rect=(10, 10, 90, 30), url="https://example.org/x"))
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(SCRIPT)}
    )
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    writer.root_object[NameObject("/OpenAction")] = action
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("ho_ten"),
            NameObject("/Rect"): ArrayObject([FloatObject(one) for one in (20, 100, 180, 120)]),
            NameObject("/A"): action,
            NameObject("/AP"): DictionaryObject(
                {NameObject("/N"): writer._add_object(_drawing(WRITTEN, form=True))}
            ),
        }
    )
    annotations: Any = page["/Annots"]
    annotations.get_object().append(writer._add_object(field))
    writer.add_metadata({"/Author": "Nguoi soan"})
    return _bytes(writer)


def _page(writer: PdfWriter, words: str) -> Any:
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/A"): writer._add_object(font)})}
    )
    content = ContentStream(None, writer)
    content.set_data(f"BT /A 14 Tf 20 150 Td ({words}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    return page


def _drawing(words: str, *, form: bool) -> StreamObject:
    drawn = DecodedStreamObject()
    drawn.set_data(f"BT /A 12 Tf 2 4 Td ({words}) Tj ET".encode())
    if form:
        drawn[NameObject("/Type")] = NameObject("/XObject")
        drawn[NameObject("/Subtype")] = NameObject("/Form")
        drawn[NameObject("/BBox")] = ArrayObject([FloatObject(one) for one in (0, 0, 160, 20)])
    return drawn


def _bytes(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
