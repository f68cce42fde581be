"""The shape of a shared flow: the steps that many services have alike, written once.

A service that names a flow has all of it; it adds or replaces single named things (a state, the acts of a verb, a
flag, a reason), each whole. Nothing is merged into anything.
"""

from typing import Any, Final

from pydantic import Field, model_validator

from cuudinh.engines.cases.shapes import (
    ActShape,
    FeeSteps,
    FlagShape,
    Joint,
    Kind,
    Publication,
    Rating,
    StateShape,
    TellShape,
    UsualShape,
)
from cuudinh.engines.cases.shapes_deadlines import Escalation, StageLate
from cuudinh.engines.cases.shapes_limits import Restricted
from cuudinh.engines.cases.shapes_words import AnswerTemplate, LegalSource, Reason, Retention
from cuudinh.packs.grammar import Code, Shape, SpanShape, Text

MOMENT: Final = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$"


class ThenShape(Shape):
    """One act that follows, or a walk of the flow: acts that many examples do alike."""

    at: str | None = Field(None, pattern=MOMENT, description="When; absent: at once.")
    by: str = Field("", description="The relation by which it is done.")
    do: Code | None = None
    walk: Code | None = Field(None, description="Instead of an act: the walk of the flow of this name.")
    inputs: dict[str, Any] = Field(
        default_factory=dict,
        description="Inputs of the act. An office is its code, `intake`, or `function:<name>`, perhaps with "
        "`@<level>`: the nearest that serves it.",
    )
    photos: int = Field(0, ge=0, le=12)
    person: int = Field(1, ge=1, le=9, description="Which person; another one for an act of four eyes.")

    @model_validator(mode="after")
    def _act_or_walk(self) -> "ThenShape":
        if (self.do is None) == (self.walk is None) or (self.do is not None) != bool(self.by):
            raise ValueError("a step is an act (by, do) or a walk")
        return self


class FlowShape(Shape):
    """`flows/<id>.yaml`: a flow that services name by `flow`."""

    flow: Code
    version: int = Field(ge=1, description="Raised whenever anything in the file changes.")
    kind: Kind = Field(description="The kind of service it is for.")
    title: Text
    usual: UsualShape | None = Field(
        None, description="What every service on it has, unless it says otherwise."
    )
    legal: list[LegalSource] = Field(default_factory=list)
    initial: Code
    states: dict[str, StateShape]
    acts: list[ActShape] = Field(min_length=1)
    flags: dict[str, FlagShape] = Field(default_factory=dict)
    reasons: list[Reason] = Field(default_factory=list)
    answer_templates: list[AnswerTemplate] = Field(default_factory=list)
    filed: list[TellShape] = Field(default_factory=list, description="Who is told that a case was filed.")
    stages: dict[str, SpanShape] = Field(default_factory=dict, description="State → time allowed in it.")
    stage_late: StageLate | None = Field(None, description="Who is told when a stage is over.")
    ladder: list[Escalation] = Field(default_factory=list)
    fee: FeeSteps | None = Field(None, description="When the fee is asked for, and when no more.")
    joint: Joint | None = None
    rating: Rating | None = None
    publication: Publication | None = None
    restricted: Restricted | None = Field(None, description="Whether few see its cases, and who.")
    retention: Retention | None = None
    walks: dict[Code, list[ThenShape]] = Field(
        default_factory=dict, description="Acts in their order, by name; examples of services name them."
    )
