"""The shapes of the part of a pack that says what holds for personal data.

Every basis is dated and names its source; what was not read in the law itself says so.
"""

from pydantic import Field

from cuudinh.packs.grammar import Code, Dated, Shape, Text


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


class LooksShape(Shape):
    """`privacy/looks.yaml`: the kinds of looks."""

    looks: list[LookShape] = Field(min_length=1, max_length=60)
