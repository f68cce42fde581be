"""Papers that come as PDF: what is taken, what is refused with why, and that nothing in what is kept acts."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject
from tests.leaflets import HIDDEN, WRITTEN, acting_leaflet, leaflet

from cuudinh.journal import files, jobs, leaflets, pictures, sent_papers
from cuudinh.journal.models import StoredPicture
from cuudinh.journal.sent_papers import Limits

pytestmark = pytest.mark.django_db


def accepted(sent: bytes, declared: str = "application/pdf", taken: Limits | None = None) -> pictures.Picture:
    return sent_papers.accept_file(io.BytesIO(sent), declared, taken or Limits())


def test_what_acts_stays_behind_and_what_was_filled_in_is_kept_as_a_drawing() -> None:
    made = leaflets.written_anew(acting_leaflet())
    for name in (
        b"/JavaScript",
        b"/JS",
        b"/AA",
        b"/OpenAction",
        b"/EmbeddedFile",
        b"/URI",
        b"/Names",
        HIDDEN,
    ):
        assert name in acting_leaflet()
        assert name not in made.content
    assert b"Nguoi soan" not in made.content
    (page,) = PdfReader(io.BytesIO(made.content)).pages
    assert page.extract_text() == "Don xin"
    stamp = page["/Annots"].get_object()[0]  # type: ignore[index] # one drawing: that of the field
    found = stamp.get_object()
    assert (found["/Subtype"], sorted(found)) == ("/Stamp", ["/AP", "/F", "/Rect", "/Subtype", "/Type"])
    assert WRITTEN in found["/AP"]["/N"].get_data().decode()


def test_a_paper_is_kept_sealed_and_gives_its_pages_back() -> None:
    paper = accepted(leaflet(3))
    assert (paper.pages, paper.type, paper.state) == (3, "pdf", "waiting")
    with pytest.raises(pictures.PictureNotReady):
        sent_papers.content_of(paper)
    jobs.work()
    ready = pictures.picture(paper.id)
    assert b"%PDF" not in files.read(ready.sha)
    assert len(PdfReader(io.BytesIO(sent_papers.content_of(ready))).pages) == 3
    again = pictures.again(ready.id)
    assert sent_papers.content_of(again) == sent_papers.content_of(ready)
    with pytest.raises(pictures.NotAPicture):
        pictures.hide_areas(ready.id, [(0, 0, 0.5, 0.5)])


def test_every_refusal_says_why() -> None:
    cases = [
        (leaflet(3), "application/pdf", Limits(pages=2), sent_papers.PaperTooLong),
        (leaflet(password="x"), "application/pdf", Limits(), sent_papers.PaperLocked),
        (leaflet()[:200], "application/pdf", Limits(), sent_papers.PaperBroken),
        (b"%PDF-1.7 " + b"x" * (2 << 20), "application/pdf", Limits(megabytes=1), sent_papers.PaperTooLarge),
        (leaflet(), "image/png", Limits(), sent_papers.PaperBroken),
        (b"MZ not a paper", "application/pdf", Limits(), sent_papers.PaperBroken),
        (b"MZ not a paper", "", Limits(), sent_papers.FileOfOtherType),
        (leaflet(), "application/pdf", Limits(types=("jpeg",)), sent_papers.FileOfOtherType),
    ]
    for sent, declared, taken, refusal in cases:
        with pytest.raises(refusal):
            accepted(sent, declared, taken)
    assert not StoredPicture.objects.exists()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1500), st.binary(max_size=40))
def test_bytes_made_to_confuse_the_reader_are_refused_or_written_anew(at: int, put: bytes) -> None:
    sent = acting_leaflet()
    sent = sent[:at] + put + sent[at + len(put) :]
    try:
        made = leaflets.written_anew(sent)
    except (leaflets.NotReadable, leaflets.Locked, leaflets.TooManyParts):
        return
    assert not _what_acts(made.content)


def _what_acts(content: bytes) -> list[str]:
    """Give what acts among the things of a PDF; bytes that a broken file has within a drawing are drawn, or not."""
    waiting: list[Any] = [PdfReader(io.BytesIO(content)).trailer]
    seen: set[int] = set()
    found = []
    while waiting:
        one = waiting.pop()
        thing = one.get_object()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, ArrayObject):
            waiting += list.__iter__(thing)
        elif isinstance(thing, DictionaryObject):
            found += [key for key in thing if key in {"/JS", "/AA", "/OpenAction", "/EmbeddedFiles", "/EF"}]
            found += [
                str(thing[key])
                for key in ("/S", "/Type")
                if thing.get(key) in {"/JavaScript", "/EmbeddedFile"}
            ]
            waiting += [thing.raw_get(key) for key in thing]
    return found


def test_what_acts_is_found_where_it_stands() -> None:
    assert {"/JS", "/JavaScript", "/AA", "/OpenAction"} <= set(_what_acts(acting_leaflet()))
