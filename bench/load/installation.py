"""An installation that is served for a run: a copy of a state folder, so that the original is never touched.

The copy of a database of PostgreSQL is made by the server itself, from the original as a template; nothing else may
be connected to it meanwhile.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from bench.load.browser import Place
from bench.load.fronting import front_of
from bench.served import begin, cpu_seconds, end, environment

PYTHON = sys.executable
FIRST_ANSWER_SECONDS_MAX = 120
LOOK_SECONDS = 0.02
HELPERS_SECONDS = 4.0
COMPLAINTS_MOST = 1500
_ORDINARY = ('"kind":"request"', '"kind":"act"', '"kind":"round"')
# Neither belongs to an installation that lies still: the lock of one that runs, and its readers' map of the log.
_LEFT_OUT = ("running.lock", "*-shm")


@dataclass
class Installation:
    """A served copy: its folder, where it listens, who is in it, and how long its first answer took."""

    folder: Path
    place: Place
    people: dict[str, Any]
    environment: dict[str, str]
    database: str
    process: subprocess.Popen[bytes] | None = None
    first_answer_seconds: float = 0.0
    first_answer_cpu_seconds: float = 0.0
    front: subprocess.Popen[bytes] | None = None

    @property
    def roots(self) -> tuple[int, ...]:
        """Give the processes that began all others: the supervisor, and nginx where it stands in front."""
        return tuple(one.pid for one in (self.process, self.front) if one is not None)

    @property
    def complaints(self) -> str:
        """What its processes said on the console besides what they say of each request and act."""
        with (self.folder / "said.log").open(encoding="utf-8", errors="replace") as said:
            return "".join(line for line in said if line.strip() and not _is_ordinary(line))[
                -COMPLAINTS_MOST:
            ]


@contextmanager
def copied(
    state: Path, *, database: str = "", residents: int, workers: int = 2, is_fronted: bool = False
) -> Iterator[Installation]:
    """Copy an installation, open the people of a run in it, serve it, and take everything away afterwards."""
    beside = os.environ.get("LOAD_FOLDER") or None
    with tempfile.TemporaryDirectory(prefix="load-", dir=beside, ignore_cleanup_errors=True) as made:
        folder = Path(made) / "state"
        _copy(state, folder)
        with _database_of(database) as address:
            given = environment(folder, address, workers)
            people = _people(residents, folder, given)
            place = Place("127.0.0.1", int(given["CUUDINH_PORT"]))
            served = Installation(folder, place, people, given, address)
            with (folder / "said.log").open("wb") as said:
                _serve(served, said)
                try:
                    with _fronted(served) if is_fronted else nullcontext():
                        yield served
                finally:
                    end(served.process)


@contextmanager
def _fronted(served: Installation) -> Iterator[None]:
    from cuudinh.project.ports import free_port

    port = free_port()
    with front_of(served.place, served.folder.parent / "nginx", port) as served.front:
        served.place = Place(served.place.host, port, is_front=True)
        yield


def _copy(state: Path, folder: Path) -> None:
    """Copy a state folder that lies still: the database with what its log still holds, and the files as links."""
    files = state / "files"

    def left_out(inside: str, names: list[str]) -> set[str]:
        found = set(shutil.ignore_patterns(*_LEFT_OUT)(inside, names))
        # A server of the installation's own is running there, and its database is copied by itself.
        return found | ({"files", "postgres"} if Path(inside) == state else set())

    shutil.copytree(state, folder, ignore=left_out)
    if files.is_dir():
        # Kept files never change, so the copy shares them.
        shutil.copytree(files, folder / "files", copy_function=_linked)
    # Else the first minutes of a run would wait for the disk on account of the copy.
    os.sync()


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def _database_of(address: str) -> Iterator[str]:
    """Give the address of a copy of a database, which is dropped afterwards; empty for SQLite."""
    if not address:
        yield ""
        return
    import psycopg
    from psycopg import sql

    parts = urlsplit(address)
    name, copy = parts.path.lstrip("/"), f"load_{os.getpid()}"
    # A database is copied only while nobody is in it, and an installation of its own server uses "postgres".
    beside = parts._replace(path="/template1").geturl()
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(name))
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy))
    with psycopg.connect(beside, autocommit=True) as there:
        there.execute(make)
    try:
        yield parts._replace(path=f"/{copy}").geturl()
    finally:
        with psycopg.connect(beside, autocommit=True) as there:
            there.execute(drop)


def _people(residents: int, folder: Path, given: dict[str, str]) -> dict[str, Any]:
    command = [PYTHON, "-m", "bench.load.people", str(residents), str(folder)]
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"The people of the run could not be opened:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _serve(served: Installation, said: IO[bytes]) -> None:
    """Start the platform as `cuudinh serve` does and wait for its first answer."""
    began = time.perf_counter()
    served.process = begin(served.environment, said)
    while not _answers(served.place):
        if served.process.poll() is not None or time.perf_counter() - began > FIRST_ANSWER_SECONDS_MAX:
            raise SystemExit(f"The platform does not answer:\n{served.complaints}")
        time.sleep(LOOK_SECONDS)
    served.first_answer_seconds = time.perf_counter() - began
    served.first_answer_cpu_seconds = cpu_seconds(served.process)
    # The clerk and the stream start a little later; what is measured is the whole platform.
    time.sleep(HELPERS_SECONDS)


def _is_ordinary(line: str) -> bool:
    """Whether a line is one of the log, or of the greeting, and complains of nothing."""
    is_said = line.startswith(("{", "cuudinh:", "[", "Traceback"))
    return not is_said or any(mark in line for mark in _ORDINARY)


def _answers(place: Place) -> bool:
    """Ask for the list of reports, which reads the database and draws a page."""
    asking = HTTPConnection(place.host, place.port, timeout=30)
    try:
        asking.request("GET", "/phan-anh")
        return asking.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()
