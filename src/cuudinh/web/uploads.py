"""A file that a form brings, taken into quarantine; what cannot be taken is named, with why."""

from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile

from cuudinh.journal import sent_papers
from cuudinh.kernel.refusal import Incomplete, Refusal, TooOften
from cuudinh.web import limits
from cuudinh.web.calls import Call
from cuudinh.web.wording import sentence_of


def accept_one_file(request: Call, file: "UploadedFile[Any]", name: str, taken: sent_papers.Limits) -> int:
    """Put a PDF or a picture into quarantine and give its number. Raises `Incomplete` that names it, `TooOften`."""
    try:
        limits.spend(request, "picture")
        return sent_papers.accept_file(cast(BinaryIO, file), file.content_type or "", taken).id
    except TooOften:
        raise
    except Refusal as refusal:
        raise Incomplete(faults={name: f"{file.name}: {sentence_of(refusal)}"}) from refusal
