"""Many threads at once, each with its own connection, started together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from django.db import connection

Answer = TypeVar("Answer")


def at_once(count: int, act: Callable[[int], Answer]) -> list[Answer | BaseException]:
    """Run `act(number)` in `count` threads that begin together; give what each answered or raised."""
    gate = Barrier(count)

    def one(number: int) -> Any:
        try:
            gate.wait()
            return act(number)
        except Exception as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
