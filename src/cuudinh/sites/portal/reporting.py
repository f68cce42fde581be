"""Reading the report form: answers as the cases engine wants them, and pictures put into quarantine at once."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cuudinh.engines.cases.queries import ServiceView
from cuudinh.journal import pictures, sent_papers
from cuudinh.kernel.refusal import Incomplete, Refusal, TooOften
from cuudinh.packs.forms.shapes import MEGABYTES_USUAL, PAGES_USUAL, AskedShape
from cuudinh.web import limits
from cuudinh.web.calls import Call
from cuudinh.web.uploads import accept_one_file
from cuudinh.web.wording import sentence_of

FILES_USUAL = 4
PLACE_FIELDS = ("lat", "lon", "unit", "label")


def read_answers(form: ServiceView, posted: Mapping[str, str]) -> dict[str, Any]:
    """Give the answers of a posted form by question; what was left empty is left out."""
    answers: dict[str, Any] = {}
    for question in form.questions:
        value = (
            _place(posted, question.id) if question.type == "place" else posted.get(question.id, "").strip()
        )
        if question.type == "flag":
            answers[question.id] = value == "true"
        elif value and question.type != "photos":
            answers[question.id] = value
    return answers


def _place(posted: Mapping[str, str], name: str) -> dict[str, str]:
    """Give a point if the page knows one, else the commune that was chosen from the list."""
    found = {field: posted.get(f"{name}.{field}", "").strip() for field in PLACE_FIELDS}
    if found["lat"] and found["lon"]:
        return {"lat": found["lat"], "lon": found["lon"], "label": found["label"]}
    return {"unit": found["unit"], "label": found["label"]} if found["unit"] else {}


def photo_question(form: ServiceView) -> str:
    """Give the name of the question that asks for pictures; empty when the form has none."""
    return next((question.id for question in form.questions if question.type == "photos"), "")


def accept_photos(request: Call, name: str, most: int) -> tuple[int, ...]:
    """Put the pictures of a form into quarantine and give their numbers; the caller may do what it is for.

    Raises `Incomplete` that names the picture which could not be taken; nothing else of the form is lost.
    Raises `TooOften` for too many pictures.
    """
    files = [file for file in request.FILES.getlist(name) if file.size]
    if len(files) > most:
        raise Incomplete(faults={name: _("Chọn tối đa {most} ảnh.").format(most=most)})
    return tuple(_accepted(request, file, name) for file in files)


def accept_files(request: Call, shape: AskedShape) -> tuple[int, ...]:
    """Put the files of a question into quarantine, PDF or pictures as it takes them, and give their numbers.

    Raises as `accept_photos`.
    """
    files = [file for file in request.FILES.getlist(shape.id) if file.size]
    most = shape.most or FILES_USUAL
    if len(files) > most:
        raise Incomplete(faults={shape.id: _("Chọn tối đa {most} tệp.").format(most=most)})
    return tuple(accept_one_file(request, file, shape.id, limits_of(shape)) for file in files)


def limits_of(shape: AskedShape) -> sent_papers.Limits:
    """Give what a question takes."""
    return sent_papers.Limits(
        types=tuple(shape.accept or ("pdf", "jpeg", "png")),
        pages=shape.pages_most or PAGES_USUAL,
        megabytes=shape.megabytes_most or MEGABYTES_USUAL,
    )


def _accepted(request: Call, file: "UploadedFile[Any]", name: str) -> int:
    try:
        limits.spend(request, "picture")
        return pictures.accept_picture(cast(BinaryIO, file), file.content_type or "").id
    except TooOften:
        raise
    except Refusal as refusal:
        raise Incomplete(faults={name: f"{file.name}: {sentence_of(refusal)}"}) from refusal
