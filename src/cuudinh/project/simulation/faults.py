"""What goes wrong on purpose: a process that dies between two writes, and a database that fails once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

WRITES = ("INSERT", "UPDATE", "DELETE")


class Killed(BaseException):
    """The process ends here: nothing that catches ordinary faults may catch it, and its transaction is lost."""


class Disturbed(OperationalError):
    """The database refuses one statement, as it does when a disk is slow or somebody else holds a row."""


class Countdown:
    """Lets so many writes through and raises at the next; reads do not count, since caches save some of them."""

    def __init__(self, writes: int, fault: type[BaseException]) -> None:
        self._left = writes
        self._fault = fault
        self.has_struck = False

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Run a statement, or raise in its place."""
        if sql.startswith(WRITES) and not self.has_struck:
            self._left -= 1
            if self._left < 0:
                self.has_struck = True
                raise self._fault("on purpose")
        return execute(sql, params, many, context)


@contextmanager
def struck(writes: int | None, fault: type[BaseException]) -> Iterator[None]:
    """Let the block fail at the write after so many; None lets it be."""
    if writes is None:
        yield
        return
    with connection.execute_wrapper(Countdown(writes, fault)):
        yield
