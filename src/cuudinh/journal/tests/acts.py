"""Acts as tests need them: many at once, one that is undone, many lines of the log."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier
from typing import Any, TypeVar

from django.db import connection

from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor, Seat

Answer = TypeVar("Answer")
OFFICER = Actor(
    kind="staff", account_id=4, name="Trần Thị B", seats=(Seat(1, "ubnd", "officer", frozenset({1})),)
)


def write_lines(count: int, *, about: str = "PA") -> list[audit.AuditRef]:
    """Write so many lines of one officer into the log, in one act."""
    with acting():
        return [
            audit.record(OFFICER, "case.assign", ("case", f"{about}-{n}"), rule="r") for n in range(count)
        ]


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
