"""Forms filled in at the edges of what conditions compare: enough to see whether a condition can hold, and can fail.

Only what a condition reads is varied, with every question on which one of those hangs; what a form hides reads as not
answered, as when it is filled in. Where there are too many situations to go through nothing is claimed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, product
from math import prod
from typing import Any, Final

from cuudinh.packs.conditions import Condition, Formula
from cuudinh.packs.forms.checking import Laid
from cuudinh.packs.forms.form import age_on, empty_of, fact_of, is_read
from cuudinh.packs.forms.parts import parts_of
from cuudinh.packs.forms.shapes import AskedShape, QuestionShape

SITUATIONS_MOST: Final = 6_000
_ROWS_MOST: Final = 64
_SUBSETS_OF: Final = 4
_SIZE_MOST: Final = 200
_TODAY: Final = date(2026, 1, 31)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Edges:
    """What conditions compare with: numbers and texts."""

    numbers: frozenset[float]
    texts: frozenset[str]

    @property
    def days(self) -> list[date]:
        """Give the days among the texts."""
        return sorted(date.fromisoformat(text) for text in self.texts if _DAY.fullmatch(text))


def outcomes(condition: Condition, situations: Iterable[Mapping[str, Any]]) -> frozenset[bool]:
    """Give what comes out of a condition at all; done as soon as it came out both ways."""
    found: set[bool] = set()
    for facts in situations:
        found.add(condition.holds(facts))
        if len(found) > 1:
            break
    return frozenset(found)


def situations(
    laid: Laid, condition: Condition, topics: Sequence[str] | None = None, row_of: QuestionShape | None = None
) -> list[Facts] | None:
    """Give the facts of a form in which a condition may come out differently; None where they are too many.

    `topics` narrows what was chosen; `row_of` is the group in whose rows the condition is asked.
    """
    for has_ground in (True, False):
        axes = _Axes(laid, condition, has_ground, topics)
        rows = _rows(row_of, condition, axes.edges) if row_of is not None else [None]
        if axes.count * len(rows) <= SITUATIONS_MOST:
            return [
                {**facts, **({"row": row} if row is not None else {})}
                for facts in axes.facts()
                for row in rows
            ]
    return None


def edges_of(formulas: Iterable[Formula]) -> _Edges:
    """Give what formulas compare with."""
    found = [formula.literals() for formula in formulas]
    return _Edges(
        frozenset().union(*(one[0] for one in found)), frozenset().union(*(one[1] for one in found))
    )


class _Axes:
    """The questions that are varied for a condition, in the order in which a form is read, each with its values."""

    def __init__(
        self, laid: Laid, condition: Condition, has_ground: bool, topics: Sequence[str] | None
    ) -> None:
        self._by_id = {one.id: one for one in laid.questions if is_read(one)}
        self._shown = {one.id: _conditions_of(one, laid) for one in laid.questions}
        self._formulas = {one.id: Formula(one.value) for one in laid.questions if one.value}
        self._empty = {one.id: fact_of(one, None) for one in self._by_id.values()}
        names, formulas = self._closed(condition, has_ground)
        self.edges = edges_of(formulas)
        reads = frozenset(path for formula in formulas for path in formula.reads())
        self._names = [one.id for one in laid.questions if one.id in names]
        self._values = [self._values_of(name, reads) for name in self._names]
        self._topics = list(topics or laid.topics or [""]) if "topic" in reads or topics else laid.topics[:1]
        self._days = self._todays() if "today" in reads else [_TODAY]
        self._has_ground = has_ground

    @property
    def count(self) -> int:
        """Give how many situations there are."""
        return prod(map(len, self._values)) * max(1, len(self._topics)) * len(self._days)

    def facts(self) -> Iterator[Facts]:
        """Give every situation."""
        for topic, today, *values in product(self._topics or [""], self._days, *self._values):
            yield self._filled(topic, today, dict(zip(self._names, values, strict=True)))

    def _filled(self, topic: str, today: date, given: Mapping[str, Any]) -> Facts:
        answers = dict(self._empty)
        facts: Facts = {"topic": topic, "answers": answers, "ages": {}, "today": today.isoformat()}
        facts["ages"] = {one.id: 0.0 for one in self._by_id.values() if one.type in {"date", "person"}}
        for name, value in given.items():
            if self._has_ground and not all(one.holds(facts) for one in self._shown[name]):
                continue
            answers[name] = self._formulas[name].value(facts) if name in self._formulas else value
            if name in facts["ages"]:
                born = value.get("birth", "") if isinstance(value, Mapping) else value
                facts["ages"][name] = age_on(str(born), today)
        return facts

    def _closed(self, condition: Condition, has_ground: bool) -> tuple[set[str], list[Formula]]:
        """Give the questions that a condition hangs on, and every condition and formula between."""
        formulas: list[Formula] = [condition]
        names: set[str] = set()
        waiting = _questions_in(condition)
        while waiting:
            name = waiting.pop()
            if name in names or name not in self._by_id:
                continue
            names.add(name)
            more: list[Formula] = [*self._shown[name]] if has_ground else []
            more += [self._formulas[name]] if name in self._formulas else []
            formulas += more
            waiting |= set().union(*map(_questions_in, more))
        return names, formulas

    def _values_of(self, name: str, reads: frozenset[str]) -> Sequence[Any]:
        question = self._by_id[name]
        if name in self._formulas:
            return [None]
        if isinstance(question, QuestionShape) and question.repeats:
            row = {one.id: empty_of(one) for one in parts_of(question) if one.type not in {"group", "person"}}
            sizes = {0, 1, *(int(one) + step for one in self.edges.numbers for step in (-1, 0, 1))}
            return [[row] * size for size in sorted(sizes) if 0 <= size <= (question.most or 1)]
        if parts_of(question):
            read = {path.split(".")[2] for path in reads if path.startswith(f"answers.{name}.")}
            return _of_parts(question, read, self.edges, f"ages.{name}" in reads)
        return values_of(question, self.edges, f"ages.{name}" in reads)

    def _todays(self) -> list[date]:
        about = {day + timedelta(days=step) for day in self.edges.days for step in (-1, 0, 1)}
        return sorted({_TODAY, *about})


def _conditions_of(question: QuestionShape, laid: Laid) -> list[Condition]:
    """Give the conditions under which a question is asked: its own, and that of its step."""
    texts = [question.show_if, *(step.show_if for step in laid.steps if question.id in step.questions)]
    return [Condition(text) for text in texts if text]


def _questions_in(formula: Formula) -> set[str]:
    paths = (path.split(".") for path in formula.reads())
    return {path[1] for path in paths if len(path) > 1 and path[0] in {"answers", "ages"}}


def _rows(group: QuestionShape, condition: Condition, edges: _Edges) -> list[dict[str, Any]]:
    read = {path.split(".")[1] for path in condition.reads() if path.startswith("row.")}
    return _of_parts(group, read, edges, False)


def _of_parts(question: AskedShape, read: set[str], edges: _Edges, by_age: bool) -> list[dict[str, Any]]:
    """Give answers to a group or about a person in which everything that is read is varied."""
    parts = [one for one in parts_of(question) if is_read(one)]
    varied = [one for one in parts if one.id in read or (by_age and one.type == "date")]
    base = {one.id: fact_of(one, None) for one in parts}
    found = product(*(values_of(one, edges, by_age) for one in varied))
    return [
        {**base, **{one.id: value for one, value in zip(varied, values, strict=True)}} for values in found
    ]


def values_of(question: AskedShape, edges: _Edges, by_age: bool = False) -> Sequence[Any]:
    """Give the answers at which something may change, the empty one among them."""
    kind = question.result if question.type == "calculated" else question.type
    if kind == "date":
        return _dates(edges, by_age)
    if kind in {"group", "person"}:
        return [fact_of(question, None)]
    make = _MAKERS.get(kind)
    return make(question, edges) if make is not None else _texts(edges)


def _numbers(question: AskedShape, edges: _Edges) -> list[float]:
    about = {edge + step for edge in edges.numbers for step in (-1, -0.5, 0, 0.5, 1)}
    least, most = question.minimum, question.maximum
    bounds = {bound for bound in (least, most) if bound is not None}
    given = {
        one
        for one in {*about, *bounds, 1.0}
        if (least is None or one >= least) and (most is None or one <= most)
    }
    return sorted({0.0, *map(float, given)})


def _chosen(question: AskedShape, edges: _Edges) -> list[list[str]]:
    ids = [one.id for one in question.choices]
    named = [one for one in ids if one in edges.texts][:_SUBSETS_OF] or ids[:1]
    sets = chain.from_iterable(combinations(named, size) for size in range(len(named) + 1))
    sizes = {int(edge) + step for edge in edges.numbers for step in (-1, 0, 1)}
    first = [ids[:size] for size in sorted(sizes) if 0 < size <= len(ids)]
    return [*map(list, sets), ids, *first]


def _dates(edges: _Edges, by_age: bool) -> list[str]:
    days = {day + timedelta(days=step) for day in edges.days for step in (-1, 0, 1)}
    days |= {_TODAY - timedelta(days=1), _TODAY, _TODAY + timedelta(days=1), date(2000, 1, 31)}
    if by_age:
        ages = {int(edge) + step for edge in edges.numbers for step in (-1, 0, 1)}
        days |= {_TODAY.replace(year=_TODAY.year - age) for age in ages if 0 <= age <= 130}
    return ["", *(day.isoformat() for day in sorted(days))]


def _texts(edges: _Edges) -> list[str]:
    sizes = {int(edge) + step for edge in edges.numbers for step in (-1, 0, 1)}
    long = ["…" * size for size in sorted(sizes) if 0 < size <= _SIZE_MOST]
    return list(
        dict.fromkeys(["", "…", *sorted(edges.texts), *(f"{text}…" for text in sorted(edges.texts)), *long])
    )


def _addresses(_: AskedShape, edges: _Edges) -> list[dict[str, str]]:
    return [{"unit": unit, "line": line} for unit in ("", *sorted(edges.texts)) for line in ("", "…")]


_MAKERS: Final[Mapping[str, Callable[[AskedShape, _Edges], Sequence[Any]]]] = {
    "flag": lambda _question, _edges: [False, True],
    "yes_no": lambda _question, _edges: [False, True],
    "number": _numbers,
    "money": _numbers,
    "choice": lambda question, _edges: ["", *(one.id for one in question.choices)],
    "choices": _chosen,
    "address": _addresses,
}
