"""What leaves the messages engine: notices as their reader sees them, and refusals."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from cuudinh.kernel.refusal import NotThere

Priority = Literal["emergency", "case", "news"]


class UnknownMessage(NotThere):
    """404: the packs applied here have no message of this name."""

    code: ClassVar[str] = "unknown-message"
    sentence: ClassVar[str] = "Không có mẫu thông báo “{message}”."


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice in the language of its reader; `about` is the kind and the number of what it tells of."""

    id: int
    title: str
    text: str
    priority: Priority
    about: tuple[str, str]
    at: datetime
    is_read: bool
