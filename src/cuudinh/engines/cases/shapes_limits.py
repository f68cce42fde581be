"""The shapes of what keeps a filing out: a service that is not open, a place that is taken, somebody who has filed.

And of who may see a case at all, where that is not for everybody who works on cases; and when one is likely the same.
"""

from typing import Annotated

from pydantic import Field, model_validator

from cuudinh.packs.grammar import Code, Dated, Day, Mark, Shape, SpanShape, Text

Who = Annotated[str, Field(pattern=r"^(account|answers\.[a-z0-9][a-z0-9_.-]{0,59})$")]


class OpenPeriod(Shape):
    """A period in which a service takes cases, by the act that opens it."""

    since: Day = Field(description="First day on which cases are taken.")
    until: Day | None = Field(None, description="Last day; absent: until a later version says so.")
    source: str = Field(min_length=1, description="The act that opens it; or that it is not verified.")
    mark: Mark | None = Field(None, description="How sure the pack is of the source.")

    @model_validator(mode="after")
    def _in_order(self) -> "OpenPeriod":
        if self.until is not None and self.until < self.since:
            raise ValueError("a period ends on the day it begins or later")
        return self


class OncePer(Shape):
    """Who files once: a second case is refused while the first stands."""

    who: list[Who] = Field(
        min_length=1,
        max_length=4,
        description="account, or answers.<question>; several together are one key, such as a person and a day.",
    )
    within: SpanShape | None = Field(
        None, description="How long the first case keeps a second out; absent: for good."
    )


class Quota(Shape):
    """How many cases can be granted; one that was refused or withdrawn gives its place back."""

    total: list[Dated[int]] = Field(min_length=1, description="How many there are; by a choice: of each.")
    by: Code | None = Field(None, description="The choice by which places are counted apart.")
    sponsor: Text | None = Field(None, description="Who gives what is given out.")


class Restricted(Shape):
    """Cases that nobody sees but the reporter and the offices that work on them, whatever else their role opens."""

    roles: list[Code] = Field(
        default_factory=list, description="Roles that open such a case by its number all the same."
    )


class Duplicates(Shape):
    """When an open report is suggested as the same."""

    within_m: int = Field(ge=5, le=2000)
    within_days: int = Field(ge=1, le=365)
    same_topic: bool = True
