"""The shape of the part of a pack that says who may act for a child or an organisation, by which paper, until when."""

from typing import Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Dated, Shape, Text


class RepresentationBasis(Shape):
    """By what right somebody acts for another: as a parent, a guardian, the head of a company, by authorisation."""

    id: Code = Field(description="Name of the basis.")
    of: Literal["child", "organisation"] = Field(description="For whom it is.")
    title: Text = Field(description="What somebody is to whom they act for, as pages say it.")
    paper: Text = Field(description="Which paper proves it, as the person who asks reads it.")
    days: list[Dated[int]] = Field(
        default_factory=list,
        max_length=20,
        description="For how many days at most it holds, the last of which is asked for; absent: as long as it lasts.",
    )
    source: str = Field(min_length=1, description="The article that says so; or that it is not verified.")


class OrganisationKind(Shape):
    """A kind of organisation that people act for."""

    id: Code = Field(description="Name of the kind.")
    title: Text = Field(description="What it is called.")


class RepresentationShape(Shape):
    """`privacy/representation.yaml`: on what basis somebody acts for a child or an organisation."""

    majority_years: list[Dated[int]] = Field(
        min_length=1, max_length=20, description="Years at which nobody is a child any more."
    )
    agree_years: list[Dated[int]] = Field(
        min_length=1, max_length=20, description="Years from which a child has to agree."
    )
    kinds: list[OrganisationKind] = Field(min_length=1, max_length=20, description="Kinds of organisations.")
    bases: list[RepresentationBasis] = Field(
        min_length=1, max_length=20, description="By what right somebody acts for another."
    )
