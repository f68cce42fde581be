"""Saved filters of the worklist."""

from cuudinh.kernel.actor import Actor


def save_filter(actor: Actor, *, name: str, query: str) -> None:
    """Keep a filter of the worklist under a name; the same name is overwritten."""
    raise NotImplementedError


def drop_filter(actor: Actor, *, name: str) -> None:
    """Forget a saved filter."""
    raise NotImplementedError
