"""The inputs of an act: read by kind, checked against the pack, refused by name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from cuudinh.engines.cases.rules.answers import cover, read_place
from cuudinh.engines.cases.rules.merging import takes_parts
from cuudinh.engines.cases.rules.moves import Inputs
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.service import span_of, words
from cuudinh.engines.cases.shapes import SENT_INPUTS, ActShape, InputShape
from cuudinh.engines.cases.types import InputsIncomplete, NoSuchCommune
from cuudinh.kernel.worktime import Span
from cuudinh.packs.forms.faults import AnswerFault, Wrong
from cuudinh.packs.forms.kinds import LONG_TEXT, SHORT_TEXT
from cuudinh.packs.forms.texts import clean_text

# Who knows the reporter's phone number may write it down: the reporter, and the centre after break-glass. It
# is covered before an office reads it. Offices cannot know it, and their own numbers are meant to be read;
# yet what they write for everybody may name a third person, and is covered as well.
COVERED_SIDES: Final = frozenset({"reporter", "centre"})

_JOINED: Final = "Đơn vị này đã tham gia xử lý."
_JOINED_DOSSIER: Final = "Đơn vị này đã tham gia giải quyết hồ sơ."


def read_inputs(
    scene: Scene, case: Standing, act: ActShape, given: Mapping[str, Any], photo_count: int, side: str
) -> Inputs:
    """Read and check the inputs of an act. Raises `InputsIncomplete` with a sentence for each fault.

    `side` is who writes: what the reporter or the centre writes is covered, and whatever everybody will read.
    """
    known = {shape.id for shape in act.inputs}
    faults = {name: AnswerFault("Thao tác này không có mục này.") for name in given if name not in known}
    inputs = Inputs(side=side, photo_count=photo_count, given=dict(given))
    for shape in act.inputs:
        try:
            inputs = _read(scene, case, act, shape, given.get(shape.id), inputs)
        except Wrong as wrong:
            faults[shape.id] = wrong.fault
    if photo_count and not any(shape.kind in SENT_INPUTS for shape in act.inputs):
        faults["photos"] = AnswerFault("Thao tác này không nhận ảnh.")
    if faults:
        raise InputsIncomplete(faults=faults, act=words(act.label, scene.language))
    return inputs


def _read(
    scene: Scene, case: Standing, act: ActShape, shape: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    if shape.kind in SENT_INPUTS:
        return _check_photos(shape, inputs)
    if value in (None, "", []):
        # An office may be left out where routing proposes one.
        if shape.required and not (shape.kind == "office" and act.do == "assign"):
            raise Wrong("Vui lòng điền mục này.")
        return inputs
    return _READERS[shape.kind](scene, case, act, shape, value, inputs)


def _check_photos(shape: InputShape, inputs: Inputs) -> Inputs:
    is_paper = shape.kind == "result"
    if shape.required and not inputs.photo_count:
        raise Wrong("Vui lòng thêm ít nhất một tệp." if is_paper else "Vui lòng thêm ít nhất một ảnh.")
    most = 1 if is_paper else shape.most
    if most is not None and inputs.photo_count > most:
        raise Wrong("Không quá {most} tệp." if is_paper else "Không quá {most} ảnh.", most=most)
    return inputs


def _read_text(
    _: Scene, __: Standing, act: ActShape, shape: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    if not isinstance(value, str):
        raise Wrong("Mục này cần điền bằng chữ.")
    text, most = clean_text(value), SHORT_TEXT if shape.kind == "text" else LONG_TEXT
    if not text and shape.required:
        raise Wrong("Vui lòng điền mục này.")
    if len(text) > most:
        raise Wrong("Không quá {most} ký tự.", most=most)
    is_covered = inputs.side in COVERED_SIDES or (shape.audience or act.audience) == "public"
    shown = cover(text) if is_covered else text
    # A second pair of eyes is asked about what was given: until then it is kept, covered like the rest.
    inputs = replace(inputs, given={**inputs.given, shape.id: shown})
    is_kept = inputs.side == "reporter" and shown != text
    original = f"{inputs.original}\n{text}".strip() if is_kept else inputs.original
    if shape.audience is not None:
        said = "\n".join(filter(None, [inputs.notes.get(shape.audience, ""), shown]))
        return replace(inputs, notes={**inputs.notes, shape.audience: said}, original=original)
    return replace(
        inputs,
        text=inputs.text or shown,
        texts={**inputs.texts, shape.id: shown},
        original=original,
    )


def _read_office(
    scene: Scene, _: Standing, __: ActShape, ___: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    return replace(inputs, office_id=_office_id(scene, value))


def _office_id(scene: Scene, code: Any) -> int:
    office = scene.offices.by_code(code, scene.day) if isinstance(code, str) else None
    if office is None:
        raise Wrong("Không có đơn vị này.")
    return office.id


def _read_offices(
    scene: Scene, case: Standing, act: ActShape, shape: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    codes = [value] if isinstance(value, str) else value
    if not isinstance(codes, list | tuple):
        raise Wrong("Vui lòng chọn đơn vị.")
    ids = tuple(dict.fromkeys(_office_id(scene, code) for code in codes))
    joint = scene.service.shape.joint
    most = shape.most or (joint.most if joint else 1)
    if act.do == "cancel_joint":
        if set(ids) - case.open_tasks:
            raise Wrong("Đơn vị này không có phần phối hợp nào đang chờ.")
        return replace(inputs, office_ids=ids)
    if case.owner_office_id in ids or case.open_tasks & set(ids):
        raise Wrong(_JOINED_DOSSIER if scene.service.is_dossier else _JOINED)
    if len(ids) + len(case.open_tasks) > most:
        raise Wrong("Không quá {most} đơn vị phối hợp.", most=most)
    return replace(inputs, office_ids=ids)


def _read_span(
    scene: Scene, _: Standing, __: ActShape, ___: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    """Read a span: a mapping such as `{"working_days": 3}`, or a bare number of working days."""
    try:
        span = Span.parse(value) if isinstance(value, Mapping) else Span(working_days=int(value))
    except (TypeError, ValueError):
        raise Wrong("Vui lòng nhập số ngày.") from None
    longest, pace = scene.service.shape.deadlines.extension_most, scene.working
    if span.amount > 1000 or (
        longest is not None and pace.add(scene.at, span) > pace.add(scene.at, span_of(longest))
    ):
        raise Wrong("Thời gian xin thêm dài hơn mức cho phép.")
    return replace(inputs, span=span)


def _read_reason(
    scene: Scene, _: Standing, act: ActShape, __: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    reason = scene.service.reasons.get(value) if isinstance(value, str) else None
    if reason is None or act.do not in reason.acts:
        raise Wrong("Vui lòng chọn một lý do trong danh sách.")
    return replace(inputs, reason=reason.id)


def _read_case(
    scene: Scene, case: Standing, _: ActShape, __: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    number = value.strip().upper() if isinstance(value, str) else ""
    other = scene.find_case(number) if number and number != case.number else None
    if other is None or not takes_parts(scene, other):
        raise Wrong("Không gộp được vào phản ánh này: không có, đã gộp, đã kết thúc hoặc không tiếp nhận.")
    return replace(inputs, other_id=other.id, other_number=other.number)


def _read_rating(
    scene: Scene, _: Standing, __: ActShape, ___: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    levels = scene.service.shape.rating.levels if scene.service.shape.rating else []
    level = next((one for one in levels if one.id == value), None)
    if level is None:
        raise Wrong("Vui lòng chọn một mức đánh giá.")
    return replace(inputs, level=level)


def _read_place(
    scene: Scene, _: Standing, __: ActShape, ___: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    place = read_place(value) if isinstance(value, Mapping) else None
    try:
        found = scene.places.locate(place, scene.day) if place else None
    except NoSuchCommune as refused:
        raise Wrong(refused.template, **refused.facts) from refused
    if found is None:
        raise Wrong("Vị trí này nằm ngoài địa bàn.")
    return replace(inputs, place=found)


def _read_topic(
    scene: Scene, _: Standing, __: ActShape, ___: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    if not isinstance(value, str) or value not in scene.service.topics:
        raise Wrong("Không có lĩnh vực này.")
    return replace(inputs, topic=value)


def _read_flag(
    _: Scene, __: Standing, ___: ActShape, shape: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    return replace(inputs, flags={**inputs.flags, shape.id: value in (True, "true", "on", "1")})


def _read_papers(
    scene: Scene, _: Standing, __: ActShape, ___: InputShape, value: Any, inputs: Inputs
) -> Inputs:
    procedure = scene.service.shape.procedure
    known = {paper.id for paper in procedure.papers} if procedure is not None else set()
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) and one in known for one in given):
        raise Wrong("Vui lòng chọn giấy tờ trong thành phần hồ sơ.")
    return replace(inputs, papers=tuple(dict.fromkeys(given)))


def _read_way(scene: Scene, _: Standing, __: ActShape, ___: InputShape, value: Any, inputs: Inputs) -> Inputs:
    procedure = scene.service.shape.procedure
    if procedure is None or value not in procedure.deliver:
        raise Wrong("Vui lòng chọn một cách trả kết quả.")
    return replace(inputs, way=value)


_Reader = Callable[[Scene, Standing, ActShape, InputShape, Any, Inputs], Inputs]
_READERS: Mapping[str, _Reader] = {
    "text": _read_text,
    "long_text": _read_text,
    "office": _read_office,
    "offices": _read_offices,
    "span": _read_span,
    "reason": _read_reason,
    "case": _read_case,
    "rating": _read_rating,
    "place": _read_place,
    "topic": _read_topic,
    "flag": _read_flag,
    "papers": _read_papers,
    "way": _read_way,
}
