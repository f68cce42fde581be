"""Functions given to offices by kind or by name: one row for the police of every commune instead of forty cells.

What `offices.csv` says of a single office stands beside it; both together are what an office serves.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from pydantic import Field, model_validator

from cuudinh.engines.identity.policy_checks import unknown_name
from cuudinh.engines.identity.shapes import OfficeRow
from cuudinh.packs.faults import Fault
from cuudinh.packs.grammar import Code, Day, Mark, Shape
from cuudinh.packs.world import PackWorld


class ServedShape(Shape):
    """Functions, and the offices that serve them: those of some kinds at a level, or those that are named."""

    functions: list[Code] = Field(min_length=1, max_length=60, description="What they may be asked to do.")
    kinds: list[Code] = Field(
        default_factory=list, max_length=60, description="Kinds of office; with `level`."
    )
    level: Literal["province", "district", "commune"] | None = Field(
        None, description="Level of those kinds."
    )
    offices: list[Code] = Field(
        default_factory=list, max_length=2_000, description="Codes of offices, instead."
    )
    since: Day = Field(description="Offices that ended before this day are left as they are.")
    source: str = Field(min_length=1, max_length=300, description="The text that gives it to them.")
    mark: Mark | None = Field(None, description="How sure the pack is.")

    @model_validator(mode="after")
    def _kinds_or_offices(self) -> "ServedShape":
        if bool(self.kinds) == bool(self.offices) or bool(self.kinds) != (self.level is not None):
            raise ValueError("functions are served by kinds at a level, or by offices that are named")
        return self

    def gives_to(self, row: OfficeRow) -> bool:
        """Whether an office is one of those that serve these functions."""
        if row.valid_to is not None and row.valid_to < self.since:
            return False
        return row.code in self.offices or (row.level == self.level and row.kind in self.kinds)


class ServingShape(Shape):
    """`organisation/serving.yaml`: which offices serve which functions, beside what `offices.csv` says."""

    serving: list[ServedShape] = Field(min_length=1, max_length=500)


def served_of(world: PackWorld) -> list[ServedShape]:
    """Give the rows that give functions to offices."""
    return [one for file in world.shapes(ServingShape) for one in file.value.serving]


def with_functions(world: PackWorld) -> list[OfficeRow]:
    """Give the periods of offices in the order of the tables, each with all the functions that it is given."""
    served = served_of(world)
    return [_given(world, row.value, served) for row in world.shapes(OfficeRow)]


def _given(world: PackWorld, row: OfficeRow, served: Sequence[ServedShape]) -> OfficeRow:
    more = [function for one in served if one.gives_to(row) for function in one.functions]
    if not more:
        return row
    functions = list(dict.fromkeys((*row.functions, *more)))
    return world.made_of(row, OfficeRow, lambda: row.model_copy(update={"functions": functions}))


def wrong_serving(world: PackWorld, rows: Iterable[OfficeRow]) -> Iterator[Fault]:
    """Give the faults of the rows that give functions: offices and kinds that nothing has."""
    rows = list(rows)
    codes, kinds = {row.code for row in rows}, {row.kind for row in rows}
    for one in served_of(world):
        for code in one.offices:
            if code not in codes:
                yield unknown_name(world, one, "offices", "office", code, codes)
        for kind in one.kinds:
            if kind not in kinds:
                yield unknown_name(world, one, "kinds", "kind of office", kind, kinds)
        if (
            not any(one.gives_to(row) for row in rows)
            and set(one.kinds) <= kinds
            and set(one.offices) <= codes
        ):
            what = f"no office serves {', '.join(one.functions)} by this row"
            expected = "offices that are there after since, or kinds that there are at this level"
            yield world.fault_of(one, what, "functions", expected=expected)
