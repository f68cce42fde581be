"""Pictures of papers, taken at a desk: put into quarantine by the paper that each is of."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO, Final, cast

from django.utils.translation import gettext

from cuudinh.journal import pictures
from cuudinh.kernel.refusal import Incomplete, Refusal, TooOften
from cuudinh.web import limits
from cuudinh.web.calls import Call
from cuudinh.web.wording import sentence_of

OF_ONE_PAPER: Final = 6


def accept_scans(request: Call, fields: Mapping[str, str]) -> dict[str, Sequence[int]]:
    """Give the pictures by paper; `fields` maps the fields of the form to papers.

    Raises `Incomplete` that names the picture not taken, `TooOften`.
    """
    return {paper: found for name, paper in fields.items() if (found := _of_field(request, name))}


def _of_field(request: Call, name: str) -> tuple[int, ...]:
    files = [file for file in request.FILES.getlist(name) if file.size]
    if len(files) > OF_ONE_PAPER:
        raise Incomplete(faults={name: gettext("Chọn tối đa %(most)s ảnh.") % {"most": OF_ONE_PAPER}})
    taken = []
    for file in files:
        try:
            limits.spend(request, "picture")
            taken.append(pictures.accept_picture(cast(BinaryIO, file), file.content_type or "").id)
        except TooOften:
            raise
        except Refusal as refusal:
            raise Incomplete(faults={name: f"{file.name}: {sentence_of(refusal)}"}) from refusal
    return tuple(taken)
