"""The shape of a shared flow: the steps that many services have alike, written once.

A service that names a flow has all of it; it adds or replaces single named things (a state, the acts of a verb, a
flag, a reason), each whole. Nothing is merged into anything.
"""

from pydantic import Field

from cuudinh.engines.cases.shapes import (
    ActShape,
    AnswerTemplate,
    Escalation,
    FlagShape,
    Joint,
    Kind,
    LegalSource,
    Publication,
    Rating,
    Reason,
    Retention,
    StageLate,
    StateShape,
    TellShape,
)
from cuudinh.engines.cases.shapes_limits import Restricted
from cuudinh.packs.grammar import Code, Shape, SpanShape, Text


class FlowShape(Shape):
    """`flows/<id>.yaml`: a flow that services name by `flow`."""

    flow: Code
    version: int = Field(ge=1, description="Raised whenever anything in the file changes.")
    kind: Kind = Field(description="The kind of service it is for.")
    title: Text
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
    joint: Joint | None = None
    rating: Rating | None = None
    publication: Publication | None = None
    restricted: Restricted | None = Field(None, description="Whether few see its cases, and who.")
    retention: Retention | None = None
