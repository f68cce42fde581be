"""Reading the form of an act: inputs by their kinds, pictures into quarantine.

A screen holds the forms of several acts, so a field is named with its act: `refuse.reason`.
"""

import json
from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext

from cuudinh.engines.cases.types import InputView
from cuudinh.journal import pictures
from cuudinh.journal.sent_papers import Limits
from cuudinh.kernel.refusal import BadInput, Incomplete, Refusal, TooOften
from cuudinh.web import limits
from cuudinh.web.answers import faults_of
from cuudinh.web.calls import Call
from cuudinh.web.uploads import accept_one_file
from cuudinh.web.wording import sentence_of

PHOTOS_MOST = 6
# Kinds of input that come as files.
SENT = frozenset({"photos", "result"})
RESULT = Limits(types=("pdf",), pages=100, megabytes=12)
DAYS_DIGITS_MOST = 5
PLACE_FIELDS = ("lat", "lon", "unit", "label")
Area = tuple[float, float, float, float]


def read_inputs(request: Call, act: str, inputs: Sequence[InputView]) -> dict[str, Any]:
    """Give the inputs of a posted act by their ids; what was left empty is left out."""
    read = {one.id: _read(request, f"{act}.{one.id}", one) for one in inputs if one.kind not in SENT}
    return {name: value for name, value in read.items() if value not in ("", [], {})}


def _read(request: Call, name: str, one: InputView) -> Any:
    if one.kind in {"offices", "papers"}:
        return [code for code in request.POST.getlist(name) if code]
    if one.kind == "place":
        return _place(request, name)
    text = request.POST.get(name, "").strip()
    if one.kind == "span":
        return {"working_days": int(text)} if text.isdecimal() and len(text) <= DAYS_DIGITS_MOST else text
    return text == "true" if one.kind == "flag" else text


def _place(request: Call, name: str) -> dict[str, str]:
    found = {field: request.POST.get(f"{name}.{field}", "").strip() for field in PLACE_FIELDS}
    if found["lat"] and found["lon"]:
        return {field: found[field] for field in ("lat", "lon", "label")}
    return {"unit": found["unit"], "label": found["label"]} if found["unit"] else {}


def given_of(request: Call, act: str) -> dict[str, Any]:
    """Give what was typed into the form of an act, as it was typed, to be shown again."""
    start = f"{act}."
    return {
        name.removeprefix(start): values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if name.startswith(start) and any(values)
    }


def faults_by_field(refusal: Refusal, act: str) -> dict[str, str]:
    """Give what is wrong by the names of the fields, as the form has them."""
    return {f"{act}.{name}": fault for name, fault in faults_of(refusal).items()}


def accept_photos(request: Call, act: str, inputs: Sequence[InputView]) -> tuple[int, ...]:
    """Put the pictures of an act into quarantine; raises `Incomplete` that names the one not taken.

    The actor may do the act. Raises `TooOften` for too many pictures.
    """
    asked = next((one for one in inputs if one.kind in SENT), None)
    if asked is None:
        return ()
    if asked.kind == "result":
        return _accept_result(request, f"{act}.{asked.id}", asked.id)
    files = request.FILES.getlist(f"{act}.{asked.id}")
    most = asked.most or PHOTOS_MOST
    if len(files) > most:
        raise Incomplete(faults={asked.id: gettext("Chọn tối đa %(most)s ảnh.") % {"most": most}})
    accepted = []
    for file in files:
        try:
            limits.spend(request, "picture")
            accepted.append(pictures.accept_picture(cast(BinaryIO, file), file.content_type or "").id)
        except TooOften:
            raise
        except Refusal as refusal:
            raise Incomplete(faults={asked.id: f"{file.name}: {sentence_of(refusal)}"}) from refusal
    return tuple(accepted)


def _accept_result(request: Call, name: str, asked: str) -> tuple[int, ...]:
    """Put the paper that is the result into quarantine; raises `Incomplete` where it is not one PDF."""
    files = [file for file in request.FILES.getlist(name) if file.size]
    if len(files) > 1:
        raise Incomplete(faults={asked: gettext("Văn bản kết quả là một tệp PDF.")})
    return tuple(accept_one_file(request, file, asked, RESULT) for file in files)


def read_areas(text: str) -> list[Area]:
    """Read the areas that a form sends: `[[left, top, width, height], …]`, shares of the picture.

    >>> read_areas("[[0.1, 0.2, 0.3, 0.4]]")
    [(0.1, 0.2, 0.3, 0.4)]

    Raises `BadInput` for anything else.
    """
    try:
        return [_area(one) for one in json.loads(text or "[]")]
    except (TypeError, ValueError, OverflowError, RecursionError) as fault:
        raise BadInput from fault


def _area(edges: Sequence[Any]) -> Area:
    left, top, width, height = (float(edge) for edge in edges)
    return left, top, width, height
