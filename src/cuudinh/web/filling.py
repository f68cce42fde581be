"""What a page of a form sends, read into answers: fields of a group have dots in their names."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from django.http import QueryDict

from cuudinh.packs.forms.shapes import AskedShape


class Asked(Protocol):
    """One question as a page asks it, with those within it."""

    @property
    def shape(self) -> AskedShape:
        """The question of the pack."""

    @property
    def parts(self) -> "Sequence[Asked]":
        """The questions within it."""

    @property
    def value(self) -> Any:
        """What was answered."""


_OF_ADDRESS: Final = ("unit", "line")
_OF_PLACE: Final = ("lat", "lon", "unit", "label")
ROWS_MOST: Final = 50


def read_step(questions: Sequence[Asked], posted: QueryDict) -> dict[str, Any]:
    """Give the answers of the questions of a step; what was left empty is left out."""
    found = {one.shape.id: _answer(one, posted, one.shape.id) for one in questions}
    return {name: value for name, value in found.items() if value not in (None, "", {}, [])}


def _answer(question: Asked, posted: QueryDict, name: str) -> Any:
    kind = question.shape.type
    if getattr(question.shape, "repeats", False):
        rows = (_block(question, posted, f"{name}.{number}") for number in range(ROWS_MOST))
        return [row for row in rows if row]
    if kind in {"group", "person"}:
        return _block(question, posted, name)
    if kind == "choices":
        return posted.getlist(name)
    if kind == "flag":
        return posted.get(name) == "true"
    if kind in {"address", "place"}:
        fields = _OF_ADDRESS if kind == "address" else _OF_PLACE
        return _filled({field: posted.get(f"{name}.{field}", "").strip() for field in fields})
    return posted.get(name, "").strip()


def _block(question: Asked, posted: QueryDict, name: str) -> dict[str, Any]:
    found = {one.shape.id: _answer(one, posted, f"{name}.{one.shape.id}") for one in question.parts}
    return _filled(found)


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", {}, [], False)}


def rows_of(question: Asked, *, is_one_more: bool) -> int:
    """Give how many rows of a group a page shows: those that were filled in, those it must have, one more if asked."""
    shape = question.shape
    filled = len(question.value) if isinstance(question.value, list) else 0
    shown = max(filled, shape.least or 0, 1) + (is_one_more and filled > 0)
    return min(shown, shape.most or ROWS_MOST)
