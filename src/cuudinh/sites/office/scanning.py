"""Pictures and scans of papers, taken at a desk: put into quarantine by the paper that each is of."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext

from cuudinh.journal.sent_papers import Limits
from cuudinh.kernel.refusal import Incomplete
from cuudinh.web.calls import Call
from cuudinh.web.uploads import accept_one_file

OF_ONE_PAPER: Final = 6


def accept_scans(request: Call, fields: Mapping[str, str]) -> dict[str, Sequence[int]]:
    """Give the files by paper; `fields` maps the fields of the form to papers.

    Raises `Incomplete` that names the file not taken, `TooOften`.
    """
    return {paper: found for name, paper in fields.items() if (found := _of_field(request, name))}


def _of_field(request: Call, name: str) -> tuple[int, ...]:
    files = [file for file in request.FILES.getlist(name) if file.size]
    if len(files) > OF_ONE_PAPER:
        raise Incomplete(faults={name: gettext("Chọn tối đa %(most)s tệp.") % {"most": OF_ONE_PAPER}})
    return tuple(accept_one_file(request, file, name, Limits()) for file in files)
