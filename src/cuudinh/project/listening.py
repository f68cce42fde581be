"""Sockets that listen on behalf of processes that come and go.

Where each process listens by itself, whoever has connected to one that ends, and is not answered yet, is turned
away. Here the supervisor listens and the processes answer: a renewal or a crash makes people wait, no more.
"""

import os
import resource
import select
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any, Final

BACKLOG: Final = 1024
# How many connections a worker holds at once, and what it opens besides: the database, pictures, logs.
CONNECTIONS_MAX: Final = 8_192
_FILES_BESIDES: Final = 200
STOP_ACCEPTING: Final = signal.SIGUSR1

Sockets = Sequence[socket.socket]

_opened: list[socket.socket] = []
_ready_into: list[int] = []


def listen(host: str, port: int, workers: int) -> Sockets:
    """Listen on a port with a socket for each worker; processes that begin as copies of this one `use` them.

    The system spreads connections over the sockets. On a common one the worker that last went to sleep is woken
    first, so one would get nearly all of them.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    first = socket.create_server((host, port), family=family, backlog=BACKLOG, reuse_port=True)
    address = first.getsockname()[:2]
    others = [
        socket.create_server(address, family=family, backlog=BACKLOG, reuse_port=True)
        for _ in range(workers - 1)
    ]
    _opened.extend((first, *others))
    return first, *others


def connections_most() -> int:
    """Let this process open what it needs, as far as the system allows, and give how many connections a worker holds.

    The web server counts those on which nothing is said as well; beyond that number nobody is let in.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS_MAX + _FILES_BESIDES
    allowed = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(1, allowed - _FILES_BESIDES)


def keep_only(sockets: Sockets = ()) -> None:
    """Close, in a copy, the sockets on which others answer: a port is free once those who answer there are gone."""
    for one in _opened:
        if one not in sockets:
            one.close()
    _opened[:] = sockets


def use(sockets: Sockets) -> None:
    """Have the web server of this process answer on sockets that listen already, a worker on each."""
    # Loaded only where it serves, so its types are not known here.
    cli = import_module("granian.cli")
    base: Any = cli.Server
    holder = import_module("granian._granian").SocketHolder

    class Server(base):  # type: ignore[misc]  # its class is known where it serves only
        """The web server, given a socket; left to itself on Linux it opens one in each worker."""

        def _init_shared_socket(self) -> None:
            self._sso = None

        def _spawn_worker(self, idx: int, *others: Any, **named: Any) -> Any:
            # A holder closes what it holds when it goes.
            self._shd = holder(os.dup(sockets[idx].fileno()), False, BACKLOG)
            return super()._spawn_worker(idx, *others, **named)

    vars(cli)["Server"] = Server
    signal.signal(STOP_ACCEPTING, partial(_stop_accepting, sockets, _deaf()))


def _deaf() -> socket.socket:
    """Give a socket that listens where nobody comes."""
    deaf = socket.create_server(("127.0.0.1", 0), backlog=0)
    deaf.setblocking(False)
    return deaf


def _stop_accepting(sockets: Sockets, deaf: socket.socket, *_: object) -> None:
    """Leave new connections to others, and go on answering those accepted already.

    The web server drops a connection of which it has read nothing when it is told to finish, so it must have read
    them all by then; and it knows no other way to stop accepting than to be given a socket where nobody comes.
    """
    names = {os.readlink(f"/proc/self/fd/{one.fileno()}") for one in sockets}
    for handle in os.listdir("/proc/self/fd"):
        # The handle that lists them is gone by now.
        with suppress(FileNotFoundError):
            if os.readlink(f"/proc/self/fd/{handle}") in names:
                os.dup2(deaf.fileno(), int(handle))


class Readiness:
    """Tells a process when a copy of it answers: the copies `announce`, it asks."""

    def __init__(self) -> None:
        self._from, self._into = os.pipe()
        _ready_into[:] = [self._into]

    def leave_to_copies(self) -> None:
        """Keep only the end that asks; called once the copies are made."""
        os.close(self._into)
        _ready_into.clear()

    def is_told(self) -> bool:
        """Whether a copy has announced itself since the last question."""
        can_read, _, _ = select.select([self._from], [], [], 0)
        return bool(can_read and os.read(self._from, 1))

    def close(self) -> None:
        """Ask no more."""
        os.close(self._from)


def announce() -> None:
    """Say that this process answers, where somebody waits for it."""
    for into in _ready_into:
        os.write(into, b"\0")
