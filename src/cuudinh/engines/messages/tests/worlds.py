"""Packs of messages to check and apply in tests."""

from typing import Any

from cuudinh.engines.identity.definitions import PurposesShape
from cuudinh.engines.messages.definitions import MessageShape, MessagesShape
from cuudinh.packs.manifest import PackShape
from cuudinh.packs.world import Located, PackWorld


def message(**changes: Any) -> MessageShape:
    """Give a sound message."""
    values: dict[str, Any] = {
        "id": "assigned",
        "priority": "case",
        "placeholders": ["number", "topic", "due"],
        "title": {"vi": "Phản ánh mới", "en": "New case"},
        "text": {"vi": "{number}: {topic}. Hạn {due}.", "en": "{number}: {topic}. Due {due}."},
    }
    return MessageShape.model_validate(values | changes)


def world_of(*messages: MessageShape, purposes: tuple[PurposesShape, ...] = ()) -> PackWorld:
    """Give a world with these messages, and the purposes that people may agree to."""
    manifest = PackShape(
        id="test",
        version=1,
        names={"vi": "Thử nghiệm"},
        requires={},
        languages=["vi", "en"],
        timezone="Asia/Ho_Chi_Minh",
        country="VN",
        owners=["test"],
        licence="Apache-2.0",
    )
    file = MessagesShape(messages=list(messages) or [message()])
    records: tuple[Located[Any], ...] = (
        Located("pack.yaml", 1, manifest),
        Located("messages/cases.yaml", 1, file),
        *(Located("privacy/purposes.yaml", 1, one) for one in purposes),
    )
    return PackWorld(
        manifest=manifest,
        packs=(),
        files={},
        origins={},
        records=records,
    )
