"""The shape of `conversion/<id>.yaml`: how the accounts of a population come to a proved identity."""

from typing import Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Day, Mark, Shape, Text


class PopulationShape(Shape):
    """Which accounts are counted, and the words that stand beside every figure about them."""

    id: Code = Field(description="Name of the population; it stands in every figure.")
    title: Text = Field(description="What it is called.")
    definition: Text = Field(description="Which accounts are counted, in words: the denominator.")
    kinds: list[Literal["resident", "staff"]] = Field(
        min_length=1, max_length=2, description="Kinds of account."
    )
    roles: list[Code] = Field(
        default_factory=list,
        max_length=40,
        description="Only staff who hold one of these roles; empty: all who are in no population above.",
    )


class MatcherShape(Shape):
    """One way to find out whose an account is. Of the rules that fit, the first one decides."""

    id: Code = Field(description="Name of the rule; it stands beside every account it decided.")
    by: Literal["proved_number", "known_subject", "confirmed_number", "stated_number", "likeness"] = Field(
        description=(
            "proved_number: a citizen number that was proved, and the register knows it; known_subject: VNeID "
            "named this person before; confirmed_number: the number was stated, and the register says that it "
            "and the phone of the account are of one person; stated_number: only stated, known to the "
            "register; likeness: phone, name and day of birth are those of somebody in the register."
        )
    )
    then: Literal["convert", "wait", "review"] = Field(
        description=(
            "convert: in the next batch; wait: when its owner signs in by VNeID; review: two people decide."
        )
    )
    why: Text = Field(description="The reason, shown to who asks.")


class StopShape(Shape):
    """When a run stops by itself, until somebody has looked."""

    errors_percent: float = Field(
        ge=0, le=100, description="Stops above this share of accounts that could not be converted."
    )
    duplicates_percent: float = Field(
        ge=0, le=100, description="Stops above this share of accounts that state the number of another."
    )


class WindowShape(Shape):
    """When batches may run, by the clocks of the province."""

    first_day: Day = Field(description="First day.")
    last_day: Day = Field(description="Last day.")
    from_hour: int = Field(0, ge=0, le=23, description="From this hour on.")
    to_hour: int = Field(
        24, ge=1, le=24, description="Before this hour; one that is not after the first lies on the next day."
    )


class ScenarioShape(Shape):
    """A file of `conversion/`: one scenario, which a dry run tries and a live run carries out."""

    id: Code = Field(description="Name of the scenario, as its file is called.")
    title: Text = Field(description="What it is called.")
    source: str = Field(
        min_length=1, description="The plan or decree it follows; or that it is not verified."
    )
    mark: Mark | None = Field(None, description="How sure the pack is of the source.")
    populations: list[PopulationShape] = Field(
        min_length=1, max_length=20, description="Who is counted; an account is of the first that fits."
    )
    rules: list[MatcherShape] = Field(min_length=1, max_length=20, description="In the order they are tried.")
    batch_size: int = Field(ge=1, le=20_000, description="How many accounts are converted at once.")
    stop: StopShape = Field(description="When it stops by itself.")
    window: WindowShape = Field(description="When batches may run.")
    undo_days: int = Field(ge=1, le=365, description="Days within which a merge of accounts can be undone.")
    message: Text = Field(description="What people are told on the page where they sign in.")
