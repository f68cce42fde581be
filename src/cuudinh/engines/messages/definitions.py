"""The part of a pack that messages understands: the templates of notices."""

from collections.abc import Iterator

from cuudinh.engines.identity.definitions import purposes_of
from cuudinh.engines.messages.rules import PERSONAL, placeholders_in
from cuudinh.engines.messages.shapes import MessageShape, MessagesShape
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.parts import Part, Pattern
from cuudinh.packs.world import PackWorld

__all__ = ["PART", "MessageShape", "MessagesShape", "messages_of"]


def messages_of(world: PackWorld) -> list[MessageShape]:
    """Give the messages of a pack and of those it stands on, from all their files."""
    return [message for one in world.shapes(MessagesShape) for message in one.value.messages]


def _check(world: PackWorld) -> Iterator[Fault]:
    seen: set[str] = set()
    purposes = sorted(purpose.id for purpose in purposes_of(world))
    for message in messages_of(world):
        if message.id in seen:
            what = f'two messages are called "{message.id}"'
            yield world.fault_of(message, what, "id", expected="a name that is used once")
        seen.add(message.id)
        yield from _wrong_placeholders(world, message)
        if message.purpose is not None and message.purpose not in purposes:
            what = f'unknown purpose "{message.purpose}"'
            expected, given = one_of(purposes), message.purpose
            yield world.fault_of(message, what, "purpose", expected=expected, given=given, names=purposes)


def _wrong_placeholders(world: PackWorld, message: MessageShape) -> Iterator[Fault]:
    for name in sorted(PERSONAL.intersection(message.placeholders)):
        what = f'"{name}" would say who somebody is'
        yield world.fault_of(message, what, "placeholders", expected="facts about the case only")
    for language, text in message.title.items():
        if "{" in text or "}" in text:
            what = f'the title in "{language}" has braces'
            yield world.fault_of(message, what, "title", language, expected="the same words for every case")
    wrong = [
        fault
        for language, text in message.text.items()
        for fault in _wrong_text(world, message, language, text)
    ]
    yield from wrong or _said_otherwise(world, message)


def _said_otherwise(world: PackWorld, message: MessageShape) -> Iterator[Fault]:
    """Check that every language tells the same facts: nobody hears less because of the language they read."""
    told = {language: {name for name, _ in placeholders_in(text)} for language, text in message.text.items()}
    for language, names in told.items():
        lacking = sorted(set().union(*told.values()) - names)
        if lacking:
            what = f'the text in "{language}" does not tell {", ".join(lacking)}, and another language does'
            yield world.fault_of(message, what, "text", language, expected="the same facts in every language")
    unused = sorted(set(message.placeholders) - set().union(*told.values()))
    if unused:
        what = f"nothing is said of {', '.join(unused)}"
        yield world.fault_of(
            message, what, "placeholders", expected="the facts that the text tells, and no others"
        )


def _wrong_text(world: PackWorld, message: MessageShape, language: str, text: str) -> Iterator[Fault]:
    try:
        found = list(placeholders_in(text))
    except ValueError as fault:
        yield world.fault_of(message, f"{fault}", "text", language, expected="braces around names only")
        return
    for name, is_plain in found:
        if not is_plain:
            what = f'"{{{name}}}" is more than a name'
            yield world.fault_of(message, what, "text", language, expected="a name in braces")
        elif name not in message.placeholders:
            yield world.fault_of(
                message,
                f'unknown placeholder "{name}"',
                "text",
                language,
                expected=one_of(message.placeholders),
                given=name,
                names=message.placeholders,
            )


PART = Part(name="messages", patterns=(Pattern("messages/*.yaml", MessagesShape),), check=_check)
