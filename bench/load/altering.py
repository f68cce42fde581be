"""The tables of a served installation change while people act: what a version brings, at the size of the store."""

import asyncio
import json
import sys

from bench.load.book import Book
from bench.load.installation import Installation


async def alter(served: Installation, book: Book, *, after_seconds: float) -> None:
    """Add a column, a table and an index and fill the column in batches, a while after people have begun.

    Writes into the book the longest step in milliseconds, which is the longest lock, and how many rows were filled.
    """
    await asyncio.sleep(after_seconds)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.faults.migrating",
        env=served.environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaint = await child.communicate()
    if child.returncode:
        raise SystemExit(f"The tables could not be changed:\n{complaint.decode()[-3000:]}")
    found = json.loads(said.splitlines()[-1])
    book.counts["longest step ms"] = round(found["seconds"] * 1000)
    book.counts["rows filled in"] = found["rows"]
    print(f"  the longest step was: {found['step']}", flush=True)
