"""A served copy of an installation: what it is told, how it is started and ended, and what its processes cost."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from bench.load.observing import uses

FINISH_SECONDS_MAX = 30


def environment(folder: Path, database: str = "", workers: int = 2) -> dict[str, str]:
    """Give the environment of an installation in a folder, on a free port, on the database named or on SQLite."""
    from cuudinh.project.ports import free_port

    kept = {name: value for name, value in os.environ.items() if not name.startswith("CUUDINH_")}
    root = os.environ.get("CUUDINH_ROOT")
    given = {
        "DJANGO_SETTINGS_MODULE": "cuudinh.project.settings",
        "CUUDINH_STATE": str(folder),
        "CUUDINH_BACKUPS": str(folder / "kept"),
        "CUUDINH_PORT": str(free_port()),
        "CUUDINH_WORKERS": str(workers),
        "CUUDINH_PROXIES": "127.0.0.1,::1",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        **({"CUUDINH_ROOT": root} if root else {}),
        **({"CUUDINH_DATABASE": database} if database else {}),
    }
    return kept | given


def begin(given: Mapping[str, str], said: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the supervisor as the service unit of an installation does; it says into `said` what it says."""
    return subprocess.Popen(
        [sys.executable, "-m", "cuudinh.project.serving"],
        env=given,
        stdout=said,
        stderr=said,
        start_new_session=True,
    )


def end(supervisor: subprocess.Popen[bytes] | None) -> None:
    """Ask the platform to end, and end what does not."""
    if supervisor is None:
        return
    supervisor.send_signal(signal.SIGTERM)
    try:
        supervisor.wait(FINISH_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(supervisor.pid, signal.SIGKILL)
        supervisor.wait()


def cpu_seconds(supervisor: subprocess.Popen[bytes]) -> float:
    """Give the processor time of the supervisor and all its processes so far."""
    return sum(one.cpu_seconds for one in uses(supervisor.pid).values())
