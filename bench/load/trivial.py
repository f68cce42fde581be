"""What a request costs the driver itself, against a server that answers a fixed page and does nothing else."""

import asyncio
import os
from multiprocessing import get_context
from socket import AF_INET, SOCK_STREAM, socket

from bench.load.book import Book
from bench.load.browser import Browser, Place

PAGE = b"<html>" + b"x" * 16_000 + b"</html>"
_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n" % len(PAGE) + PAGE
REQUESTS = 4000
AT_ONCE = 8


class _Server(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        del data
        assert isinstance(self._transport, asyncio.WriteTransport)
        self._transport.write(_ANSWER)


def _serve(listening: socket) -> None:
    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, sock=listening)
        await server.serve_forever()

    asyncio.run(run())


async def own_cost_us(requests: int = REQUESTS) -> float:
    """Give the processor microseconds that the driver needs for one page of 16 KB."""
    listening = socket(AF_INET, SOCK_STREAM)
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    serving = get_context("fork").Process(target=_serve, args=(listening,), daemon=True)
    serving.start()
    browser = Browser(Place("127.0.0.1", listening.getsockname()[1]), Book(), "10.0.0.1")
    try:
        before = os.times()
        await asyncio.gather(*(_ask(browser, requests // AT_ONCE) for _ in range(AT_ONCE)))
        after = os.times()
    finally:
        browser.close()
        serving.terminate()
        serving.join()
        listening.close()
    return (after.user + after.system - before.user - before.system) / requests * 1e6


async def _ask(browser: Browser, times: int) -> None:
    for _ in range(times):
        await browser.get("/", "trivial")
