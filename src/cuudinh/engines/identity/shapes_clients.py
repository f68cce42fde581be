"""The shapes of the part of a pack that says what other systems may ask of a person, and of reporters."""

from typing import Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Dated, Shape, Text

Claim = Literal["assurance_level", "locale", "name", "offices", "phone_number", "press_card"]


class ClaimItemShape(Shape):
    """An item that a client may ask of a person, and a person may leave out."""

    id: Code = Field(description="Name of the item; clients ask for it as a scope.")
    title: Text = Field(description="What is given, as the page of consent says it.")
    purpose: Text = Field(description="For what it is meant; shown beside the title.")
    gives: list[Claim] = Field(min_length=1, max_length=10, description="Claims of OpenID that it gives.")


class ClaimsShape(Shape):
    """`clients/claims.yaml`: the catalogue of what other systems may ask of a person, in the order it is shown."""

    items: list[ClaimItemShape] = Field(min_length=1, max_length=50)


class PressKindShape(Shape):
    """A kind of work that reporters do."""

    id: Code = Field(description="Name of the kind.")
    title: Text = Field(description="What it is called.")


class PressShape(Shape):
    """`clients/press.yaml`: who checks reporters, which kinds there are, for how long a card holds."""

    function: Code = Field(description="Function of the office that checks reporters.")
    kinds: list[PressKindShape] = Field(min_length=1, max_length=20, description="Kinds of work.")
    months: list[Dated[int]] = Field(
        min_length=1, max_length=20, description="Months for which a card holds."
    )
    least_level: list[Dated[int]] = Field(
        min_length=1, max_length=20, description="Least level of assurance of who is given a card: 1, 2 or 3."
    )
