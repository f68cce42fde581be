"""A line for requests that hash a password: few are worked on, some wait without a thread, the next is turned away.

A thread that waits for its turn to hash answers nobody else, and there are few. So they wait in the loop, as bodies do;
and whoever comes when the line is full is told at once when to come again, which costs next to nothing.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final

from granian.rsgi import Scope

from cuudinh.journal.meters import Counter

WAIT_SECONDS: Final = 5
# Of all processes together; each has its part (`engines/identity/passwords.py` holds the first of them for all).
SLOTS: Final = os.cpu_count() or 1
QUEUE_MOST: Final = 50
_TURNED_AWAY = Counter(
    "cuudinh_sign_ins_turned_away_total", "Requests that found the line of those who sign in full."
)
_LANGUAGE: Final = re.compile(r"(?:^|;\s*)(?:__Host-)?cd_lang=([a-z]{2})(?:;|$)")

Answer = tuple[int, list[tuple[str, str]], bytes]


class Line:
    """The line of one process: so many places, so many who wait, and the words for whoever finds it full.

    `full` makes the answer for a language, in JSON or as a page; each is made once.
    """

    def __init__(
        self,
        paths: Collection[str],
        *,
        places: int,
        waiting_most: int,
        full: Callable[[str, bool], Answer],
    ) -> None:
        self._paths = frozenset(paths)
        self._free = asyncio.Semaphore(places)
        self._room = places + waiting_most
        self._full = full
        self._answers: dict[tuple[str, bool], Answer] = {}
        self.pool = ThreadPoolExecutor(places, thread_name_prefix="line")
        # The words are made by a thread of their own: those of the line are busy, or nobody would need them.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="line-words")

    def is_for(self, scope: Scope) -> bool:
        """Whether a request has to stand in line."""
        return scope.method == "POST" and scope.path in self._paths

    @asynccontextmanager
    async def place(self) -> AsyncIterator[bool]:
        """Hold a place for the block, once there is one; gives False at once when the line is full."""
        if not self._room:
            _TURNED_AWAY.add()
            yield False
            return
        self._room -= 1
        try:
            async with self._free:
                yield True
        finally:
            self._room += 1

    async def full_answer(self, scope: Scope) -> Answer:
        """Give what whoever finds the line full is told, in their language and form."""
        found = _LANGUAGE.search(scope.headers.get("cookie") or "")
        accept = scope.headers.get("accept") or ""
        is_json = scope.path.startswith("/api/") or ("json" in accept and "text/html" not in accept)
        key = found[1] if found else "", is_json
        if key not in self._answers:
            making = asyncio.get_running_loop().run_in_executor(self._writer, self._full, *key)
            self._answers[key] = await making
        return self._answers[key]
