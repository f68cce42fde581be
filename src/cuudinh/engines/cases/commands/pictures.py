"""Pictures of a case: adding them, hiding areas, showing or withholding one."""

from collections.abc import Sequence

from cuudinh.kernel.actor import Actor


def add_pictures(actor: Actor, *, number: str, photos: Sequence[int], purpose: str = "before") -> None:
    """Add pictures to a case that still stands open; `purpose` is before, after, reply or task."""
    raise NotImplementedError


def mark_areas(
    actor: Actor, *, number: str, picture: str, areas: Sequence[tuple[float, float, float, float]]
) -> None:
    """Hide areas (x, y, width, height as shares of the picture) of one picture from everyone but the centre."""
    raise NotImplementedError


def show_picture(actor: Actor, *, number: str, picture: str, is_public: bool) -> None:
    """Publish one picture of a case, or withhold it."""
    raise NotImplementedError
