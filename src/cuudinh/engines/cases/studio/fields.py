"""What the forms of the studio change: single values of the files of a service, each with its place.

A form is made anew from the file whenever it is shown or sent, so that only places it shows can be changed by it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuudinh.engines.cases.types.studio import Field, FieldGroup
from cuudinh.packs import editing
from cuudinh.packs.documents import read_yaml
from cuudinh.packs.faults import Fault, KeyPath

Sheet = Mapping[str, Any]


def sheet_of(path: str, text: str) -> Sheet:
    """Give what a file says; nothing for a file that is not there."""
    found = read_yaml(path, text).value if text else {}
    return found if isinstance(found, Mapping) else {}


def words_of(path: str, sheet: Sheet, languages: Sequence[str]) -> Iterator[FieldGroup]:
    """Give the words of states, acts and flags that a file holds."""
    for name, state in sheet.get("states", {}).items():
        parts = {"label": _("Tên"), "public": _("Người dân đọc"), "next": _("Việc tiếp theo")}
        fields = _texts(path, ("states", name), state, parts, languages)
        yield FieldGroup(
            f"state-{name}", _("Trạng thái {name}").format(name=_called(state, name)), tuple(fields)
        )
    for place, act in enumerate(sheet.get("acts", ())):
        parts = {"label": _("Tên"), "because": _("Lời khi chưa làm được")}
        fields = _texts(path, ("acts", place), act, parts, languages)
        yield FieldGroup(
            f"act-{place}", _("Thao tác {name}").format(name=_called(act, act["do"])), tuple(fields)
        )
    for name, flag in sheet.get("flags", {}).items():
        fields = _texts(path, ("flags", name), flag, {"label": _("Tên")}, languages)
        yield FieldGroup(f"flag-{name}", _("Dấu hiệu {name}").format(name=_called(flag, name)), tuple(fields))


def _called(node: Sheet, name: str) -> str:
    """Give what readers call a state, an act or a flag, with the name it has in the file."""
    label = node.get("label", {})
    said = label.get(get_language()) or label.get("vi") if isinstance(label, Mapping) else ""
    return f"“{said}” ({name})" if said else name


def questions_of(path: str, sheet: Sheet, languages: Sequence[str]) -> Iterator[FieldGroup]:
    """Give the questions of the form: words, whether an answer must be given, the words of choices."""
    for place, question in enumerate(sheet.get("questions", ())):
        keys: KeyPath = ("questions", place)
        parts = {"label": _("Câu hỏi"), "hint": _("Gợi ý")}
        fields = [*_texts(path, keys, question, parts, languages, may_be_new=("hint",))]
        required = bool(question.get("required", False))
        fields.append(_field(path, (*keys, "required"), _("Bắt buộc trả lời"), required, "flag"))
        for number, choice in enumerate(question.get("choices", ())):
            label = _("Lựa chọn {id}").format(id=choice["id"])
            fields += _texts(path, (*keys, "choices", number), choice, {"label": label}, languages)
        title = _("Câu {number}: {id}").format(number=place + 1, id=question["id"])
        yield FieldGroup(question["id"], title, tuple(fields), question["type"], path, keys, can_move=True)


def reasons_of(path: str, sheet: Sheet, languages: Sequence[str]) -> Iterator[FieldGroup]:
    """Give the words of the reasons that may be chosen."""
    for place, reason in enumerate(sheet.get("reasons", ())):
        fields = _texts(path, ("reasons", place), reason, {"label": _("Lý do")}, languages)
        note = ", ".join(reason["acts"])
        yield FieldGroup(f"reason-{reason['id']}", reason["id"], tuple(fields), note)


def steps_of(path: str, sheet: Sheet, _languages: Sequence[str]) -> Iterator[FieldGroup]:
    """Give the acts of the flow: who may do each, from where, how often, and whether two people are needed."""
    for place, act in enumerate(sheet.get("acts", ())):
        keys: KeyPath = ("acts", place)
        fields = [
            _field(path, (*keys, "from"), _("Từ các trạng thái"), ", ".join(act["from"]), "list"),
            _field(path, (*keys, "by"), _("Ai được làm"), ", ".join(act["by"]), "list"),
            _field(path, (*keys, "limit"), _("Số lần tối đa"), act.get("limit", ""), "number"),
            _field(path, (*keys, "four_eyes"), _("Cần hai người"), act.get("four_eyes", False), "flag"),
        ]
        target = _("giữ nguyên trạng thái")
        if act.get("to"):
            target = _called(sheet.get("states", {}).get(act["to"], {}), act["to"])
        yield FieldGroup(f"step-{place}", f"{_called(act, act['do'])} → {target}", tuple(fields))


SECTIONS: Final[Mapping[str, Callable[[str, Sheet, Sequence[str]], Iterator[FieldGroup]]]] = {
    "words": words_of,
    "questions": questions_of,
    "reasons": reasons_of,
    "steps": steps_of,
}


def changed_text(text: str, fields: Sequence[Field], given: Mapping[str, str]) -> str:
    """Give a file with what was typed into its fields; what was left as it was is not touched.

    An empty field takes a value away where it may be absent. Fields that were not sent stay, but for ticks.
    """
    for one in fields:
        if one.name not in given and one.kind != "flag":
            continue
        value = _typed(one, given.get(one.name, ""))
        if value == (_typed(one, str(one.value)) if one.kind != "flag" else one.value):
            continue
        text = _without(text, one) if value in ("", None) else _with(text, one, value)
    return text


def _with(text: str, one: Field, value: Any) -> str:
    """Put a value; a text in a first language makes the mapping of languages it stands in."""
    if editing.value_at(text, one.keys[:-1]) is None:
        return editing.put(text, one.keys[:-1], {str(one.keys[-1]): value})
    return editing.put(text, one.keys, value)


def _without(text: str, one: Field) -> str:
    if editing.value_at(text, one.keys) is None:
        return text
    holder = editing.value_at(text, one.keys[:-1])
    is_last_language = isinstance(holder, Mapping) and len(holder) == 1
    return editing.drop(text, one.keys[:-1] if is_last_language else one.keys)


def _typed(one: Field, given: str) -> Any:
    if one.kind == "flag":
        return given == "true"
    said = given.replace("\r\n", "\n").strip()
    if one.kind == "list":
        return [part.strip() for part in said.split(",") if part.strip()]
    return int(said) if one.kind == "number" and said.isdecimal() else said


def with_faults(
    groups: Sequence[FieldGroup], path: str, text: str, faults: Sequence[Fault], given: Mapping[str, str]
) -> list[FieldGroup]:
    """Give the groups of a form with what was typed and with each fault at the field in whose lines it lies."""
    lines = read_yaml(path, text).lines if text else {}
    return [_marked(group, path, lines, faults, given) for group in groups]


def _marked(
    group: FieldGroup,
    path: str,
    lines: Mapping[KeyPath, int],
    faults: Sequence[Fault],
    given: Mapping[str, str],
) -> FieldGroup:
    fields = []
    for one in group.fields:
        line = next(
            (lines[one.keys[:end]] for end in range(len(one.keys), 0, -1) if one.keys[:end] in lines), 0
        )
        found = [str(fault) for fault in faults if fault.file == path and fault.line == line]
        value = given.get(one.name, one.value) if given else one.value
        fields.append(
            Field(one.name, one.path, one.keys, one.label, value, one.kind, one.choices, "; ".join(found))
        )
    return FieldGroup(
        group.id, group.title, tuple(fields), group.note, group.path, group.keys, group.can_move
    )


def _texts(
    path: str,
    keys: KeyPath,
    holder: Sheet,
    parts: Mapping[str, str],
    languages: Sequence[str],
    may_be_new: Sequence[str] = (),
) -> Iterator[Field]:
    """Give a field for each language of the texts that are there, and of those that may be added."""
    for name, label in parts.items():
        if name not in holder and name not in may_be_new:
            continue
        said = holder.get(name) or {}
        for language in languages:
            words = f"{label} ({language})" if len(languages) > 1 else label
            yield _field(path, (*keys, name, language), words, said.get(language, ""))


def _field(path: str, keys: KeyPath, label: str, value: Any, kind: str = "text") -> Field:
    name = "v:" + "/".join(str(key) for key in keys)
    is_long = kind == "text" and isinstance(value, str) and len(value) > 80
    return Field(name, path, keys, label, value, "long" if is_long else kind)
