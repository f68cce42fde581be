"""Acts as tests need them: many at once, and one that is undone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier
from typing import Any, TypeVar

from django.db import connection

from cuudinh.journal.transactions import acting

Answer = TypeVar("Answer")


def at_once(count: int, act: Callable[[int], Answer]) -> list[Answer | BaseException]:
    """Run `act(number)` in `count` threads that begin together; give what each answered or raised."""
    gate = Barrier(count)

    def one(number: int) -> Any:
        try:
            gate.wait()
            return act(number)
        except Exception as fault:  # noqa: BLE001  the test looks at what came
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """An act that fails at its end."""
    with suppress(_Undone), acting():
        yield
        raise _Undone
