"""The shapes of the part of a pack that says what other systems may ask of a person."""

from typing import Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Shape, Text

Claim = Literal["assurance_level", "locale", "name", "offices", "phone_number"]


class ClaimItemShape(Shape):
    """An item that a client may ask of a person, and a person may leave out."""

    id: Code = Field(description="Name of the item; clients ask for it as a scope.")
    title: Text = Field(description="What is given, as the page of consent says it.")
    purpose: Text = Field(description="For what it is meant; shown beside the title.")
    gives: list[Claim] = Field(min_length=1, max_length=10, description="Claims of OpenID that it gives.")


class ClaimsShape(Shape):
    """`clients/claims.yaml`: the catalogue of what other systems may ask of a person, in the order it is shown."""

    items: list[ClaimItemShape] = Field(min_length=1, max_length=50)
