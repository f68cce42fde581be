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


def demo_sign_ins() -> tuple[DemoSignIn, ...]:
    """Give the sign-ins that filling the demonstration left in the state folder; none in earnest."""
    path: Path = settings.CUUDINH_STATE / "demo" / "signins.json"
    if not path.is_file() or not (settings.CUUDINH_DEMO or marks.has_invented_data()):
        return ()
    return tuple(msgspec.json.decode(path.read_bytes(), type=list[DemoSignIn]))
