"""A mark beside a store that is being cast: one that was broken off lacks rows and checks, and is never used."""

from pathlib import Path

from django.conf import settings

from cuudinh.project.trouble import Trouble


def begin() -> None:
    """Put the mark."""
    _path().touch()


def end() -> None:
    """Take it away: the store is whole."""
    _path().unlink()


def refuse() -> None:
    """Raise `Trouble` where a store was broken off while it was cast."""
    if _path().exists():
        raise Trouble(
            "A store was being cast here and was broken off; it lacks rows and checks.",
            "Throw its database and its state folder away, and begin with: cuudinh setup-database",
        )


def _path() -> Path:
    state: Path = settings.CUUDINH_STATE
    return state / "store.unfinished"
