"""The shapes of the part of a pack that says what holds for personal data: looks, rights, consent.

Every period and every basis is dated and names its source; what was not read in the decree itself says so.
"""

from typing import Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Dated, Shape, SpanShape, Text

# What the platform does when a right is carried out; a pack gives each its words and its clocks.
Deed = Literal["read", "correct", "withdraw", "restrict", "object", "erase", "export"]


class LookShape(Shape):
    """A kind of look at somebody's data: what was seen, and by what right."""

    id: Code = Field(description="Name of the kind, as the platform writes it.")
    title: Text = Field(description="What was looked at, as the person reads it.")
    basis: list[Dated[Text]] = Field(
        min_length=1, max_length=20, description="By what right it is looked at."
    )
    names_officer: bool = Field(
        False, description="Whether the person is shown who it was, not only the office."
    )
    is_duty: bool = Field(
        False,
        description="Whether the law makes it a duty, so that it goes on while its person has the use restricted.",
    )


class LooksShape(Shape):
    """`privacy/looks.yaml`: the kinds of looks."""

    looks: list[LookShape] = Field(min_length=1, max_length=60)


class ConcealmentGround(Shape):
    """By what law looks may be kept from their person for a while, for how long, and how often that is reviewed."""

    id: Code
    title: Text
    days: list[Dated[int]] = Field(min_length=1, description="For how many days at most.")
    review_days: list[Dated[int]] = Field(
        min_length=1, description="After how many days somebody must look whether it is still needed."
    )


class ConcealmentShape(Shape):
    """`privacy/concealment.yaml`: on what grounds looks are kept from their person."""

    grounds: list[ConcealmentGround] = Field(min_length=1, max_length=20)


class RefusalReason(Shape):
    """Why a request may lawfully be refused."""

    id: Code
    title: Text
    source: str = Field(min_length=1, description="The article that says so; or that it is not verified.")


class RightShape(Shape):
    """A right of a person over their data, what it makes the platform do, and its clocks."""

    id: Code = Field(description="Name of the right.")
    does: Deed = Field(description="What is done when it is carried out.")
    at_once: bool = Field(False, description="Done by the platform itself as soon as it is known who asks.")
    title: Text
    description: Text = Field(description="What the person gets by it, and what is kept in spite of it.")
    level: list[Dated[int]] = Field(min_length=1, description="How well it must be known who asks: 1 to 3.")
    answer: list[Dated[SpanShape]] = Field(min_length=1, description="By when it must be answered.")
    carry_out: list[Dated[SpanShape]] = Field(min_length=1, description="By when it must be done.")
    carry_out_with_others: list[Dated[SpanShape]] = Field(
        default_factory=list,
        description="By when where other systems have to stop too; absent: no longer than else.",
    )
    extension: list[Dated[SpanShape]] = Field(
        min_length=1, description="How much longer, once, for a reason."
    )
    refusals: list[RefusalReason] = Field(default_factory=list, max_length=20)


class RepresentativeShape(Shape):
    """Who may ask for somebody that cannot ask: a parent, a guardian, an heir."""

    id: Code
    title: Text
    rights: list[Code] = Field(min_length=1, max_length=40, description="The rights they may use.")
    source: str = Field(min_length=1, description="The article that says so; or that it is not verified.")


class RightsShape(Shape):
    """`privacy/rights.yaml`: the rights and the calendar in which their clocks run."""

    calendar: Code = Field(description="Calendar of the office that answers.")
    remind_hours: list[Dated[int]] = Field(
        min_length=1, description="How many hours before a clock runs out the desk is reminded."
    )
    representatives: list[RepresentativeShape] = Field(
        default_factory=list, max_length=20, description="Who may ask for somebody that cannot."
    )
    rights: list[RightShape] = Field(min_length=1, max_length=40)


class ConsentText(Shape):
    """One wording of what is agreed to. A changed wording is a new row; whoever agreed, agreed to the old one."""

    since: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="First day in force.")
    text: Text = Field(description="What the person reads before agreeing.")
    source: str = Field(min_length=1)


class PurposeShape(Shape):
    """A purpose for which data are used only if their owner agrees. Nobody agrees by default."""

    id: Code = Field(description="Name of the purpose, as messages and services write it.")
    title: Text
    uses: list[Code] = Field(min_length=1, max_length=20, description="The data that are used for it.")
    wordings: list[ConsentText] = Field(min_length=1, max_length=40)


class PurposesShape(Shape):
    """`privacy/purposes.yaml`: the purposes that need consent."""

    purposes: list[PurposeShape] = Field(min_length=1, max_length=60)


class IncidentsShape(Shape):
    """`privacy/incidents.yaml`: what the law asks once data have leaked."""

    authority: Text = Field(description="Whom the province tells.")
    within: list[Dated[SpanShape]] = Field(min_length=1, description="By when, from when it was found.")
    remind_hours: list[Dated[int]] = Field(
        min_length=1, description="How many hours before that the desk is reminded."
    )
    letter: Text = Field(
        description="Draft to the authority; {number}, {found}, {what}, {people}, {measures}."
    )
    notice: Text = Field(description="Draft to the people concerned; the same facts.")


class RetentionClass(Shape):
    """A class of personal data: how long it is kept after what, what is done then, and by what right."""

    id: Code = Field(description="Name of the class, as the platform writes it.")
    title: Text
    after: Text = Field(description="What the period begins with.")
    days: list[Dated[int]] = Field(min_length=1, description="How many days; 0: as long as the law keeps it.")


class RetentionShape(Shape):
    """`privacy/retention.yaml`: how long each class of personal data is kept."""

    classes: list[RetentionClass] = Field(min_length=1, max_length=100)
