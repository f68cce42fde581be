"""Reading a form: every answer in its order, what is hidden left out, what is calculated worked out, faults by path.

The path of an answer within a group is written with dots, as fields of the page are named: `children.0.name`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cuudinh.packs.forms.faults import AnswerFault, Wrong
from cuudinh.packs.forms.form import Form, fact_of, is_read, is_sent
from cuudinh.packs.forms.kinds import READERS, Around, Units, missing
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.shapes import AskedShape, QuestionShape

PlaceReader = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
_UNKNOWN = "Biểu mẫu không có câu hỏi này."
_UNREADABLE = "Mục này không đọc được. Tải lại trang rồi nhập lại."
ROWS_MOST = 50


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a form is read with: the day, the types of files sent by question, units, how a place is read."""

    today: date
    sent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    units: Units | None = None
    country: str = "VN"
    place: PlaceReader = dict


@dataclass(slots=True)
class Read:
    """A form as it was read: clean values by question, faults by path, the questions that are shown.

    `needed` are those shown that must be answered.
    """

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, AnswerFault] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)


def read_form(form: Form, given: Mapping[str, Any], around: Surroundings) -> Read:
    """Read every answer of a form; `faults` is empty when all is answered as it must be.

    A question that is not shown is not read, whatever was sent for it.
    """
    read = Read()
    for name in given:
        if name not in form.by_id:
            read.faults[name] = AnswerFault(_UNKNOWN)
    facts = form.facts({}, around.today)
    for question in form.in_order:
        if not form.holds(question.show_if, facts):
            continue
        value = _Asked(form, around, facts, read, read.values).answer(question, given.get(question.id))
        if value is not None:
            read.values[question.id] = value
            _take_in(form, facts, read.values, question, around.today)
    return read


def _take_in(
    form: Form, facts: dict[str, Any], values: Mapping[str, Any], question: AskedShape, today: date
) -> None:
    """Let one more answer be among the facts, without asking all of them again."""
    if question.type in {"topic", "date", "person"}:
        facts.update(form.facts(values, today))
    elif is_read(question):
        facts["answers"][question.id] = fact_of(question, values[question.id])


@dataclass(frozen=True, slots=True)
class _Asked:
    """Reads one question, and those within it; `beside` is what was answered before it on the same level."""

    form: Form
    around: Surroundings
    facts: Mapping[str, Any]
    read: Read
    beside: Mapping[str, Any]

    def answer(self, question: QuestionShape, given: Any) -> Any:
        """Read one question of the form."""
        self.read.shown.append(question.id)
        if self._is_needed(question):
            self.read.needed.append(question.id)
        return self._rows(question, given) if question.repeats else self._one(question, given, question.id)

    def _is_needed(self, question: AskedShape) -> bool:
        asked = question.required_if
        return question.required or (asked is not None and self.form.holds(asked, self.facts))

    def _rows(self, question: QuestionShape, given: Any) -> Any:
        rows = given or []
        if not isinstance(rows, list | tuple) or len(rows) > ROWS_MOST:
            return self._fault(question.id, AnswerFault(_UNREADABLE))
        rows = [row for row in rows if _is_given(row)]
        least = max(question.least or 0, int(self._is_needed(question)))
        if len(rows) < least:
            return self._fault(question.id, AnswerFault("Cần ít nhất {least} mục.", least=least))
        if question.most is not None and len(rows) > question.most:
            return self._fault(question.id, AnswerFault("Không quá {most} mục.", most=question.most))
        read = [self._block(question, row, f"{question.id}.{number}") for number, row in enumerate(rows)]
        return [row or {} for row in read] or None

    def _one(self, question: AskedShape, given: Any, path: str) -> Any:
        if question.type in {"group", "person"}:
            return self._block(question, given, path)
        try:
            value = self._value(question, given, path)
            if value is None and self._is_needed(question):
                raise Wrong(missing(question))
        except Wrong as wrong:
            return self._fault(path, wrong.fault)
        return None if is_sent(question) else value

    def _value(self, question: AskedShape, given: Any, path: str) -> Any:
        if question.type == "calculated":
            return self._calculated(question)
        if question.type == "place":
            return self._place(given)
        around = Around(
            today=self.around.today,
            country=self.around.country,
            topics=self.form.topics,
            units=self.around.units,
            sent=self.around.sent.get(path, ()),
            beside=self.beside,
        )
        return READERS[question.type](question, given, around)

    def _place(self, given: Any) -> Any:
        if not given:
            return None
        found = self.around.place(given) if isinstance(given, Mapping) else None
        if found is None:
            raise Wrong("Vui lòng chọn vị trí trên bản đồ.")
        return found

    def _calculated(self, question: AskedShape) -> Any:
        """Work an answer out; what was sent for it is not looked at."""
        if question.total_of:
            group, _, name = question.total_of.partition(".")
            return as_result(question, sum(row.get(name) or 0 for row in self.read.values.get(group) or ()))
        return as_result(question, self.form.formulas[question.value or ""].value(self.facts))

    def _block(self, question: AskedShape, given: Any, path: str) -> Any:
        """Read the questions within a question; of a person who need not be named nothing has to be answered."""
        if given and not isinstance(given, Mapping):
            return self._fault(path, AnswerFault(_UNREADABLE))
        parts, row = parts_of(question), given or {}
        for name in set(row).difference(one.id for one in parts):
            self._fault(f"{path}.{name}", AnswerFault(_UNKNOWN))
        if question.type == "person" and not self._is_needed(question) and not _is_given(row):
            return None
        return self._parts(parts, row, path) or None

    def _parts(self, parts: Sequence[AskedShape], row: Mapping[str, Any], path: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for part in parts:
            beside = {one.id: fact_of(one, values.get(one.id)) for one in parts if is_read(one)}
            inner = replace(self, facts={**self.facts, "row": beside}, beside=values)
            if not self.form.holds(part.show_if, inner.facts):
                continue
            found = inner._one(part, row.get(part.id), f"{path}.{part.id}")
            if found is not None:
                values[part.id] = found
        return values

    def _fault(self, path: str, fault: AnswerFault) -> Any:
        """Name what is wrong; the answer is none then."""
        self.read.faults[path] = fault


def _is_given(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_is_given(one) for one in value.values())
    return bool(value.strip() if isinstance(value, str) else value)


def as_result(question: AskedShape, found: Any) -> Any:
    """Give what a formula gave as its question keeps it; money is rounded by half up to whole đồng."""
    if question.result == "money":
        return math.floor(float(found) + 0.5)
    return float(found) if question.result == "number" else found
