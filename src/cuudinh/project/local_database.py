"""The PostgreSQL server of the installation's own, for `CUUDINH_DATABASE=local`: it runs while somebody holds it.

The platform and each command hold a lock in common; the last one to let go stops the server. The kernel gives the
lock back when a process dies, so the next one to come finds the server running, or starts it. It listens at a
socket in its folder and nowhere else: who may open the folder may open the database, and nobody needs a password.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from cuudinh.project import settings_declared
from cuudinh.project.postgres_server import DATABASE, OWNER, Server
from cuudinh.project.trouble import Trouble

WORD = "local"
HOLDERS, STARTING = "holders.lock", "starting.lock"
LOOK_SECONDS = 1.0
# What a system gives to the name of a socket, its closing zero and the name that PostgreSQL appends counted in.
_FOLDER_BYTES_MOST = 107 - len("/.s.PGSQL.5432") - 1
# Acts are short: compiling a plan to machine code costs more than it saves, and disks of today seek cheaply.
_TUNED = ("-c", "jit=off", "-c", "random_page_cost=1.1")

Say = Callable[[str], None]


def folder_of(state: Path) -> Path:
    """Give the folder of the server in a state folder. Raises `Trouble` where no socket fits into its name."""
    folder = state / "postgres"
    length = len(os.fsencode(folder))
    if length > _FOLDER_BYTES_MOST:
        raise Trouble(
            f"The name of {folder} has {length} bytes; the socket of PostgreSQL takes {_FOLDER_BYTES_MOST}.",
            "Move the installation to a folder with a shorter name, or name one by CUUDINH_STATE.",
        )
    return folder


def server_of(state: Path) -> Server:
    """Give the server of a state folder."""
    folder = folder_of(state)
    address = f"postgresql://{OWNER}@/{DATABASE}?host={quote(str(folder), safe='')}"
    listens = ("-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-p", "5432")
    return Server(folder, address, (*listens, "-c", "unix_socket_permissions=0700", *_TUNED))


@contextmanager
def held(state: Path, say: Say) -> Iterator[Server]:
    """Have the server run during the block, made and started when it is not; the last holder stops it."""
    server = server_of(state)
    server.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    holders = _lock(server, HOLDERS, fcntl.LOCK_SH)
    try:
        _see_that_it_runs(server, say)
        yield server
    finally:
        _let_go(server, holders)


@contextmanager
def held_if_local(say: Say) -> Iterator[Server | None]:
    """Have the server run during the block where the setting DATABASE says `local`; give None elsewhere."""
    if settings_declared.value("DATABASE") != WORD:
        yield None
        return
    with held(settings_declared.path("STATE"), say) as server:
        yield server


def _see_that_it_runs(server: Server, say: Say) -> None:
    starting = _lock(server, STARTING, fcntl.LOCK_EX)
    try:
        if not server.is_made():
            say(f"Making a PostgreSQL server in {server.folder}")
            server.make()
        if not (server.is_alive() and server.answers()):
            server.start()
    finally:
        os.close(starting)


def _let_go(server: Server, holders: int) -> None:
    """Stop the server if nobody else holds it: who comes now waits for the lock, and starts it again."""
    try:
        fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
        server.stop()
    except BlockingIOError:
        return
    finally:
        os.close(holders)


def _lock(server: Server, name: str, how: int) -> int:
    descriptor = os.open(server.folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, how)
    return descriptor


class Watch:
    """Looks after the server while the platform runs, and starts it again when it was killed."""

    def __init__(self, server: Server, say: Say) -> None:
        self._server = server
        self._say = say
        self._look_at = 0.0

    def look(self) -> None:
        """Start the server again if it is gone; asked often, it looks once a second."""
        now = time.monotonic()
        if now < self._look_at:
            return
        self._look_at = now + LOOK_SECONDS
        if self._server.is_alive():
            return
        self._say("the database ended; it starts again")
        try:
            self._server.start()
        except Trouble as trouble:
            self._say(str(trouble))
