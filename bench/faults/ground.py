"""Where faults are done: an installation of its own, served as it is served to people, and killed at will."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.faults.asking import Caller, Gone
from bench.served import begin, cpu_seconds, end, environment
from cuudinh.project import local_database
from cuudinh.project.ports import free_port
from cuudinh.project.postgres_server import Server

START_SECONDS_MAX = 180
_LOOK_SECONDS = 0.02


@dataclass
class Ground:
    """An installation: its folder, where it listens, who is in it, and the supervisor while it is served."""

    folder: Path
    environment: dict[str, str]
    people: dict[str, Any] = field(default_factory=dict)
    supervisor: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """Give where the pages are answered."""
        return int(self.environment["CUUDINH_PORT"])

    @property
    def database(self) -> Path:
        """Give the file of the database on SQLite."""
        return self.folder / "cuudinh.sqlite3"

    @property
    def server(self) -> Server:
        """Give the PostgreSQL server of the installation's own."""
        return local_database.server_of(self.folder)

    def caller(self, login: str = "") -> Caller:
        """Give somebody who calls: a stranger, or a person with a key of the API."""
        caller = Caller(self.port)
        if login:
            caller.sign_in(login, self.people["password"])
        return caller

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a module of Python on the installation and give what it said."""
        command = [sys.executable, "-m", *words]
        given = self.environment | more
        return subprocess.run(command, env=given, capture_output=True, text=True, check=False)

    def begin(self) -> None:
        """Start the supervisor, as the service unit of an installation does."""
        with (self.folder / "said.log").open("ab") as said:
            self.supervisor = begin(self.environment, said)

    def wait_until_it_answers(self, seconds_most: float = START_SECONDS_MAX) -> float:
        """Give how long it took until the database was reached through a web process."""
        began = time.perf_counter()
        while not self.answers():
            if time.perf_counter() - began > seconds_most:
                raise SystemExit(f"The platform does not answer:\n{self.said[-3000:]}")
            time.sleep(_LOOK_SECONDS)
        return time.perf_counter() - began

    def answers(self) -> bool:
        """Whether a stranger gets an answer from the database now."""
        with suppress(Gone):
            return Caller(self.port).get("/khoe").status == 200
        return False

    @property
    def said(self) -> str:
        """What its processes said on the console."""
        path = self.folder / "said.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def processes(self, name: str) -> list[int]:
        """Give the processes of the platform that the system shows under a name, or all under the empty one."""
        assert self.supervisor is not None
        family = {self.supervisor.pid}
        found = sorted((int(path.name), *_told(path)) for path in Path("/proc").glob("[0-9]*"))
        for _ in range(3):
            family |= {one for one, parent, _ in found if parent in family}
        family.discard(self.supervisor.pid)
        return [one for one, _, called in found if one in family and called.startswith(name)]

    def cpu_seconds(self) -> float:
        """Give the processor time of the supervisor and all its processes so far."""
        assert self.supervisor is not None
        return cpu_seconds(self.supervisor)

    def end(self) -> None:
        """Ask the platform to end, and end what does not."""
        end(self.supervisor)
        self.supervisor = None


def _told(path: Path) -> tuple[int, str]:
    """Give the parent and the name of a process; of one that has just gone, nothing."""
    try:
        text = (path / "stat").read_text("utf-8", "replace")
    except OSError:
        return 0, ""
    name, rest = text.partition("(")[2].rsplit(")", 1)
    state, parent = rest.split()[:2]
    return (0, "") if state == "Z" else (int(parent), name)


def made(folder: Path, *, residents: int = 8, database: str = "") -> Ground:
    """Make an installation in a folder, with so many residents, staff for the centre and for every office."""
    ground = Ground(folder, environment(folder, database))
    folder.mkdir(parents=True, exist_ok=True)
    done = ground.run("bench.faults.making", str(residents), str(folder))
    if done.returncode:
        raise SystemExit(f"The installation could not be made:\n{done.stderr}")
    ground.people = json.loads(done.stdout.splitlines()[-1])
    return ground


def copy_of(ground: Ground, folder: Path) -> Ground:
    """Give a copy of an installation on SQLite that lies still."""
    shutil.copytree(ground.folder, folder)
    return Ground(folder, environment(folder), ground.people)


@contextmanager
def served(ground: Ground, **more: str) -> Iterator[Ground]:
    """Serve an installation until the block ends; `more` are settings for this time."""
    kept = ground.environment
    # The port of the making may have gone to somebody else meanwhile.
    ground.environment = kept | {"CUUDINH_PORT": str(free_port())} | more
    ground.begin()
    try:
        ground.wait_until_it_answers()
        yield ground
    finally:
        ground.end()
        ground.environment = kept
