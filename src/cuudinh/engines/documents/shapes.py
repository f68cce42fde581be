"""The shapes of the part of a pack that says on which forms papers are printed."""

from typing import Annotated, Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Dated, Shape, Text

Line = Annotated[str, Field(min_length=1, max_length=1_000)]
Words = Annotated[str, Field(max_length=200)]


class HeadingShape(Shape):
    """What stands above every paper: the name of the State and its motto, as the law writes them."""

    state: Words = Field(description="Name of the State, in capitals as it is printed.")
    motto: Words = Field(description="Words beneath it.")
    dateline: Words = Field(description="Place and day, such as `{place}, {issued_at_date}`.")
    check: Words = Field(description="What stands beside the code by which anybody checks the paper.")


class SignatureShape(Shape):
    """Where somebody signs: in which capacity, how, and the name beneath."""

    title: Words = Field(description="In which capacity, in capitals as it is printed.")
    hint: Words = Field("", description="How to sign, in brackets and italics.")
    name: Words = Field("", description="Name printed beneath, such as `{officer}`.")


class ColumnShape(Shape):
    """One column of a table."""

    title: Words = Field(description="Words at its head.")
    group: Words = Field("", description="Words above the heads of neighbouring columns that have the same.")
    cell: Line = Field(description="What a row says there, such as `{code}`; `\\n` begins a new line.")
    width: int = Field(ge=1, le=40, description="Share of the width of the page.")


class LayoutShape(Shape):
    """What is printed on a form. `{name}` is filled with what the paper says."""

    id: Code = Field(description="Name of the layout within its kind of paper.")
    title: Words = Field(description="Title, in capitals as it is printed.")
    size: Literal["a4", "a5"] = Field(description="Size of the sheet.")
    is_landscape: bool = Field(False, description="Whether the sheet lies on its side.")
    symbol: Annotated[str, Field(pattern=r"^[A-ZĐ-]{1,20}$")] | None = Field(
        None, description="What follows the number of the paper; none: these papers have no numbers."
    )
    reference: Words = Field("", description="Line beneath the name of the office, such as `Số: {number}`.")
    greeting: Words = Field("", description="Line beneath the title, such as `Kính gửi: {applicant}`.")
    body: list[Line] = Field(
        min_length=1, max_length=40, description="Lines in order; one that is a list of things is numbered."
    )
    table: list[ColumnShape] = Field(default_factory=list, max_length=20, description="Columns of the rows.")
    signatures: list[SignatureShape] = Field(default_factory=list, max_length=3, description="Who signs.")
    notes: list[Line] = Field(default_factory=list, max_length=10, description="Small print at the end.")


class FormShape(Shape):
    """A form of a decree: its number there, and what is printed on it."""

    number: Words = Field(description="Number of the form in its decree, as it is cited.")
    layout: Code = Field(description="Layout of this kind of paper.")


class PaperShape(Shape):
    """A kind of paper: its name, its forms by the day from which each holds, and what a new one changed."""

    id: Code = Field(description="Kind of paper, as the platform names it.")
    name: Text = Field(description="What people call it.")
    forms: list[Dated[FormShape]] = Field(min_length=1, max_length=20, description="Forms by their days.")
    changed: Text | None = Field(None, description="What the newest form changed, for those who run offices.")
    layouts: list[LayoutShape] = Field(min_length=1, max_length=20, description="What is printed on them.")


class PapersShape(Shape):
    """A file of `papers/`: kinds of paper and what stands above them."""

    heading: HeadingShape = Field(description="What stands above every paper of this file.")
    papers: list[PaperShape] = Field(min_length=1, max_length=60, description="Kinds of paper.")
