"""Following a case instead of reporting the same again."""

from cuudinh.kernel.actor import Actor


def follow_case(actor: Actor, *, number: str) -> None:
    """Be told what happens to a published case."""
    raise NotImplementedError


def unfollow_case(actor: Actor, *, number: str) -> None:
    """Be told no more."""
    raise NotImplementedError
