"""The shapes of one-stop dossiers: what a procedure is, and the rules of the country by which its clocks run.

The rules are dated rows with their source: a dossier counts by those in force on the day it was filed, so a new
decree is a new row and nothing else. Both files stand once, in the pack of the country.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from cuudinh.packs.grammar import Code, Dated, Mark, Shape, SpanShape, Text

Applicant = Literal["person", "household", "organisation"]
Delivery = Literal["online", "desk", "post"]
Level = Literal["commune", "district", "province"]
Status = Annotated[int, Field(ge=1, le=10)]
FeeName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]

# The kind of service that is one.
DOSSIER: Final = "dossier"
# The codes of the country that the platform itself has to tell apart; their words stand in the pack.
SUPPLEMENT: Final = 5
DONE: Final = 9


class PaperShape(Shape):
    """One paper of a dossier."""

    id: Code
    title: Text = Field(description="Name of the paper, as the procedure gives it.")
    type: Code = Field(description="Type of document, by which it is named and used again.")
    form: Literal["original", "copy", "electronic", "any"] = Field(
        "any", description="original: the paper itself; copy: a certified one; electronic: a file."
    )
    copies: int = Field(1, ge=1, le=20, description="How many of it.")
    required: bool = Field(True, description="Whether the dossier is incomplete without it.")


class ConsultedShape(Shape):
    """A body that is asked for its part, with a deadline of its own."""

    office: Code | None = Field(None, description="Code of the office.")
    function: Code | None = Field(None, description="Instead: the function it serves where the dossier lies.")
    at: Level | None = Field(None, description="Level at which the office with that function is sought.")
    about: Text = Field(description="What it is asked.")
    deadline: list[Dated[SpanShape]] = Field(min_length=1, description="By when it has to answer.")

    @model_validator(mode="after")
    def _one_body(self) -> "ConsultedShape":
        if (self.office is None) == (self.function is None) or (self.function is None) != (self.at is None):
            raise ValueError("a body is consulted by its code, or by a function at a level")
        return self


class ProcedureShape(Shape):
    """The administrative procedure behind a dossier service."""

    code: str = Field(pattern=r"^[0-9A-Z][0-9A-Z.-]{1,39}$", description="Code in the national catalogue.")
    level: Literal["whole", "part"] = Field(description="whole: all of it online; part: only some steps.")
    part_because: Text | None = Field(None, description="Why only a part; published.")
    applicants: list[Applicant] = Field(min_length=1, description="Who may apply.")
    papers: list[PaperShape] = Field(default_factory=list, max_length=60, description="What is handed in.")
    result: Text = Field(description="What comes out.")
    result_type: Code | None = Field(
        None,
        description="Type of document that comes out: it can be taken where a paper of this type is asked for.",
    )
    deliver: list[Delivery] = Field(min_length=1, description="Ways in which the result is handed over.")
    consulted: list[ConsultedShape] = Field(default_factory=list, max_length=12)
    linked: list[Code] = Field(default_factory=list, max_length=12, description="Services that go with it.")
    fee_table: Code | None = Field(
        None,
        description="Name of its fee in `fees/`; absent: free, unless fee_unknown of the service says otherwise.",
    )
    fee_answers: dict[FeeName, Code] = Field(
        default_factory=dict,
        description="What the fee asks → the question of the form that answers it: never one that is sealed.",
    )
    fee_given: dict[FeeName, int | bool | str] = Field(
        default_factory=dict, description="What the fee asks and this service always answers alike."
    )
    source: str = Field(
        min_length=1, description="Where code and papers are from; or that it is not verified."
    )
    mark: Mark = Field("K", description="How sure the pack is of the source.")

    @model_validator(mode="after")
    def _part_has_its_reason(self) -> "ProcedureShape":
        if (self.level == "part") != (self.part_because is not None):
            raise ValueError("a procedure that is online in part says why (part_because), and no other does")
        if self.fee_table is None and (self.fee_answers or self.fee_given):
            raise ValueError("answers of a fee are given, and fee_table names no fee")
        if self.fee_answers.keys() & self.fee_given.keys():
            raise ValueError("what a fee asks is answered by the form or given, not both")
        return self


class StatusShape(Shape):
    """One status code of the country and its words."""

    code: Status
    label: Text


class StatusesShape(Shape):
    """`dossiers/statuses.yaml`: the ten status codes in which systems of the country speak of dossiers."""

    version: int = Field(ge=1, description="Raised whenever anything in the file changes.")
    source: str = Field(min_length=1)
    mark: Mark = "K"
    statuses: list[StatusShape] = Field(min_length=10, max_length=10)


class MeasureShape(Shape):
    """How it is measured whether a dossier was on time, beside its legal deadline."""

    ends: list[list[Status]] = Field(
        min_length=1, description="Statuses that end it: the first group that was reached counts."
    )
    waiting: Status = Field(description="A dossier whose last status this is ends when it began.")
    subtract: list[Status] = Field(description="Statuses whose time is taken off.")
    supplements_most: int = Field(ge=0, description="More requests for a supplement than these: late.")


class MandateShape(Shape):
    """A basis on which one person hands in the dossier of another."""

    id: Code
    label: Text
    needs_document: bool = Field(description="Whether the document that says so is named.")


class DossierRulesShape(Shape):
    """`dossiers/dossier_rules.yaml`: what the country fixes of every dossier, in dated rows."""

    version: int = Field(ge=1, description="Raised whenever anything in the file changes.")
    office_code: list[Dated[Code]] = Field(min_length=1, description="System of the code in a number.")
    cut_off: list[Dated[TimeOfDay]] = Field(
        min_length=1, description="Received after this time counts from the next working day."
    )
    insufficient_within: list[Dated[SpanShape]] = Field(
        min_length=1, description="Within this time after receipt it is said that something is missing."
    )
    supplements_most: list[Dated[int]] = Field(
        min_length=1, description="How often a supplement is asked for."
    )
    restart_after_supplement: list[Dated[bool]] = Field(
        min_length=1, description="Whether the deadline starts from nothing once the dossier is complete."
    )
    reappointments_most: list[Dated[int]] = Field(
        min_length=1, description="How often another day may be named."
    )
    apology_before: list[Dated[SpanShape]] = Field(
        min_length=1, description="How long before the deadline the apology is sent at the latest."
    )
    apology_if_short: list[Dated[SpanShape]] = Field(
        default_factory=list,
        description="Where the whole time is so short that this moment lies before receipt: so long before the "
        "deadline instead; none: no apology.",
    )
    supplement_within: list[Dated[SpanShape]] = Field(
        default_factory=list,
        description="So long after papers were asked for, a dossier whose papers did not come is stopped; none: never.",
    )
    tell_early: list[Dated[bool]] = Field(
        min_length=1, description="Whether the applicant is told first of a result that is early."
    )
    measure: list[Dated[MeasureShape]] = Field(min_length=1, description="How being on time is measured.")
    mandates: list[MandateShape] = Field(min_length=1, description="Bases of handing in for another.")
