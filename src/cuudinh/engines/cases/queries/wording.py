"""What was answered, in words: for looking over, for officers, for paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext

from cuudinh.engines.cases.service import words
from cuudinh.engines.places import queries as places
from cuudinh.kernel import numbers
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.shapes import AskedShape, QuestionShape


@dataclass(frozen=True, slots=True)
class Said:
    """One question with its answer in words; a group holds those within it, row by row."""

    id: str
    label: str
    value: str = ""
    rows: tuple[tuple["Said", ...], ...] = ()

    @property
    def in_one_line(self) -> str:
        """Give the answer in one line, rows apart by semicolons."""
        rows = (", ".join(f"{one.label}: {one.in_one_line}" for one in row) for row in self.rows)
        return "; ".join(rows) if self.rows else self.value


def said_of(question: AskedShape, value: Any, language: str) -> Said:
    """Give a question with its answer in words; an answer that was not given is empty."""
    label = words(question.label, language)
    if isinstance(question, QuestionShape) and question.repeats:
        rows = value if isinstance(value, list) else []
        return Said(question.id, label, rows=tuple(_row(question, row, language) for row in rows))
    if question.type in {"group", "person"}:
        row = value if isinstance(value, Mapping) else {}
        return Said(question.id, label, rows=(_row(question, row, language),) if row else ())
    if value is None or value in ("", []):
        return Said(question.id, label)
    kind = question.result if question.type == "calculated" else question.type
    return Said(question.id, label, _WORDS.get(kind, _plain)(question, value, language))


def _row(question: AskedShape, row: Mapping[str, Any], language: str) -> tuple[Said, ...]:
    found = (said_of(part, row.get(part.id), language) for part in parts_of(question))
    return tuple(one for one in found if one.value or one.rows)


def _plain(_: AskedShape, value: Any, __: str) -> str:
    return str(value)


def _number(_: AskedShape, value: Any, language: str) -> str:
    return numbers.number(Decimal(str(value)), language, decimals=6)


def _money(_: AskedShape, value: Any, language: str) -> str:
    return numbers.dong(int(value), language)


def _day(_: AskedShape, value: Any, language: str) -> str:
    return numbers.date_text(date.fromisoformat(value), language)


def _choice(question: AskedShape, value: Any, language: str) -> str:
    given = value if isinstance(value, list) else [value]
    return ", ".join(words(one.label, language) for one in question.choices if one.id in given)


def _yes_no(_: AskedShape, value: Any, __: str) -> str:
    return gettext("Có") if value else gettext("Không")


def _phone(_: AskedShape, value: Any, __: str) -> str:
    return f"0{value[3:]}" if str(value).startswith("+84") else str(value)


def _address(_: AskedShape, value: Any, __: str) -> str:
    return ", ".join(filter(None, (value.get("line", ""), value.get("name") or value.get("unit", ""))))


def _place(_: AskedShape, value: Any, language: str) -> str:
    point = f"{value['lat']:.5f}, {value['lon']:.5f}" if "lat" in value else ""
    unit = places.unit(value["unit"]).name(language) if value.get("unit") else ""
    # Who names no street is at the commune: it is said once.
    parts = (value.get("label", ""), "" if unit == value.get("label") else unit, point)
    return ", ".join(filter(None, parts))


def _sent(_: AskedShape, value: Any, __: str) -> str:
    return gettext("{n} ảnh").format(n=value)


def _filed(_: AskedShape, value: Any, __: str) -> str:
    return gettext("{n} tệp").format(n=value)


def _signed(_: AskedShape, __: Any, ___: str) -> str:
    return gettext("Đã ký")


_WORDS: Final[Mapping[str, Callable[[AskedShape, Any, str], str]]] = {
    "number": _number,
    "money": _money,
    "date": _day,
    "choice": _choice,
    "choices": _choice,
    "flag": _yes_no,
    "yes_no": _yes_no,
    "phone": _phone,
    "address": _address,
    "place": _place,
    "photos": _sent,
    "file": _filed,
    "signature": _signed,
}
