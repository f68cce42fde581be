"""The shapes of a set of indicators: what is measured, by which scale it gives points, since when and by what source.

What can be measured is a closed vocabulary of the platform; which of it counts for how much is data, in dated rows: a
new decision is a new row, and a period is scored by the rows in force on its last day.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from cuudinh.packs.grammar import Code, Dated, Mark, Shape, Text

Measure = Literal[
    "on_time",
    "online",
    "digitised",
    "paid_online",
    "satisfied",
    "services_online",
    "services_payable",
    "services_described",
    "services_at_desk",
    "time_by_law",
    "own_time",
    "contacts",
    "places",
    "attitude",
    "none",
]
Subject = Literal["officer", "office"]
_EVERYBODY: Final[tuple[Subject, ...]] = ("officer", "office")
Percent = Annotated[float, Field(ge=0, le=100)]
Points = Annotated[int, Field(ge=0, le=100)]


class RowShape(Shape):
    """One threshold of a scale: from this share on, so many points."""

    at_least: Percent = Field(description="The least share in percent.")
    points: Points


class ScaleShape(Shape):
    """How a measure gives points; a share by exactly one of `full_at` and `rows`, grades by `grades`."""

    most: int = Field(ge=1, le=100, description="The most points there are.")
    full_at: Annotated[int, Field(ge=1, le=100)] | None = Field(
        None, description="Share in percent that gives all of them; less gives less, in proportion."
    )
    rows: list[RowShape] | None = Field(
        None, min_length=2, max_length=20, description="Thresholds, highest first."
    )
    grades: dict[Code, Points] | None = Field(None, description="Points of a dossier by its grade.")

    @model_validator(mode="after")
    def _one_way(self) -> "ScaleShape":
        if sum(one is not None for one in (self.full_at, self.rows, self.grades)) != 1:
            raise ValueError("a scale has exactly one of full_at, rows, grades")
        if self.rows is not None:
            steps = [row.at_least for row in self.rows]
            if steps != sorted(set(steps), reverse=True) or steps[-1] != 0:
                raise ValueError("rows go from the highest share down to 0, each once")
        given = [row.points for row in self.rows or ()] + list((self.grades or {}).values())
        if given and max(given) != self.most:
            raise ValueError("most is what the best row or grade gives")
        return self


class IndicatorShape(Shape):
    """One indicator: what it measures, in which words it is said, and its scales in time."""

    id: Code
    number: str = Field(min_length=1, max_length=8, description="Its number in the document, such as 2.1.")
    title: Text
    said: Text = Field(description='What the share is a share of, as in "96,2% đúng hạn".')
    measure: Measure = Field(description="What is counted; none: the platform does not know it.")
    why_not: Text | None = Field(None, description="Of what is not measured: why, as readers see it.")
    of: list[Subject] = Field(
        default_factory=lambda: list(_EVERYBODY),
        min_length=1,
        description="Whose work it is a measure of.",
    )
    scale: list[Dated[ScaleShape]] = Field(min_length=1)

    @model_validator(mode="after")
    def _why(self) -> "IndicatorShape":
        if (self.measure == "none") != (self.why_not is not None):
            raise ValueError("an indicator that is not measured says why (why_not), and no other does")
        return self


class IndicatorGroupShape(Shape):
    """A group of indicators, whose points are the sum of theirs."""

    id: Code
    title: Text
    indicators: list[IndicatorShape] = Field(min_length=1, max_length=20)


class VerdictShape(Shape):
    """What a sum of points is called."""

    at_least: float = Field(ge=0, le=100, description="The least sum.")
    label: Text


class IndicatorSetShape(Shape):
    """`indicators/<set>.yaml`: a set of indicators by which the work of officers and offices is scored."""

    set: Code
    version: int = Field(ge=1, description="Raised whenever anything in the file changes.")
    title: Text
    short: Text = Field(description="Name on tabs and in sentences.")
    source: str = Field(min_length=1)
    mark: Mark = "K"
    decimals: int = Field(ge=0, le=2, description="To how many places points are rounded.")
    groups: list[IndicatorGroupShape] = Field(min_length=1, max_length=12)
    verdicts: list[Dated[list[VerdictShape]]] = Field(
        default_factory=list, description="Words for an office."
    )
    officer_verdicts: list[Dated[list[VerdictShape]]] = Field(
        default_factory=list, description="Words for an officer."
    )
