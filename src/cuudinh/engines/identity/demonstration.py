"""The invented people of a demonstration, for its sign-in page; nothing outside a demonstration."""

from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from django.conf import settings

from cuudinh.journal import marks


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """Somebody invented who can sign in, who they are in both languages, and the page to begin with."""

    login: str
    password: str = field(repr=False)
    who_vi: str
    who_en: str
    leads_to: str

    def who(self, language: str) -> str:
        """Give who it is in a language."""
        return self.who_vi if language == "vi" else self.who_en


def is_on() -> bool:
    """Whether this is a demonstration: its sign-in page lets everybody in as somebody invented."""
    return _path().is_file() and (settings.CUUDINH_DEMO or marks.has_invented_data())


def _path() -> Path:
    state: Path = settings.CUUDINH_STATE
    return state / "demo" / "signins.json"


def demo_sign_ins() -> tuple[DemoSignIn, ...]:
    """Give the sign-ins that filling the demonstration left in the state folder; none in earnest."""
    if not is_on():
        return ()
    return tuple(msgspec.json.decode(_path().read_bytes(), type=list[DemoSignIn]))
