"""Threads of a process that work one at a time, and let another in while they wait for the disk.

Threads of Python that work at once take each other's time away; one that waits does not. So a process whose requests
wait for the disk has two threads, and a place at which one of them works.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_place = threading.Lock()
_mine = threading.local()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Work in the block while no other thread works in one, except where this one is `aside`."""
    with _place:
        _mine.is_held = True
        try:
            yield
        finally:
            _mine.is_held = False


@contextmanager
def aside() -> Iterator[None]:
    """Let another thread work during the block, which waits; nothing where threads do not take turns."""
    if not getattr(_mine, "is_held", False):
        yield
        return
    _place.release()
    try:
        yield
    finally:
        _place.acquire()


@contextmanager
def staying() -> Iterator[None]:
    """Step aside for nobody during the block, which holds what others wait for: they would wait for each other."""
    was_held, _mine.is_held = getattr(_mine, "is_held", False), False
    try:
        yield
    finally:
        _mine.is_held = was_held
