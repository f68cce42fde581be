"""The shape of the part of a pack that says which acts of an office may be delegated, and by what right."""

from pydantic import Field

from cuudinh.packs.grammar import Code, Mark, Shape, Text


class ActionShape(Shape):
    """What may be delegated under one name: acts of the policy, or single acts of the flow."""

    id: Code = Field(description="Name of the action; delegations hold it.")
    title: Text = Field(description="What it is called in documents.")
    roles: list[Code] = Field(min_length=1, max_length=20, description="Roles from whose seats it is given.")
    may: list[Code] = Field(default_factory=list, max_length=20, description="Acts of the policy.")
    steps: list[Code] = Field(default_factory=list, max_length=20, description="Acts of the flow of cases.")
    source: str = Field(min_length=1, max_length=300, description="By what right it is delegated.")
    mark: Mark | None = Field(None, description="How sure the pack is.")


class DelegableShape(Shape):
    """`policy/delegable.yaml`: what may be delegated by document. Nothing else is."""

    actions: list[ActionShape] = Field(min_length=1, max_length=100)
