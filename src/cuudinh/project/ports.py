"""Whether a port is free, and who has it if not.

Standard library only: the set-up asks before anything is installed.
"""

import os
import random
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cuudinh.project.trouble import Trouble

_LISTENING = "0A"
_OURS = (20_000, 32_000)
_TRIES = 200


def refuse_busy(host: str, port: int) -> None:
    """Refuse, in one sentence, to start on a port that cannot be had.

    Raises `Trouble` with the name of the process that listens there, where the system tells.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise Trouble(
                _sentence(host, port, fault), f"Choose another: make run PORT={port + 100}"
            ) from fault


def free_port() -> int:
    """Give a port of this machine that nobody has now, nor the next one.

    It lies below those that the system gives to whoever connects: one of these may be taken at any moment.
    """
    for port in random.sample(range(*_OURS), _TRIES):
        if _can_be_had(port) and _can_be_had(port + 1):
            return port
    raise Trouble(f"No two ports in a row are free between {_OURS[0]} and {_OURS[1]}.", "Look at: ss -tan")


def _can_be_had(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def listener_on(port: int) -> str:
    """Give `name (process 123)` of who listens on a port; empty where the system does not tell."""
    sockets = {f"socket:[{inode}]" for inode in _listening_sockets(port)}
    if not sockets:
        return ""
    for process in Path("/proc").glob("[0-9]*"):
        if _holds_any(process, sockets):
            return f"{(process / 'comm').read_text('utf-8').strip()} (process {process.name})"
    return ""


def _sentence(host: str, port: int, fault: OSError) -> str:
    who = listener_on(port)
    return (
        f"Port {port} is taken by {who}."
        if who
        else f"Port {port} of {host} cannot be used: {fault.strerror}."
    )


def _listening_sockets(port: int) -> Iterator[str]:
    for table in (Path("/proc/self/net/tcp"), Path("/proc/self/net/tcp6")):
        if not table.exists():
            continue
        for line in table.read_text("ascii").splitlines()[1:]:
            columns = line.split()
            if columns[3] == _LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                yield columns[9]


def _holds_any(process: Path, sockets: set[str]) -> bool:
    # A process may end, or belong to somebody else, while we look at it.
    with suppress(OSError):
        return any(os.readlink(handle) in sockets for handle in (process / "fd").iterdir())
    return False
