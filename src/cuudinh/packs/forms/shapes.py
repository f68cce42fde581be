"""The shapes of a form in a pack: its questions, its steps, what is asked before applying, the question bank.

The questions are the source. What programs read (a JSON Schema) and what the page reads (labels, steps and
conditions) is generated from them, so that nothing is written twice.
"""

from typing import Final, Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Day, Shape, Text

Covered = Literal["phone", "id_number", "plate"]
COVERED: Final[tuple[Covered, ...]] = ("phone", "id_number", "plate")
QuestionType = Literal[
    "topic",
    "place",
    "photos",
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "choice",
    "choices",
    "flag",
    "yes_no",
    "phone",
    "id_number",
    "tax_code",
    "email",
    "address",
    "person",
    "file",
    "signature",
    "calculated",
    "group",
    "bank",
]
PersonPart = Literal["name", "birth", "sex", "id_number", "phone", "email", "address"]
Known = Literal["name", "birth", "id_number", "phone", "email", "person"]
FileType = Literal["pdf", "jpeg", "png"]
# Types that are somebody's own whatever they are asked for: sealed once filed.
PERSONAL: Final = frozenset({"phone", "id_number", "tax_code", "email", "address", "person", "signature"})
PAGES_USUAL: Final = 40
MEGABYTES_USUAL: Final = 10
# Types that are sent as files and not among the answers.
SENT: Final = frozenset({"photos", "file", "signature"})


class ChoiceShape(Shape):
    """One answer of a choice question."""

    id: Code
    label: Text


class AskedShape(Shape):
    """One question; its type decides the field on the page and the check on the server."""

    id: Code = Field(description="Name of the answer; conditions read it as `answers.<id>`.")
    type: QuestionType = Field(description="`bank`: asked as the question bank says.")
    label: Text = Field(
        default_factory=dict, description="What the page asks; absent only where the bank says it."
    )
    hint: Text | None = Field(None, description="A short help under the label.")
    bank: Code | None = Field(
        None, description="Name in the question bank: what was answered here is not asked again elsewhere."
    )
    known_as: Known | None = Field(
        None, description="What the province knows of whoever is signed in; filled in, with its origin shown."
    )
    required: bool = Field(False, description="Whether an answer must be given when the question is shown.")
    show_if: str | None = Field(
        None, description="CEL condition on `topic` and `answers`; shown when it holds."
    )
    required_if: str | None = Field(None, description="CEL condition; an answer must be given when it holds.")
    personal: bool = Field(
        False, description="Sealed once filed; phone, number, address and person always are."
    )
    min_length: int | None = Field(None, ge=0)
    max_length: int | None = Field(None, ge=1, le=20_000)
    minimum: float | None = None
    maximum: float | None = None
    earliest: Day | Literal["today"] | None = Field(None, description="First day that may be given.")
    latest: Day | Literal["today"] | None = Field(None, description="Last day that may be given.")
    least: int | None = Field(None, ge=0, le=50, description="Fewest choices, or rows of a group.")
    most: int | None = Field(
        None, ge=1, le=50, description="Most pictures, files, choices, or rows of a group."
    )
    choices: list[ChoiceShape] = Field(default_factory=list)
    accept: list[FileType] = Field(default_factory=list, description="Types of files; empty: all three.")
    pages_most: int | None = Field(None, ge=1, le=200, description="Most pages of a PDF; absent: 40.")
    megabytes_most: int | None = Field(None, ge=1, le=12, description="Most megabytes of a PDF; absent: 10.")
    document: Code | None = Field(
        None,
        description="Type of document that a file is: one that the person has already can be taken again.",
    )
    parts: list[PersonPart] = Field(
        default_factory=list, description="What is asked of a person; empty: name, birth, sex, id_number."
    )
    birth: Code | None = Field(
        None,
        description="Question of the date of birth that an identity number must agree with, where asked.",
    )
    sex: Code | None = Field(
        None, description="Question of the sex that an identity number must agree with, where asked."
    )
    registries: list[str] = Field(
        default_factory=list, description="First three digits that an identity number may have; empty: any."
    )
    value: str | None = Field(None, description="CEL formula of a calculated answer.")
    total_of: str | None = Field(
        None, description="Calculated as the sum of this question over the rows of a group: `group.question`."
    )
    result: Literal["number", "money", "text", "flag"] = Field("number", description="What is calculated.")
    redact: list[Covered] = Field(
        default_factory=lambda: list(COVERED),
        description="What is covered in the text before anyone outside the centre reads it; absent: all.",
    )
    source: str | None = Field(None, description="The text that says what may be given.")


class QuestionShape(AskedShape):
    """One question of a form, or a group of them, which may repeat."""

    questions: list[AskedShape] = Field(default_factory=list, description="The questions of a group.")
    repeats: bool = Field(
        False, description="Whether the group may be given several times, up to `most` rows."
    )


class StepShape(Shape):
    """One step of a form: one page with the questions it asks, in their order."""

    id: Code
    title: Text
    hint: Text | None = None
    questions: list[Code] = Field(min_length=1, description="Ids of questions of the form.")
    show_if: str | None = Field(None, description="CEL condition; otherwise the step is left out.")


class BarShape(Shape):
    """One reason why somebody may not apply, and what they can do instead."""

    when: str = Field(description="CEL condition on the answers; when it holds, nobody can apply.")
    because: Text = Field(description="Why not.")
    instead: Text | None = Field(None, description="Where to go, or what to do instead.")
    service: Code | None = Field(None, description="The service that fits instead.")
    source: str = Field(min_length=1, description="The text that says so; or that it is not verified.")


class EligibilityShape(Shape):
    """What is asked before somebody applies, and what of the answers bars them from it."""

    questions: list[Code] = Field(min_length=1, description="Questions of the form that are asked first.")
    bars: list[BarShape] = Field(min_length=1)


class BankShape(Shape):
    """`questions/*.yaml`: questions shared by services, each asked of a person once."""

    questions: list[QuestionShape] = Field(min_length=1)
