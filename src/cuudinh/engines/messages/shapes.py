"""The shapes of the part of a pack that says what people are told."""

from typing import Literal

from pydantic import Field

from cuudinh.packs.grammar import Code, Shape, Text


class MessageShape(Shape):
    """The template of a notice. `{number}` in a text is filled with a fact of that name."""

    id: Code = Field(description="Name of the message, as services write it.")
    priority: Literal["emergency", "case", "news"] = Field(description="What goes first when many are sent.")
    purpose: Code | None = Field(
        None, description="Which consent of its reader it needs; none: it is told anyway."
    )
    placeholders: list[Code] = Field(
        default_factory=list, max_length=20, description="Facts the texts may be filled with."
    )
    title: Text = Field(description="A few words; the same for every case.")
    text: Text = Field(description="What is told, in one or two sentences.")


class MessagesShape(Shape):
    """A file of `messages/`: templates."""

    messages: list[MessageShape] = Field(min_length=1, max_length=500)
