"""The shapes of time: by when, the time allowed in each state, and what is said as it passes."""

from pydantic import Field

from cuudinh.packs.grammar import Code, Dated, Shape, SpanShape


class Escalation(Shape):
    """One step of the ladder after (or before) the deadline."""

    at_percent: int | None = Field(None, ge=1, le=100, description="Share of the time that has passed.")
    after: SpanShape | None = Field(
        None, description="How long after the deadline; absent: at the percentage."
    )
    before: SpanShape | None = Field(None, description="How long before the deadline, instead.")
    flag: Code | None = Field(None, description="Flag set on the case.")
    tell: list[Code] = Field(description="Relations that are told, such as owner.head.")
    message: Code


class StageLate(Shape):
    """What is said when the time allowed in a state is over, and to whom."""

    message: Code
    tell: dict[str, list[Code]] = Field(
        default_factory=dict,
        description="State → relations told; else the head of the office, or the centre in its own states.",
    )


class Deadlines(Shape):
    """By when: the promise to the resident, the inner stages and the ladder."""

    default: list[Dated[SpanShape]] = Field(
        default_factory=list, description="Every service has one, but those with nothing to file."
    )
    immediate: list[Dated[SpanShape]] = Field(
        default_factory=list, description="For topics on the immediate track; empty: there are none."
    )
    cut_off: str | None = Field(
        None,
        pattern=r"^\d{2}:\d{2}$",
        description="Received after this time counts from the next working day.",
    )
    stages: dict[str, SpanShape] = Field(default_factory=dict, description="State → time allowed in it.")
    stage_late: StageLate | None = Field(None, description="Who is told when a stage is over.")
    extension_most: SpanShape | None = Field(
        None, description="Longest extension that may be granted at once."
    )
    extensions: int = Field(1, ge=0, le=5, description="How many extensions a case may get.")
    ladder: list[Escalation] = Field(default_factory=list)
