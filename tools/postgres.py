"""A PostgreSQL server of our own for the tests: private folder, free port, nothing of the system touched.

The server drops durability on purpose: test databases are thrown away. Root may not run PostgreSQL, so
then it runs as the user `postgres`, in a folder that this user can reach.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from steps import ROOT, apt_install, say

from cuudinh.project import machine
from cuudinh.project.ports import free_port

ADDRESS = ROOT / "var" / "pg" / "address"
START_SECONDS_MAX = 30
# Where Debian and Homebrew put the programs of a server, which are not on the path there.
SERVERS = ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql@*/bin", "usr/local/opt/postgresql@*/bin")
SPEED_NOT_SAFETY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def start() -> str:
    """Start the server unless it runs; give its address, or an empty text where that is not possible."""
    if ADDRESS.is_file() and _answers():
        return ADDRESS.read_text("utf-8").strip()
    programs = _programs()
    if programs is None and apt_install(*machine.apt_packages("postgresql").split()):
        programs = _programs()
    if programs is None:
        return ""
    say("Starting a PostgreSQL server for the tests")
    return _start(programs)


def stop() -> None:
    """Stop the server, if it runs, and forget its address."""
    programs = _programs()
    if programs and (_folder() / "postmaster.pid").exists():
        _as_server([str(programs / "pg_ctl"), "-D", str(_folder()), "-m", "fast", "-w", "stop"])
    ADDRESS.unlink(missing_ok=True)


def _programs() -> Path | None:
    places = sorted((place for pattern in SERVERS for place in Path("/").glob(pattern)), key=_newest_first)
    on_path = shutil.which("initdb")
    places += [Path(on_path).resolve().parent] if on_path else []
    return next((place for place in places if (place / "initdb").exists()), None)


def _newest_first(place: Path) -> float:
    """Order folders such as `15/bin` and `postgresql@17/bin` by their version."""
    return -float(place.parent.name.rpartition("@")[2])


def _folder() -> Path:
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"cuudinh-postgres-{mark}" / "data"


def _start(programs: Path) -> str:
    folder, port = _folder(), free_port()
    _prepare(folder)
    if not (folder / "PG_VERSION").exists():
        _as_server(
            [str(programs / "initdb"), "-D", str(folder), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= {SPEED_NOT_SAFETY}"
    log = folder.parent / "log"
    _as_server([str(programs / "pg_ctl"), "-D", str(folder), "-l", str(log), "-o", options, "-w", "start"])
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    ADDRESS.parent.mkdir(parents=True, exist_ok=True)
    ADDRESS.write_text(address, "utf-8")
    by = time.monotonic() + START_SECONDS_MAX
    while not _answers() and time.monotonic() < by:
        time.sleep(0.1)
    return address if _answers() else ""


def _prepare(folder: Path) -> None:
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder.parent, "postgres", "postgres")


def _as_server(command: Sequence[str]) -> None:
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(
        command,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


def _answers() -> bool:
    programs = _programs()
    if programs is None or not ADDRESS.is_file():
        return False
    ask = [str(programs / "pg_isready"), "-q", "-d", ADDRESS.read_text("utf-8").strip()]
    return subprocess.run(ask, check=False).returncode == 0
