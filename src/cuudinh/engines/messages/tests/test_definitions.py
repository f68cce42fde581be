"""What a pack may not say in messages."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from cuudinh.engines.identity.definitions import PurposesShape
from cuudinh.engines.messages.definitions import PART, MessagesShape
from cuudinh.engines.messages.tests.worlds import message, world_of

PACKS = Path(__file__).resolve().parents[5] / "packs"


def faults(*messages: Any) -> list[str]:
    return [fault.what for fault in PART.check(world_of(*messages))]


@pytest.mark.parametrize("pack", ["vn", "ottawa"])
def test_the_messages_of_shipped_packs_are_sound(pack: str) -> None:
    said = (PACKS / pack / "privacy").glob("purposes.yaml")
    purposes = tuple(PurposesShape.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in said)
    for path in (PACKS / pack / "messages").glob("*.yaml"):
        file = MessagesShape.model_validate(yaml.safe_load(path.read_text("utf-8")))
        world = world_of(*file.messages, purposes=purposes)
        assert [fault.what for fault in PART.check(world)] == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"text": {"vi": "{numbr}"}}, 'unknown placeholder "numbr"'),
        ({"text": {"vi": "{number"}}, "expected '}' before end of string"),
        ({"text": {"vi": "{number.__class__}"}}, '"{number.__class__}" is more than a name'),
        ({"text": {"vi": "{number!r}"}}, '"{number}" is more than a name'),
        ({"text": {"vi": "{number:>99999}"}}, '"{number}" is more than a name'),
        ({"text": {"vi": "{}"}}, '"{}" is more than a name'),
        ({"title": {"vi": "Mới {number}"}}, 'the title in "vi" has braces'),
        ({"placeholders": ["number", "topic", "due", "phone"]}, '"phone" would say who somebody is'),
    ],
)
def test_a_message_that_cannot_be_filled_is_told(changes: dict[str, Any], what: str) -> None:
    assert what in faults(message(**changes))


def test_two_messages_of_one_name_are_told() -> None:
    assert faults(message(), message()) == ['two messages are called "assigned"']
