"""The shapes of the part of a pack that says who works where and who may do what."""

from typing import Final, Literal, get_args

from pydantic import Field

from cuudinh.packs.grammar import Code, Day, Mark, Shape, Text

Level = Literal["province", "district", "commune"]
Domain = Literal["state", "party", "front"]
DOMAINS: Final[tuple[str, ...]] = get_args(Domain)


class OfficeRow(Shape):
    """A row of `offices.csv`: an office in one period. Its code stays when the name or the parent changes."""

    code: Code = Field(description="Our own code; with `valid_from` it names the row.")
    name_vi: str = Field("", max_length=200, description="Name in Vietnamese.")
    name_en: str = Field("", max_length=200, description="Name in English.")
    short_vi: str = Field("", max_length=80, description="Short name in Vietnamese, for narrow places.")
    kind: Code = Field(description="Kind of office, such as department or people-committee.")
    level: Level = Field(description="Level of government.")
    parent: str = Field("", max_length=60, description="Code of the office above; empty: outside the tree.")
    unit: str = Field("", max_length=60, description="Code of the unit the office serves.")
    functions: list[Code] = Field(
        default_factory=list, max_length=60, description="What it may be asked to do, apart by semicolons."
    )
    calendar: Code = Field(
        description="Calendar of its working time; deadlines count in that of the service."
    )
    valid_from: Day = Field(description="First day in force.")
    valid_to: Day | None = Field(None, description="Last day in force; empty: still in force.")
    successors: list[Code] = Field(
        default_factory=list, max_length=60, description="Offices that take over when it ends."
    )
    domain: Domain = Field(
        "state", description="Side of the organisation; seats of one open nothing on another."
    )
    mark: Mark | None = Field(None, description="How sure the pack is.")
    source: str = Field("", max_length=300, description="Where this row comes from.")

    @property
    def names(self) -> dict[str, str]:
        """The names by language, those that are given."""
        return {key: name for key, name in (("vi", self.name_vi), ("en", self.name_en)) if name}


class RoleShape(Shape):
    """A role that memberships give."""

    id: Code = Field(description="Name of the role, as policy and flows write it.")
    title: Text = Field(description="What it is called.")
    description: Text = Field(description="What it is for.")
    personal: bool = Field(
        False, description="Nobody stands in for it; a document appoints somebody else meanwhile."
    )


class RolesShape(Shape):
    """`roles.yaml`: the roles. What a role may do stands in `policy/`, never here."""

    roles: list[RoleShape] = Field(min_length=1, max_length=100)


class RuleShape(Shape):
    """One rule of the policy. What no rule allows is denied."""

    id: Code = Field(description="Name of the rule; it stands in the log of every act it allows.")
    may: list[Code] = Field(min_length=1, max_length=40, description="Acts that are allowed.")
    who: list[Code] = Field(min_length=1, max_length=20, description="Relations to whom they are allowed.")
    why: Text = Field(description="The reason, shown to who asks.")
    when: Literal["published", "ordinary"] | None = Field(
        None, description="published: only what is public; ordinary: only what is not sensitive."
    )
    scope: Literal["office", "below"] | None = Field(
        None,
        description="Keeps roles to things of their own office, or of that and those below; owner. and "
        "cooperating. mean below unless it says office.",
    )
    assurance: int | None = Field(
        None, ge=1, le=3, description="How well it must be known who the person is: 2 proved, 3 in presence."
    )
    strength: int | None = Field(None, ge=2, le=2, description="Factors by which the session must be proved.")
    fresh: Literal[True] | None = Field(
        None, description="The person must have proved in the last minutes that it is still they."
    )
    purpose: Literal["required"] | None = Field(
        None, description="The person must say what for; it stays in the log."
    )
    domain: Domain = Field("state", description="Side of the organisation on which the rule holds.")


class PolicyShape(Shape):
    """A file of `policy/`: rules."""

    rules: list[RuleShape] = Field(min_length=1, max_length=500)
