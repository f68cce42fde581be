"""The shapes of what a province says of the nation's services: which it offers, and how people find them."""

from pydantic import Field

from cuudinh.engines.cases.shapes import OwnerRule
from cuudinh.engines.cases.shapes_dossiers import FeeName
from cuudinh.packs.grammar import Code, Day, Shape, Text


class OfferedShape(Shape):
    """One service of the nation that a province offers, with what the nation leaves to it."""

    service: Code = Field(description="Name of the service: its folder in the pack that writes it.")
    since: Day = Field(description="First day on which the province offers it; nobody decides on it before.")
    version: int = Field(1, ge=1, description="Raised whenever what holds here for the service changes.")
    intake: Code | None = Field(None, description="Office that takes in; absent: that of the file.")
    owner: list[OwnerRule] = Field(
        default_factory=list, description="Who decides here; absent: as the nation says."
    )
    desk: list[OwnerRule] = Field(
        default_factory=list, description="Who takes in here; absent: as the nation says."
    )
    fee_table: Code | None = Field(None, description="Table of the fee here; absent: that of the nation.")
    fee_answers: dict[FeeName, Code] | None = Field(
        None, description="What this fee asks → the question that answers it; absent: as the nation says."
    )
    fee_given: dict[FeeName, int | bool | str] | None = Field(
        None, description="What this fee asks and is always answered alike here; absent: as the nation says."
    )


class OfferedFile(Shape):
    """`services/offered.yaml`: the services of the nation that a province offers; it has no others of them."""

    intake: Code = Field(description="Code of the office that takes in, where a row names none.")
    offered: list[OfferedShape] = Field(min_length=1, max_length=1_000)


class CatalogueEntry(Shape):
    """One group of services, or one event of life for which people come."""

    id: Code
    title: Text
    icon: str = Field("flag", description="Name of a picture in the icon set.")
    keywords: dict[str, list[str]] = Field(
        default_factory=dict, description="Other words, by language, by which people look for it."
    )


class CatalogueShape(Shape):
    """`services/catalogue.yaml`: the groups and the events of life under which services are found, in their order."""

    groups: list[CatalogueEntry] = Field(min_length=1, max_length=60)
    life_events: list[CatalogueEntry] = Field(default_factory=list, max_length=60)
