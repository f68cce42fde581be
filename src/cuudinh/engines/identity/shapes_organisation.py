"""The shapes of the part of a pack that says how offices end, become others, and by which document."""

from typing import Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Day, Mark, Shape, Text

ReorganisationKind = Literal["merge", "split", "rename", "close"]
DivideBy = Literal["place", "topic"]
SeatsBecome = Literal["move", "end"]


class ReorganisationShape(Shape):
    """One dated act by which offices end or change their names; who takes over stands in `offices.csv`."""

    id: Code = Field(description="Name of the act; it stands in the history of every case it moves.")
    title: Text = Field(description="What the act is called.")
    since: Day = Field(description="First day on which the offices are what the act makes of them.")
    kind: ReorganisationKind = Field(
        description="merge: into one other; split: among several; rename: the office goes on; close: no successor."
    )
    offices: list[Code] = Field(
        min_length=1, max_length=2_000, description="Offices that end or are renamed."
    )
    document: str = Field(min_length=1, max_length=200, description="Number of the document that says so.")
    signed: Day | None = Field(None, description="Day on which the document was signed.")
    divide: list[DivideBy] = Field(
        default_factory=list,
        max_length=2,
        description="How open work is divided, in this order. place: to the successor that serves where the "
        "case lies; topic: to the office to which the topic leads.",
    )
    receiver: Code | None = Field(None, description="Who gets the work that nothing else gives to anybody.")
    seats: SeatsBecome | None = Field(
        None,
        description="move: those who hold seats go to the successor; end: they are appointed anew. "
        "Default: move where there is one successor.",
    )
    source: str | None = Field(None, max_length=300, description="Where this is known from.")
    mark: Mark | None = Field(None, description="How sure the pack is.")


class CodeSystemShape(Shape):
    """A system of codes for offices: what it is called, and the form that every code has."""

    id: Code = Field(max_length=20, description="Name of the system; codes.csv names it.")
    title: Text = Field(description="What it is called.")
    form: str = Field(max_length=200, description="Regular expression that a whole code fits.")
    since: Day = Field(description="First day on which codes of this form were given.")
    source: str | None = Field(None, max_length=300, description="Where this is known from.")
    mark: Mark | None = Field(None, description="How sure the pack is.")


class CodeSystemsShape(Shape):
    """`code_systems.yaml`: the systems of codes for offices."""

    systems: list[CodeSystemShape] = Field(max_length=20)


class OfficeCodeRow(Shape):
    """A row of `codes.csv`: a code of an office in one system and period."""

    office: Code = Field(description="Our own code of the office.")
    system: Code = Field(description="The system of codes.")
    value: str = Field(min_length=1, max_length=35, description="The code.")
    valid_from: Day = Field(description="First day in force.")
    valid_to: Day | None = Field(None, description="Last day in force; empty: still in force.")
    mark: Mark | None = Field(None, description="How sure the pack is.")
    source: str = Field("", max_length=300, description="Where this row comes from.")


class PositionShape(Shape):
    """A post of the catalogue: what somebody is appointed as, and the role it gives."""

    id: Code = Field(description="Name of the post; memberships hold it.")
    title: Text = Field(description="What it is called in documents.")
    role: Code = Field(description="The role it gives, as `roles.yaml` names it.")
    kinds: list[Code] = Field(
        default_factory=list, max_length=60, description="Kinds of office that have it; none: every kind."
    )
    source: str | None = Field(None, max_length=300, description="Where this is known from.")
    mark: Mark | None = Field(None, description="How sure the pack is.")


class PositionsShape(Shape):
    """`positions.yaml`: the catalogue of posts."""

    positions: list[PositionShape] = Field(max_length=500)


class ReorganisationsShape(Shape):
    """`reorganisations.yaml`: acts that change the tree of offices, oldest first."""

    reorganisations: list[ReorganisationShape] = Field(max_length=500)
