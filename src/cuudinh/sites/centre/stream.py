"""The live stream: one process, one snapshot per tick and language, sent to every screen that watches.

Two hundred screens cost the database as much as one. A screen that was away is given the newest snapshot, not
what it missed: a wall shows now. The process holds no state; when it dies, screens come back by themselves.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.core import signing
from django.db import close_old_connections

from cuudinh.sites.centre.snapshot import wall_json

TICK_SECONDS: Final = 2.0
# A ticket is looked at when a screen comes, and a page can always get a fresh one: it need not live long.
TICKET_SECONDS: Final = 900
TICKET_SALT: Final = "centre.stream"
WATCHERS_MOST: Final = 2000
log = logging.getLogger("cuudinh.stream")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Broadcast:
    """One snapshot at a time, shared by all who wait for it."""

    def __init__(self, make: Callable[[], bytes], tick_seconds: float = TICK_SECONDS) -> None:
        self._make = make
        self._tick_seconds = tick_seconds
        self._changed = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self.number = 0
        self.body = b""
        self.watchers = 0

    async def next_after(self, number: int) -> tuple[int, bytes]:
        """Give the first snapshot newer than one; the first who asks starts the ticking."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tick())
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self.body) and self.number > number)
            return self.number, self.body

    async def _tick(self) -> None:
        while self.watchers:
            body = await sync_to_async(self._fresh, thread_sensitive=True)()
            if body:
                async with self._changed:
                    self.number, self.body = self.number + 1, body
                    self._changed.notify_all()
            await asyncio.sleep(self._tick_seconds)
        # Whoever comes next, perhaps in an hour, must not be shown what was true for the last who left.
        self.body = b""

    def _fresh(self) -> bytes:
        """Make a snapshot; when the database is away, screens keep the old one and mark it as stale."""
        try:
            return self._make()
        except Exception:  # whatever fails here must not end the stream of everybody
            log.exception("the wall's snapshot could not be made")
            return b""


_broadcasts: dict[str, Broadcast] = {}


def broadcast_for(language: str) -> Broadcast:
    """Give the broadcast of a language, made on first use."""
    if language not in _broadcasts:
        _broadcasts[language] = Broadcast(partial(_snapshot, language))
    return _broadcasts[language]


def _snapshot(language: str) -> bytes:
    """Give the snapshot of this moment; outside a request nobody else lets go of a connection that broke."""
    close_old_connections()
    return wall_json(language)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `/stream/wall?ticket=…` with server-sent events; everything else is not there."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    language = _language_of(scope)
    if language is None:
        await _refuse(send, 403 if scope["path"] == "/stream/wall" else 404)
        return
    broadcast = broadcast_for(language)
    if broadcast.watchers >= WATCHERS_MOST:
        await _refuse(send, 503)
        return
    await _watch(broadcast, receive, send)


def _language_of(scope: Scope) -> str | None:
    """Give the language of a valid ticket, or None."""
    if scope["path"] != "/stream/wall":
        return None
    ticket = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
    try:
        told = signing.loads(ticket, salt=TICKET_SALT, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        return None
    return str(told["language"])


async def _live(receive: Receive, send: Send) -> None:
    """Tell the server that there is nothing to prepare and nothing to put away."""
    kind = ""
    while kind != "lifespan.shutdown":
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _watch(broadcast: Broadcast, receive: Receive, send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"access-control-allow-origin", b"*"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    broadcast.watchers += 1
    gone = asyncio.create_task(_gone(receive))
    try:
        await _send_all(broadcast, gone, send)
    finally:
        broadcast.watchers -= 1
        gone.cancel()


async def _send_all(broadcast: Broadcast, gone: asyncio.Task[None], send: Send) -> None:
    number = 0
    while not gone.done():
        waiting = asyncio.create_task(broadcast.next_after(number))
        await asyncio.wait({waiting, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            return
        number, body = waiting.result()
        await send({"type": "http.response.body", "body": b"data: " + body + b"\n\n", "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
