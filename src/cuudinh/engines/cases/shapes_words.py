"""The shapes of what stands beside a flow: reasons to choose from, words to begin with, how long all is kept."""

from pydantic import Field

from cuudinh.packs.grammar import Code, Shape, Text


class Reason(Shape):
    """A reason that may be chosen for a refusal, a return or an extension."""

    id: Code
    label: Text
    acts: list[Code] = Field(min_length=1)


class AnswerTemplate(Shape):
    """Words an officer may begin an answer with; nothing is ever sent by itself."""

    id: Code
    label: Text
    text: Text
    acts: list[Code] = Field(min_length=1, description="Acts whose first long text it is offered for.")
    groups: list[Code] = Field(default_factory=list, description="Groups of topics it fits; empty: all.")


class Retention(Shape):
    """How long what is kept."""

    identity_years: int = Field(ge=0, le=100)
    case_years: int = Field(ge=0, le=100)
