"""The shapes of what stands beside a flow: reasons to choose from, words to begin with, how long all is kept."""

from typing import Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Day, Shape, Text


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


class LegalSource(Shape):
    """A legal text the service rests on, with the day it takes effect."""

    title: str = Field(description="Number and name of the text, as offices write it.")
    since: Day = Field(description="First day in force.")
    until: Day | None = Field(None, description="Last day in force.")
    mark: Literal["V", "V2", "K", "?"] = Field("K", description="How sure the pack is of this source.")
    note: str | None = Field(None, description="What the source was and was not compared with.")
