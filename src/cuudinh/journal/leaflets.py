"""PDF files as bytes in and bytes out: how many pages one has, and the same pages written anew without what acts.

Of each page only what is drawn is taken over: its content, fonts and pictures. Scripts, actions, forms, embedded files,
links, layers that can be hidden, and what says who made it stay behind, since they are not copied at all. What somebody
filled into a form was drawn beside its field, so that drawing is kept, as a stamp.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
)

OBJECTS_MOST: Final = 200_000
BEGINNING: Final = b"%PDF-"
_PAGE: Final = frozenset(
    {"/Type", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/UserUnit", "/Group"}
)
# What a stream may say of things outside itself, or of who made it.
_OF_STREAMS: Final = (
    "/F", "/FFilter", "/FDecodeParms", "/Metadata", "/PieceInfo", "/OPI", "/Ref", "/AF", "/Alternates",
    "/StructParent", "/StructParents", "/OC", "/PS",
)  # fmt: skip
# Actions, wherever a broken file has them stand: nothing that is drawn needs one.
_ACTIONS: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/URI", "/GoToR", "/GoToE"}
)
_OF_ACTIONS: Final = ("/JS", "/JavaScript", "/AA", "/OpenAction", "/EF", "/EmbeddedFile", "/EmbeddedFiles")
_DRAWN: Final = frozenset(
    {"/Widget", "/FreeText", "/Stamp", "/Ink", "/Highlight", "/Underline", "/StrikeOut", "/Square", "/Circle",
     "/Line", "/Polygon", "/PolyLine", "/Squiggly"}
)  # fmt: skip
# Bits of an annotation that is not shown: hidden, and not on the screen.
_UNSEEN: Final = 2 | 32
_PRINTED: Final = 4


class NotReadable(ValueError):
    """The bytes are no PDF, or a broken one."""


class Locked(ValueError):
    """The PDF asks for a password, or forbids what it does not show."""


class TooManyParts(ValueError):
    """The PDF holds more objects than anything that an office prints."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A PDF written anew, and how many pages it has."""

    content: bytes
    pages: int


@contextmanager
def _opened(content: bytes) -> Iterator[PdfReader]:
    """Open a PDF; turns whatever the reader throws at hostile bytes into one of three faults."""
    if not content[:1024].lstrip().startswith(BEGINNING):
        raise NotReadable("it does not begin as a PDF does")
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Locked
        yield reader
    except (Locked, TooManyParts):
        raise
    except Exception as fault:  # readers raise nearly anything when bytes are made to confuse them
        raise NotReadable(repr(fault)) from fault


def pages_of(content: bytes) -> int:
    """Give how many pages a PDF has. Raises `NotReadable`, `Locked`."""
    with _opened(content) as reader:
        pages = len(reader.pages)
        if not pages:
            raise NotReadable("it has no page")
        return pages


def written_anew(content: bytes) -> Rewritten:
    """Give the same pages as a new file that only draws. Raises `NotReadable`, `Locked`, `TooManyParts`."""
    with _opened(content) as reader:
        writer = PdfWriter()
        seen: set[int] = set()
        for page in reader.pages:
            _strip_page(page)
            _strip_below(page, seen)
            writer.add_page(page)
        writer.metadata = None
        made = io.BytesIO()
        writer.write(made)
        return Rewritten(made.getvalue(), len(writer.pages))


def _strip_page(page: PageObject) -> None:
    drawn = [stamp for one in _list_of(page.get("/Annots")) if (stamp := _stamp_of(one)) is not None]
    for key in [key for key in page if key not in _PAGE]:
        del page[key]
    if drawn:
        page[NameObject("/Annots")] = ArrayObject(drawn)


def _list_of(value: Any) -> list[Any]:
    found = value.get_object() if value is not None else None
    return list(found) if isinstance(found, ArrayObject) else []


def _stamp_of(one: Any) -> DictionaryObject | None:
    """Give what an annotation draws as a stamp that does nothing; None for one that draws nothing or is hidden."""
    found = one.get_object()
    if not isinstance(found, DictionaryObject) or found.get("/Subtype") not in _DRAWN:
        return None
    if int(found.get("/F", 0)) & _UNSEEN:
        return None
    look = _look_of(found)
    if look is None or "/Rect" not in found:
        return None
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Stamp"),
            NameObject("/Rect"): found["/Rect"],
            NameObject("/F"): NumberObject(_PRINTED),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): look}),
        }
    )


def _look_of(found: DictionaryObject) -> Any:
    """Give the drawing of an annotation; of a box to tick the one for the state it is in."""
    looks = found.get("/AP", NullObject()).get_object()
    normal = looks.raw_get("/N") if isinstance(looks, DictionaryObject) and "/N" in looks else None
    if normal is None:
        return None
    shown = normal.get_object()
    if isinstance(shown, StreamObject):
        return normal
    state = found.get("/AS")
    if not isinstance(shown, DictionaryObject) or state is None or state not in shown:
        return None
    return shown.raw_get(state)


def _strip_below(start: DictionaryObject, seen: set[int]) -> None:
    """Take out of everything that a page is drawn with what leads elsewhere; each thing is looked at once."""
    waiting: list[Any] = [start]
    while waiting:
        one = waiting.pop()
        thing = one.get_object() if isinstance(one, IndirectObject) else one
        if not isinstance(thing, DictionaryObject | ArrayObject) or id(thing) in seen:
            continue
        seen.add(id(thing))
        if len(seen) > OBJECTS_MOST:
            raise TooManyParts
        if isinstance(thing, ArrayObject):
            waiting += list.__iter__(thing)
            continue
        _strip(thing)
        waiting += [thing.raw_get(key) for key in thing]


def _strip(thing: DictionaryObject) -> None:
    kind = thing.get("/S", NullObject()).get_object()
    if kind in _ACTIONS or thing.get("/Type", NullObject()).get_object() == "/EmbeddedFile":
        thing.clear()
    for key in _OF_ACTIONS:
        thing.pop(key, None)
    if isinstance(thing, StreamObject):
        for key in _OF_STREAMS:
            thing.pop(key, None)
    # Resources name the layers of a page here; without them everything is shown.
    if isinstance(thing.get("/Properties"), DictionaryObject):
        del thing["/Properties"]


def one_after_another(first: bytes, second: bytes) -> bytes:
    """Give one PDF with the pages of two, both of our own making."""
    writer = PdfWriter()
    for content in (first, second):
        for page in PdfReader(io.BytesIO(content)).pages:
            writer.add_page(page)
    writer.metadata = None
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
