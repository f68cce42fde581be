"""Reading the form of an act: inputs by their kinds, pictures into quarantine."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from cuudinh.engines.cases.types import InputView, OfficeCase, PossibleAct
from cuudinh.journal import pictures
from cuudinh.kernel.refusal import Incomplete, NotThere, Refusal

PHOTOS_MOST = 6


def act_of(case: OfficeCase, act: str) -> PossibleAct:
    """Give the act of a case by its verb. Raises `NotThere` when it is none of the actor's."""
    found = next((one for one in case.acts if one.act == act), None)
    if found is None:
        raise NotThere
    return found


def read_inputs(request: HttpRequest, inputs: Sequence[InputView]) -> dict[str, Any]:
    """Give the inputs of a posted act by their ids; what was left empty is left out."""
    read = {one.id: _read(request, one) for one in inputs if one.kind != "photos"}
    return {name: value for name, value in read.items() if value not in ("", [], {}, None)}


def _read(request: HttpRequest, one: InputView) -> Any:
    if one.kind == "offices":
        return [code for code in request.POST.getlist(one.id) if code]
    text = request.POST.get(one.id, "").strip()
    if one.kind == "span":
        return {"working_days": int(text)} if text.isdecimal() else {}
    if one.kind == "place":
        return _place(request, one.id)
    return text == "true" if one.kind == "flag" else text


def _place(request: HttpRequest, name: str) -> dict[str, str]:
    fields = ("lat", "lon", "unit", "label")
    found = {field: request.POST.get(f"{name}.{field}", "").strip() for field in fields}
    if found["lat"] and found["lon"]:
        return {field: found[field] for field in ("lat", "lon", "label")}
    return {"unit": found["unit"], "label": found["label"]} if found["unit"] else {}


def accept_photos(request: HttpRequest) -> tuple[int, ...]:
    """Put the pictures of an act into quarantine; raises `Incomplete` that names the one not taken."""
    files = request.FILES.getlist("photos")
    if len(files) > PHOTOS_MOST:
        raise Incomplete(faults={"photos": f"Chọn tối đa {PHOTOS_MOST} ảnh."})
    accepted = []
    for file in files:
        try:
            accepted.append(pictures.accept_picture(file, file.content_type or "").id)
        except Refusal as refusal:
            raise Incomplete(faults={"photos": f"{file.name}: {refusal}"}) from refusal
    return tuple(accepted)
