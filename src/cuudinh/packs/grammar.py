"""The grammar every part of a pack is written in: strict shapes, texts by language, dated values, spans.

Engines declare the shapes of their own parts with what stands here; the pack floor reads, checks and
documents them without knowing any engine.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from cuudinh.kernel.worktime import Span

Value = TypeVar("Value")
Mark = Literal["V", "V2", "K", "?"]


class Sentences(dict[str, str]):
    """A text by language; a class of its own, so that the checks find every text of a pack."""


def _iso_day(text: str) -> str:
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError("a day is written 2026-11-23")
    return text


Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,59}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_iso_day)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Text = Annotated[
    dict[Language, Annotated[str, Field(min_length=1, max_length=4000)]],
    Field(min_length=1),
    AfterValidator(Sentences),
]


class Shape(BaseModel):
    """A strict, frozen shape: an unknown key, a wrong type or a missing key is a fault, never a guess."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class SpanShape(Shape):
    """A stretch of time, with exactly one unit: `{working_days: 7}`, `{hours: 24}`."""

    working_days: int | None = Field(None, ge=1, le=2000, description="Days on which the office works.")
    working_hours: int | None = Field(None, ge=1, le=8000, description="Hours in which the office works.")
    hours: int | None = Field(None, ge=1, le=87600, description="Hours of the wall clock.")
    minutes: int | None = Field(None, ge=1, le=525600, description="Minutes of the wall clock.")
    days: int | None = Field(
        None,
        ge=1,
        le=4000,
        description="Days of the calendar; where the last is a day off, until the next working day ends.",
    )
    same_day: Literal[True] | None = Field(
        None, description="Until the office closes on the day of receipt; after the cut-off, on the next one."
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> "SpanShape":
        given = [value for value in self.model_dump().values() if value is not None]
        if len(given) != 1:
            raise ValueError(f"a span has exactly one of {', '.join(type(self).model_fields)}")
        return self

    def span(self) -> Span:
        """Give the kernel's span."""
        return Span.parse(
            {name: int(value) for name, value in self.model_dump().items() if value is not None}
        )


class Dated(Shape, Generic[Value]):
    """A value in force from a day on, with the text that says so."""

    since: Day = Field(description="First day in force.")
    value: Value = Field(description="The value from that day on.")
    source: str = Field(
        min_length=1, description="The decree, decision or standard; or that it is not verified."
    )
    mark: Mark | None = Field(None, description="How sure the pack is of the source.")


def value_on(rows: Sequence[Dated[Value]], day: date) -> Dated[Value] | None:
    """Give the row in force on a day: the latest that has begun, or None before the first."""
    begun = [row for row in rows if row.since <= day.isoformat()]
    return max(begun, key=lambda row: row.since, default=None)
