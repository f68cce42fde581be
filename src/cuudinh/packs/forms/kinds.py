"""One reader for each type of question: a clean value, None when nothing was answered, or what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Protocol

from cuudinh.packs.forms.contacts import read_email, read_phone
from cuudinh.packs.forms.faults import Wrong
from cuudinh.packs.forms.numbers import agree, read_id_number, read_tax_code
from cuudinh.packs.forms.shapes import AskedShape
from cuudinh.packs.forms.texts import read_day, read_money, read_number, text_in

SHORT_TEXT: Final = 300
LONG_TEXT: Final = 4000
YES: Final = frozenset({"true", "on", "1", "yes", True})
NO: Final = frozenset({"false", "off", "0", "no", "", False})
MISSING: Final = "Vui lòng trả lời câu này."
_PICK_ONE: Final = "Vui lòng chọn một trong các mục đã cho."
FILE_TYPES: Final[tuple[str, ...]] = ("pdf", "jpeg", "png")


class Units(Protocol):
    """The units of a province, as an address names them."""

    def named(self, words: str) -> Sequence[tuple[str, str]]:
        """Give (code, name) of the units in force that a code or a name, also an old one, stands for."""
        ...


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one answer: the day, the country of local phone numbers, and what was answered beside it.

    `sent` are the types of the files that came for this question; `topics` and `units` are None where nothing
    is known of them, and then are not checked.
    """

    today: date
    country: str = "VN"
    topics: Sequence[str] = ()
    units: Units | None = None
    sent: Sequence[str] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)


def read_text(question: AskedShape, value: Any, _: Around) -> str | None:
    """Read words of one or several lines."""
    text = text_in(value)
    if not text:
        return None
    most = question.max_length or (SHORT_TEXT if question.type == "text" else LONG_TEXT)
    if len(text) < (question.min_length or 0):
        raise Wrong("Cần ít nhất {least} ký tự.", least=question.min_length)
    if len(text) > most:
        raise Wrong("Không quá {most} ký tự.", most=most)
    return " ".join(text.split()) if question.type == "text" else text


def _number(question: AskedShape, value: Any, _: Around) -> float | None:
    if value is None or value == "":
        return None
    return _within(question, read_number(value))


def _money(question: AskedShape, value: Any, _: Around) -> int | None:
    if value is None or value == "":
        return None
    amount = read_money(value)
    _within(question, amount)
    return amount


def _within(question: AskedShape, number: float) -> float:
    if question.minimum is not None and number < question.minimum:
        raise Wrong("Không nhỏ hơn {minimum:g}.", minimum=question.minimum)
    if question.maximum is not None and number > question.maximum:
        raise Wrong("Không lớn hơn {maximum:g}.", maximum=question.maximum)
    return number


def _day(question: AskedShape, value: Any, around: Around) -> str | None:
    if value is None or value == "":
        return None
    day = read_day(value)
    earliest, latest = _day_of(question.earliest, around), _day_of(question.latest, around)
    if earliest and day < earliest:
        raise Wrong("Không trước ngày {day}.", day=_shown(earliest))
    if latest and day > latest:
        raise Wrong("Không sau ngày {day}.", day=_shown(latest))
    return day


def _day_of(limit: str | None, around: Around) -> str | None:
    return around.today.isoformat() if limit == "today" else limit


def _shown(day: str) -> str:
    return "/".join(reversed(day.split("-")))


def _choice(question: AskedShape, value: Any, _: Around) -> str | None:
    if value is None or value == "":
        return None
    if value not in [choice.id for choice in question.choices]:
        raise Wrong(_PICK_ONE)
    return str(value)


def _choices(question: AskedShape, value: Any, _: Around) -> list[str] | None:
    given = [value] if isinstance(value, str) and value else value or []
    known = [choice.id for choice in question.choices]
    if not isinstance(given, list | tuple) or any(one not in known for one in given):
        raise Wrong("Vui lòng chọn trong các mục đã cho.")
    picked = [one for one in known if one in given]
    if not picked:
        return None
    if len(picked) < (question.least or 0):
        raise Wrong("Chọn ít nhất {least} mục.", least=question.least)
    if question.most is not None and len(picked) > question.most:
        raise Wrong("Chọn nhiều nhất {most} mục.", most=question.most)
    return picked


def _yes_no(_: AskedShape, value: Any, __: Around) -> bool | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str | bool) or value not in YES | NO:
        raise Wrong("Câu này chỉ có thể là có hoặc không.")
    return value in YES


def _flag(question: AskedShape, value: Any, around: Around) -> bool | None:
    """Read a box to tick: what must be ticked, such as a declaration, is not answered by leaving it empty."""
    if value is None:
        return None
    if value == "":
        return None if question.required else False
    said = _yes_no(question, value, around)
    return None if said is False and question.required else said


def _topic(_: AskedShape, value: Any, around: Around) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in around.topics:
        raise Wrong(_PICK_ONE)
    return value


def _phone(_: AskedShape, value: Any, around: Around) -> str | None:
    text = text_in(value)
    return read_phone(text, around.country) if text else None


def _id_number(question: AskedShape, value: Any, around: Around) -> str | None:
    text = text_in(value)
    if not text:
        return None
    digits = read_id_number(text, question.registries, around.today)
    birth, sex = (around.beside.get(name or "") for name in (question.birth, question.sex))
    agree(digits, str(birth or ""), str(sex or ""))
    return digits


def _tax_code(_: AskedShape, value: Any, __: Around) -> str | None:
    text = text_in(value)
    return read_tax_code(text) if text else None


def _email(_: AskedShape, value: Any, __: Around) -> str | None:
    text = text_in(value)
    return read_email(text) if text else None


def _address(_: AskedShape, value: Any, around: Around) -> Mapping[str, str] | None:
    if not value:
        return None
    if not isinstance(value, Mapping):
        raise Wrong("Vui lòng chọn xã, phường.")
    unit, line = text_in(value.get("unit")), " ".join(text_in(value.get("line")).split())
    if not unit and not line:
        return None
    if not unit:
        raise Wrong("Vui lòng chọn xã, phường.")
    if len(line) > SHORT_TEXT:
        raise Wrong("Không quá {most} ký tự.", most=SHORT_TEXT)
    return {"line": line, **_unit(unit, around)}


def _unit(words: str, around: Around) -> Mapping[str, str]:
    """Give the one unit that is meant; an old name leads to what it became, where that is certain."""
    if around.units is None:
        return {"unit": words}
    found = around.units.named(words)
    if not found:
        raise Wrong(
            "Không tìm thấy xã, phường “{unit}”. Nhập tên hiện nay, hoặc tên trước khi sắp xếp.", unit=words
        )
    if len(found) > 1:
        names = ", ".join(name for _, name in found[:8])
        raise Wrong("“{unit}” nay là nhiều xã, phường. Chọn một trong: {names}.", unit=words, names=names)
    return {"unit": found[0][0], "name": found[0][1]}


def _files(question: AskedShape, value: Any, around: Around) -> int | None:
    if value:
        raise Wrong(
            "Ảnh được gửi riêng, không nằm trong câu trả lời."
            if question.type == "photos"
            else "Tệp được gửi riêng, không nằm trong câu trả lời."
        )
    most = 1 if question.type == "signature" else question.most
    if most is not None and len(around.sent) > most:
        raise Wrong(
            "Không quá {most} ảnh." if question.type == "photos" else "Không quá {most} tệp.", most=most
        )
    taken = question.accept or FILE_TYPES
    if question.type == "file" and any(one not in taken for one in around.sent):
        raise Wrong("Chỉ nhận tệp {types}.", types=", ".join(one.upper() for one in taken))
    return len(around.sent) or None


Reader = Callable[[AskedShape, Any, Around], Any]
READERS: Final[Mapping[str, Reader]] = {
    "text": read_text,
    "long_text": read_text,
    "number": _number,
    "money": _money,
    "date": _day,
    "choice": _choice,
    "choices": _choices,
    "flag": _flag,
    "yes_no": _yes_no,
    "topic": _topic,
    "phone": _phone,
    "id_number": _id_number,
    "tax_code": _tax_code,
    "email": _email,
    "address": _address,
    "photos": _files,
    "file": _files,
    "signature": _files,
}
_MISSING_OF: Final = {
    "photos": "Vui lòng thêm ít nhất một ảnh.",
    "file": "Vui lòng thêm ít nhất một tệp.",
    "signature": "Vui lòng ký tên.",
}


def missing(question: AskedShape) -> str:
    """Give the sentence that is said when nothing was answered."""
    return _MISSING_OF.get(question.type, MISSING)
